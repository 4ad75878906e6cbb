"""Ensures that no content of a school references another school's page, image or document in a field, block or link.

URL rules and permissions do not see ids inside content, so they are checked when content is saved: first by the page
form, with clear messages (``find_reference_problems``), then on every save of a page, a draft, settings or a redirect
(``check_references``), whatever code saves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.tenancy import scope
from cms.tenancy.models import OfficePortal, School

Target = tuple[type[Model], int]  # model (Page, image or document) and id


class ForeignReference(Exception):
    """Content of a school references another school's objects. ``find_targets`` returns what it references."""

    def __init__(self, obj, targets: set[Target]):
        self.obj, self.targets = obj, targets
        names = ", ".join(sorted(f"{model.__name__} {pk}" for model, pk in targets))
        super().__init__(f"{obj._meta.label} {obj.pk} points at another school's things: {names}")


def protected_models() -> tuple[type, ...]:
    return Page, get_image_model(), get_document_model()


def find_targets(obj) -> set[Target]:
    """Returns what ``obj`` references in fields, blocks, rich text and child rows (only models under tenant
    isolation)."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in protected_models()}
    found = set()
    # Private in Wagtail, so pinned by tests/tenancy/isolation/test_references.py.
    for type_id, key, *_paths in ReferenceIndex._extract_references_from_object(obj):
        if type_id in types and str(key).isdecimal():
            found.add((types[type_id], int(key)))
    return found


def find_foreign(found: Iterable[Target], owner: int) -> set[Target]:
    """Returns the targets that belong to a school other than ``owner``. Needs at most four queries for any number."""
    ids = defaultdict(set)
    for model, pk in found:
        ids[model].add(pk)
    bad = {
        (model, pk)
        for model in ids.keys() - {Page}
        for pk in model._base_manager.filter(pk__in=ids[model]).exclude(school=None).exclude(school=owner)
        .values_list("pk", flat=True)
    }  # fmt: skip
    return bad | _foreign_pages(ids[Page], owner)


def _foreign_pages(ids: set[int], owner: int) -> set[Target]:
    if not ids:
        return set()
    rows = Page.objects.filter(pk__in=ids).values_list("pk", "path")
    roots = {path[: 2 * Page.steplen] for __, path in rows}
    keys = dict(Page.objects.filter(path__in=roots, depth=2).values_list("path", "translation_key"))
    school = School.objects.filter(pk=owner).values_list("home_page__translation_key", flat=True)
    portal = OfficePortal.objects.values_list("home_page__translation_key", flat=True)
    allowed = {*school, *portal}
    return {(Page, pk) for pk, path in rows if keys.get(path[: 2 * Page.steplen]) not in allowed}


def find_missing(found: Iterable[Target]) -> set[Target]:
    found = set(found)
    there = {
        (model, pk)
        for model in {model for model, __ in found}
        for pk in model._base_manager.filter(pk__in=[pk for m, pk in found if m is model]).values_list("pk", flat=True)
    }
    return found - there


def check_references(obj, owner=scope.UNKNOWN) -> None:
    """Raises ``ForeignReference``. Objects of the office or without an owner may reference anything."""
    if owner is scope.UNKNOWN:
        owner = scope.owner_id(obj)
    if isinstance(owner, int) and (bad := find_foreign(find_targets(obj), owner)):
        raise ForeignReference(obj, bad)


def check_revision(revision) -> None:
    """Checks a draft that is not written into its page yet."""
    owner = scope.owner_id(revision)
    if isinstance(owner, int):
        check_references(revision.as_object(), owner)


def find_reference_problems(page, parent, before: set[Target]) -> list[str]:
    """Returns the problems for the page form. It also names a missing target, unless the page had it ``before`` (its
    file was deleted since), so that another school's id and a missing id get the same message."""
    owner = scope.owner_of_page_path(page.path or parent.path)
    if not isinstance(owner, int):
        return []
    found = find_targets(page)
    if find_foreign(found, owner) or find_missing(found - before):
        return [_("The content points at a page, a picture or a file that is not there, or that is not your school's.")]
    return []
