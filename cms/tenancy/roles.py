"""The one table of roles: what each may do. ``cms.tenancy.grants`` applies it; ``audit_schools`` reports drift.

School roles act on the pages and the collection of the school of the membership; office roles act on everything. Page
actions are Wagtail's (add, change, publish, lock, unlock, bulk_delete); media actions are those of collections (add,
change, delete, choose). Packages of higher layers add rights on their models (``grant_rights``, in their
``permissions.py``). ``docs/roles.md`` is the whole table, and ``manage.py show_roles`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    SCHOOL_EXPERT = "expert", _("Expert (answers what is assigned)")
    SCHOOL_EDITOR = "editor", _("School editor")
    SCHOOL_APPROVER = "approver", _("School approver")
    SCHOOL_ADMIN = "admin", _("School administrator")
    OFFICE_EXPERT = "office_expert", _("Office: expert (answers what is assigned)")
    OFFICE_LIBRARIAN = "office_library", _("Office: library")
    OFFICE_APPROVER = "office_approver", _("Office: approver")
    OFFICE_OBSERVER = "office_observer", _("Office: observer (reads only)")
    OFFICE_ADMIN = "office_admin", _("Office: administrator")


#: Lowest first: nobody may give a role higher than the own one.
SCHOOL_ROLES = (Role.SCHOOL_EXPERT, Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN)
ACCESS_ADMIN = "wagtailadmin.access_admin"
OFFICE_ROLES = (
    Role.OFFICE_EXPERT,
    Role.OFFICE_LIBRARIAN,
    Role.OFFICE_APPROVER,
    Role.OFFICE_OBSERVER,
    Role.OFFICE_ADMIN,
)


@dataclass(frozen=True)
class Rights:
    page: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()  # manage collections: add, change, delete
    settings: bool = False  # the site settings of the site
    models: Mapping[str, frozenset[str]] = field(default_factory=dict)  # "app.model" → actions on the whole table
    extra: frozenset[str] = frozenset()  # further permissions by full name, "app.codename"
    approves: bool = False  # decides in the approval workflow of its school or office
    people: bool = False  # manages the people of its school
    reads: bool = False  # sees all of the admin and changes nothing (``display_rights``)

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Returns full names ("app.codename") of the model permissions that the role's group has and ``has_perm``
        finds."""
        of_models = {
            f"{app}.{action}_{model}"
            for label, actions in self.models.items()
            for app, model in [label.split(".")]
            for action in actions
        }
        return frozenset({ACCESS_ADMIN, *self.extra, *of_models})

    @cached_property
    def actions(self) -> frozenset[str]:
        """Returns all that the role may do, in the vocabulary of ``rights.has_right``: the model permissions and
        "page.publish", "media.delete", "collections.add", "settings.change", "people.manage", "approval.decide"."""
        kinds = {"page": self.page, "media": self.media, "collections": self.collections}
        flags = {"settings.change": self.settings, "people.manage": self.people, "approval.decide": self.approves}
        of_kinds = {f"{kind}.{action}" for kind, actions in kinds.items() for action in actions}
        return self.permissions | of_kinds | {name for name, granted in flags.items() if granted}


_EDIT = frozenset({"add", "change"})
_APPROVE = _EDIT | {"publish", "lock", "unlock"}
_TRANSLATE = frozenset({"wagtail_localize.submit_translation"})
_MEDIA = frozenset({"add", "change", "choose"})
#: Actions on rows of a model.
ALL = frozenset({"add", "change", "delete", "view"})

TABLE: dict[Role, Rights] = {
    Role.SCHOOL_EXPERT: Rights(),
    Role.OFFICE_EXPERT: Rights(),
    Role.SCHOOL_EDITOR: Rights(page=_EDIT, media=_MEDIA),
    Role.SCHOOL_APPROVER: Rights(page=_APPROVE, media=_MEDIA | {"delete"}, extra=_TRANSLATE, approves=True),
    Role.SCHOOL_ADMIN: Rights(
        page=_APPROVE | {"bulk_delete"},
        media=_MEDIA | {"delete"},
        collections=_EDIT,
        settings=True,
        people=True,
        models={"wagtailredirects.redirect": ALL},  # access control and the form limit it to the own site
        extra=_TRANSLATE,
        approves=True,
    ),
    Role.OFFICE_LIBRARIAN: Rights(page=_EDIT, media=_MEDIA | {"delete"}, extra=_TRANSLATE),
    Role.OFFICE_APPROVER: Rights(page=_APPROVE, media=_MEDIA | {"delete"}, extra=_TRANSLATE, approves=True),
    Role.OFFICE_OBSERVER: Rights(reads=True),
    Role.OFFICE_ADMIN: Rights(
        page=_APPROVE | {"bulk_delete"},
        media=_MEDIA | {"delete"},
        collections=_EDIT | {"delete"},
        settings=True,
        people=True,
        models={
            "tenancy.school": ALL - {"delete"},
            "tenancy.governingauthority": ALL - {"delete"},  # history stays; an end date closes it
            "tenancy.membership": ALL,
            "core.user": ALL - {"delete"},
            "wagtailredirects.redirect": ALL,
        },
        extra=_TRANSLATE,
        approves=True,
    ),
}

#: Office roles whose page and media rights reach every school, not the portal alone.
EVERY_SCHOOL = frozenset({Role.OFFICE_ADMIN, Role.OFFICE_APPROVER})
#: People of a place who see only what is assigned to them: ``rights.places_of`` does not return it.
ASSIGNED_ROLES = frozenset({Role.SCHOOL_EXPERT, Role.OFFICE_EXPERT})
READING_ROLES = frozenset(role for role, rights in TABLE.items() if rights.reads)


def grant_rights(roles: Iterable[Role], models: Mapping[str, frozenset[str]]) -> None:
    """Adds rights on models of a higher layer, "app.model" → actions. Independent of order, and idempotent."""
    for role in roles:
        before = TABLE[role].models
        more = {label: before.get(label, frozenset()) | actions for label, actions in models.items()}
        TABLE[role] = replace(TABLE[role], models={**before, **more})


def display_rights() -> Rights:
    """Returns the rights that Wagtail's screens get for a read-only role while a request changes nothing
    (``rights.displayed_rights``): they require a right to edit before they show anything. ``rights.has_right`` ignores
    them."""
    return Rights(
        page=frozenset({"change", "lock", "unlock"}),
        media=frozenset({"change", "choose"}),
        collections=frozenset({"change"}),
        settings=True,
        models={label: frozenset({"view", "change"}) for label in TABLE[Role.OFFICE_ADMIN].models},
    )


def group_name(role: Role) -> str:
    """Returns the name of the one group that has the role's model permissions, in every school alike."""
    return f"role:{role.value}"


def approving_roles() -> frozenset[Role]:
    return frozenset(role for role, rights in TABLE.items() if rights.approves)
