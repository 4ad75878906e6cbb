"""The one definition of ownership: which school does this object belong to?

``owner_id(obj)`` returns a school's id, ``None`` for the office (portal and shared objects), or ``UNKNOWN``. Only
office roles that reach every school may use an object with an unknown owner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import (
    AbstractPage,
    BaseViewRestriction,
    Collection,
    CollectionMember,
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    Revision,
    Site,
    TaskState,
    WorkflowState,
)
from wagtail_localize.models import BaseSegment, SegmentOverride, Translation, TranslationSource

from cms.tenancy.models.memberships import Membership
from cms.tenancy.models.portal import OfficePortal
from cms.tenancy.models.schools import School, SchoolAuthority


class Unknown(Enum):
    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
Owner = int | None | Unknown

#: Labels of models ("app.model") that the office owns: all schools share their rows, only office roles change them.
OFFICE_MODELS: set[str] = set()
#: Models whose rows no admin screen lists or opens: people (who may belong to several schools), technical rows,
#: and parts that are reached through their parent.
WITHOUT_OWNER: set[str] = set()
#: Models exempt from the row access policy: their rows concern many schools, or reveal nothing without their parent.
SHARED: set[str] = set()


def declare_ownership(
    *, office: Iterable[str] = (), not_by_school: Iterable[str] = (), shared: Iterable[str] = ()
) -> None:
    """Declares the owner of the rows of models without a school. Each app calls it in its ``permissions.py``."""
    OFFICE_MODELS.update(office)
    WITHOUT_OWNER.update(not_by_school)
    SHARED.update(shared)


declare_ownership(
    office=(
        "wagtailcore.workflow", "wagtailcore.task", "tenancy.schoolapprovaltask", "wagtailcore.locale", "auth.group",
        "tenancy.governingauthority", "tenancy.authoritychange", "tenancy.officeportal",
    ),
    not_by_school=(
        "core.user", "core.rendition", "core.version", "core.jobalarm", "core.jobstate", "core.jobworker",
        "core.filetext", "tenancy.sentform",
    ),
    shared=(
        "wagtailcore.referenceindex", "wagtailsearch.indexentry", "wagtailsearch.sqliteftsindexentry",
        "taggit.taggeditem", "wagtailcore.workflowpage", "wagtail_localize.string", "wagtail_localize.template",
        "wagtail_localize.localesynchronization",
    ),
)  # fmt: skip


def owner_id(obj: models.Model) -> Owner:
    """Returns the id of the school that ``obj`` belongs to; ``None`` for the office's; ``UNKNOWN`` otherwise. Needs at
    most two queries."""
    for model, rule in _RULES.items():
        if isinstance(obj, model):
            return rule(obj)
    if obj._meta.label_lower in OFFICE_MODELS:
        return None
    if any(field.attname == "school_id" for field in obj._meta.concrete_fields):
        return obj.school_id
    return UNKNOWN


def owner_of_page_path(path: str) -> Owner:
    """``path``: a page's tree path. A translated home page belongs to the site of the page that it translates."""
    root = Page.objects.filter(path=path[: 2 * Page.steplen], depth=2).values("translation_key")
    return _owner_of_place(home_page__translation_key__in=root) if len(path) > Page.steplen else UNKNOWN


def owner_of_collection_path(path: str) -> Owner:
    ends = range(2 * Collection.steplen, len(path) + 1, Collection.steplen)
    return _owner_of_place(collection__path__in=[path[:end] for end in ends])


def _owner_of_place(**lookup) -> Owner:
    """Returns the owner (the school, or the portal) with such a home page, collection or site."""
    found = School.objects.filter(**lookup).order_by("pk").values_list("pk", flat=True).first()
    if found is None and not OfficePortal.objects.filter(**lookup).exists():
        return UNKNOWN
    return found


def _owner_of_target(obj) -> Owner:
    """Returns the owner of the target of an object about another (revisions, states, log entries); unknown if
    deleted."""
    target = getattr(obj, "content_object", None)
    return owner_id(target) if target is not None else UNKNOWN


def _owner_of_log_entry(entry: ModelLogEntry) -> Owner:
    model = entry.content_type.model_class() if entry.content_type_id else None
    target = model._base_manager.filter(pk=entry.object_id).first() if model else None
    return owner_id(target) if target is not None else UNKNOWN


def _owner_of_source(source: TranslationSource) -> Owner:
    try:
        return owner_id(source.get_source_instance())
    except ObjectDoesNotExist:
        return UNKNOWN


def _owner_of_override(override: SegmentOverride) -> Owner:
    """Returns the owner of the override's target, in each language."""
    context = override.context
    source = TranslationSource.objects.filter(object_id=context.object_id).first() if context else None
    return _owner_of_source(source) if source else UNKNOWN


def _owner_of_restriction(restriction) -> Owner:
    return owner_id(getattr(restriction, "page", None) or restriction.collection)


_RULES: dict[type, Callable[..., Owner]] = {
    School: lambda school: school.pk,
    Membership: lambda membership: membership.school_id,
    SchoolAuthority: lambda link: link.school_id,
    AbstractPage: lambda page: owner_of_page_path(page.path),
    Collection: lambda collection: owner_of_collection_path(collection.path),
    CollectionMember: lambda member: owner_of_collection_path(member.collection.path),
    Site: lambda site: _owner_of_place(site_id=site.pk),
    BaseSiteSetting: lambda setting: _owner_of_place(site_id=setting.site_id),
    BaseViewRestriction: _owner_of_restriction,
    Redirect: lambda redirect: _owner_of_place(site_id=redirect.site_id) if redirect.site_id else UNKNOWN,
    Comment: lambda comment: owner_id(comment.page),
    PageLogEntry: lambda entry: owner_id(entry.page) if Page.objects.filter(pk=entry.page_id).exists() else UNKNOWN,
    ModelLogEntry: _owner_of_log_entry,
    Revision: _owner_of_target,
    WorkflowState: _owner_of_target,
    TranslationSource: _owner_of_source,
    Translation: lambda translation: _owner_of_source(translation.source),
    BaseSegment: lambda segment: _owner_of_source(segment.source),
    SegmentOverride: _owner_of_override,
    TaskState: lambda state: _owner_of_target(state.workflow_state),
}


def is_declared(model: type[models.Model]) -> bool:
    """Returns whether ``owner_id`` can answer for rows of ``model``, or the model is declared as never asked about.
    (System check ``tenancy.E003``.)"""
    label = model._meta.label_lower
    if label in OFFICE_MODELS or label in WITHOUT_OWNER or issubclass(model, tuple(_RULES)):
        return True
    if any(field.attname == "school_id" for field in model._meta.concrete_fields):
        return True
    parents = [field.related_model for field in model._meta.concrete_fields if isinstance(field, ParentalKey)]
    return any(is_declared(parent) for parent in parents)
