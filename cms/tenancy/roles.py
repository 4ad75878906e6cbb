"""The one table of roles: what each may do. Applied by ``cms.tenancy.grants``; drift is shown by ``audit_schools``.

School roles act on the pages and the collection of the school of the membership; office roles on
everything. Page actions are Wagtail's (add, change, publish, lock, unlock, bulk_delete); media actions
are those of collections (add, change, delete, choose). Rights on models of higher floors are added by these
(``grant_rights``, in their ``permissions.py``); ``docs/roles.md`` is the whole table, and ``manage.py show_roles``
prints it.
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


#: Lowest first: nobody gives a higher one than the own.
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
    approves: bool = False  # decides in the approval workflow of its place
    people: bool = False  # manages the people of its school
    reads: bool = False  # sees all of the admin and changes nothing (``display_rights``)

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Full names ("app.codename") of the model permissions: what the role's group carries and ``has_perm``
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
        """All that the role may do, in one vocabulary, as ``rights.has_right`` is asked: the model permissions and
        "page.publish", "media.delete", "collections.add", "settings.change", "people.manage", "approval.decide"."""
        kinds = {"page": self.page, "media": self.media, "collections": self.collections}
        flags = {"settings.change": self.settings, "people.manage": self.people, "approval.decide": self.approves}
        of_kinds = {f"{kind}.{action}" for kind, actions in kinds.items() for action in actions}
        return self.permissions | of_kinds | {name for name, granted in flags.items() if granted}


_EDIT = frozenset({"add", "change"})
_APPROVE = _EDIT | {"publish", "lock", "unlock"}
_TRANSLATE = frozenset({"wagtail_localize.submit_translation"})
_MEDIA = frozenset({"add", "change", "choose"})
#: What is done with rows of a model.
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
        models={"wagtailredirects.redirect": ALL},  # the guard and the form keep to the own site
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
#: People of a place who see nothing of it but what is assigned to them: no place of ``rights.places_of``.
ASSIGNED_ROLES = frozenset({Role.SCHOOL_EXPERT, Role.OFFICE_EXPERT})
READING_ROLES = frozenset(role for role, rights in TABLE.items() if rights.reads)


def grant_rights(roles: Iterable[Role], models: Mapping[str, frozenset[str]]) -> None:
    """Add rights on models of a higher floor, "app.model" → actions. In any order, and as often as one likes."""
    for role in roles:
        before = TABLE[role].models
        more = {label: before.get(label, frozenset()) | actions for label, actions in models.items()}
        TABLE[role] = replace(TABLE[role], models={**before, **more})


def display_rights() -> Rights:
    """What Wagtail's screens are told of a role that reads, while a request changes nothing
    (``rights.displayed_rights``): they ask for a right to edit before they show anything. ``rights.has_right`` knows
    none of these."""
    return Rights(
        page=frozenset({"change", "lock", "unlock"}),
        media=frozenset({"change", "choose"}),
        collections=frozenset({"change"}),
        settings=True,
        models={label: frozenset({"view", "change"}) for label in TABLE[Role.OFFICE_ADMIN].models},
    )


def group_name(role: Role) -> str:
    """Name of the one group that carries the role's model permissions, in every school alike."""
    return f"role:{role.value}"


def approving_roles() -> frozenset[Role]:
    return frozenset(role for role, rights in TABLE.items() if rights.approves)
