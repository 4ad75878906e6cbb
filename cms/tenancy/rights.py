"""Computes what a person may do and where: memberships × the table of roles.

Read once per request: one query for the memberships, one for the roots of their page trees; neither
grows with the number of schools. Cached on the user object, as Wagtail's own policies do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr
from django.db.models.lookups import In
from wagtail.models import Collection, Page

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.tenancy.models.memberships import Membership
from cms.tenancy.models.portal import OfficePortal
from cms.tenancy.roles import (
    ACCESS_ADMIN,
    ASSIGNED_ROLES,
    EVERY_SCHOOL,
    OFFICE_ROLES,
    READING_ROLES,
    SCHOOL_ROLES,
    TABLE,
    Rights,
    Role,
    display_rights,
)
from cms.tenancy.scope import UNKNOWN, Owner

_ROWS = "_membership_rows"
_CACHE = "_membership_places"
_ASSIGNED = "_membership_answers"
_READING = "_reads_in_this_request"
_CHOSEN = "_school_chosen_in_this_session"
_ABOUT = "_whose_things_this_request_names"
_PAGE_FIELDS = ("id", "path", "depth", "numchild", "url_path", "translation_key", "title", "slug")
#: Columns of a place, read in every admin request, so limited to what is needed.
_PLACE_FIELDS = (
    "user_id", "school_id", "role", "suspended_at", "school__site_id", "school__closed_on",
    "school__home_page__translation_key", *(f"school__collection__{field.name}" for field in Collection._meta.fields),
)  # fmt: skip


@dataclass(frozen=True)
class MembershipScope:
    """The scope of one membership. ``everywhere``: all schools and the office; otherwise one school, or the office
    alone. ``rights``: what the role may do; ``displayed_rights`` returns the rights that Wagtail's screens get."""

    role: Role
    school_id: int | None
    site_id: int | None
    home_key: object
    collection: Collection | None
    rights: Rights

    @property
    def everywhere(self) -> bool:
        return self.role in EVERY_SCHOOL or self.role in READING_ROLES

    def reaches(self, owner: Owner) -> bool:
        return self.everywhere or (owner is not UNKNOWN and self.school_id == owner)


def get_portal() -> OfficePortal | None:
    return versions.get_or_build(
        ("tenancy.portal",), (versions.STRUCTURE,),
        lambda: OfficePortal.objects.select_related("collection", "home_page").first(),
    )  # fmt: skip


def places_of(user) -> list[MembershipScope]:
    """Returns the scopes of an active user's memberships; empty for anonymous, suspended and super users. A role that
    sees only what is assigned to the person has no scope here (``may_answer``)."""
    if not user.is_active or user.is_anonymous or user.is_superuser:
        return []
    if not hasattr(user, _CACHE):
        rows = [row for row in _memberships(user) if Role(row.role) not in ASSIGNED_ROLES]
        with allow_all_rows("what somebody may do, and where"):
            setattr(user, _CACHE, [_scope_of_row(row) for row in rows])
    return getattr(user, _CACHE)


def _memberships(user) -> list[Membership]:
    if not hasattr(user, _ROWS):
        rows = Membership.objects.active().filter(user=user).select_related("school__home_page", "school__collection")
        with allow_all_rows("what somebody may do, and where"):
            setattr(user, _ROWS, list(rows.only(*_PLACE_FIELDS).order_by("school_id", "pk")))
    return getattr(user, _ROWS)


def answering_schools(user) -> frozenset[int | None]:
    """Returns schools (``None``: the office) where the person has a role that sees only what is assigned to it."""
    if not user.is_active or user.is_anonymous or user.is_superuser:
        return frozenset()
    if not hasattr(user, _ASSIGNED):
        rows = [row for row in _memberships(user) if Role(row.role) in ASSIGNED_ROLES]
        open_ones = (row.school_id for row in rows if row.school is None or row.school.closed_on is None)
        setattr(user, _ASSIGNED, frozenset(open_ones))
    return getattr(user, _ASSIGNED)


def may_answer(user) -> bool:
    return bool(answering_schools(user))


def owners_worked_for(user) -> frozenset[int | None]:
    """Returns all owners that the person works for, also as an expert who sees only assigned objects."""
    return answering_schools(user) | {place.school_id for place in places_of(user)}


def has_right(user, action: str, owner: Owner) -> bool:
    """Returns whether the person may do ``action`` with what belongs to ``owner`` (a school's id, ``None`` for the
    office); every check of a right uses it. ``action`` is one of ``roles.Rights.actions``. A role in one school gives
    no right in another."""
    if user.is_superuser:
        return user.is_active
    return any(action in place.rights.actions for place in places_of(user) if place.reaches(owner))


def set_request_owners(user, owners: Iterable[Owner]) -> None:
    """Sets the owners of the objects that the request names: ``has_perm`` answers for them (``permissions_at``)."""
    setattr(user, _ABOUT, frozenset(owners))


def has_mixed_roles(user) -> bool:
    """Returns whether the person's rights differ between places, so that the owner matters."""
    return len({place.role for place in places_of(user)}) > 1


def permissions_at(user, owners: Iterable[Owner] | None = None) -> frozenset[str]:
    """Returns the model permissions held at every one of ``owners``, by default at those that the request names.
    If it names nothing (lists, menus): those held in any place in view; ``has_right`` or a policy filters the rows."""
    about = getattr(user, _ABOUT, ()) if owners is None else owners
    places = places_of(user)
    entry = frozenset({ACCESS_ADMIN} if places or may_answer(user) else ())
    if not about:
        return _permissions_held(user, places_in_view(user)) | entry
    here = [_permissions_held(user, (place for place in places if place.reaches(owner))) for owner in about]
    return frozenset.intersection(*here) | entry


def _permissions_held(user, places: Iterable[MembershipScope]) -> frozenset[str]:
    return frozenset().union(*{place.role: displayed_rights(user, place).permissions for place in places}.values())


def forget_memberships(user) -> None:
    """Clears the cached memberships (after changing them for a user object that stays in use)."""
    for kept in (vars(user), vars(getattr(user, "_wrapped", user))):  # ``request.user`` wraps the person
        for name in [name for name in kept if name.startswith(("_membership_", "_explorable_root"))]:
            del kept[name]


def begin_read_only(user) -> None:
    """Marks the rest of this request as read-only: Wagtail's screens open to read-only roles (``displayed_rights``)."""
    forget_memberships(user)
    setattr(user, _READING, True)


def displayed_rights(user, place: MembershipScope) -> Rights:
    """Returns the rights that ``has_perm`` and the policies report to Wagtail for this place. They exceed
    ``place.rights`` only for a read-only role in a request that changes nothing. Our own code uses ``has_right``."""
    return display_rights() if place.rights.reads and getattr(user, _READING, False) else place.rights


def _scope_of_row(row: Membership) -> MembershipScope:
    home = row.school or get_portal()
    role = Role(row.role)
    return MembershipScope(
        role=role,
        school_id=row.school_id,
        site_id=home.site_id if home else None,
        home_key=home.home_page.translation_key if home else None,
        collection=home.collection if home else None,
        rights=TABLE[role],
    )


def choose_place(user, school_id: int | None) -> None:
    """Limits the lists of this request to one of the person's places (``None``: the office); see
    ``cms.tenancy.current_school``."""
    forget_memberships(user)
    setattr(user, _CHOSEN, school_id)


def choose_all_places(user) -> None:
    forget_memberships(user)
    if hasattr(user, _CHOSEN):
        delattr(user, _CHOSEN)


def chosen_place(user) -> MembershipScope | None:
    """Returns the chosen place; ``None`` if all places are in view."""
    if not hasattr(user, _CHOSEN):
        return None
    school_id = getattr(user, _CHOSEN)
    return next((place for place in places_of(user) if place.school_id == school_id), None)


def places_in_view(user) -> list[MembershipScope]:
    chosen = chosen_place(user)
    return [place for place in places_of(user) if chosen is None or place.school_id == chosen.school_id]


def pages_in_view(user, roots: set[Page]) -> set[Page]:
    """Returns those of the root pages that are home pages of the chosen place."""
    chosen = chosen_place(user)
    return roots if chosen is None else {page for page in roots if page.translation_key == chosen.home_key}


def collections_in_view(user, roots: set[Collection], actions) -> set[Collection]:
    """Returns the collection of the chosen place, and for choosing also what the office shares."""
    chosen = chosen_place(user)
    if chosen is None:
        return roots
    office = get_portal() if "choose" in actions else None
    shared = office.collection_id if office else None
    return {row for row in roots if row == chosen.collection or row.pk == shared}


def page_roots(user) -> list[tuple[Page, frozenset[str]]]:
    """Returns the roots of the page trees (home page and translations) with the actions allowed in them."""
    actions: dict[object, set[str]] = {}
    whole: set[str] = set()
    for place in places_of(user):
        granted = displayed_rights(user, place).page
        if place.everywhere:
            whole |= granted
        elif granted and place.home_key:
            actions.setdefault(place.home_key, set()).update(granted)
    found = []
    if whole:
        found.append((Page.objects.only(*_PAGE_FIELDS).get(depth=1), frozenset(whole)))
    if actions:
        pages = Page.objects.filter(depth=2, translation_key__in=actions).only(*_PAGE_FIELDS).order_by("path")
        found += [(page, frozenset(actions[page.translation_key])) for page in pages]
    return found


def collection_roots(user, kind: str) -> list[tuple[Collection, frozenset[str]]]:
    """Returns the roots of the collections with the actions of ``kind`` ("media" or "collections"). Whoever may choose
    media in a school may also choose what the office shares; nobody there may change it."""
    found: dict[int, tuple[Collection, set[str]]] = {}
    chooses = False

    def grant(collection, actions):
        if collection and actions:
            found.setdefault(collection.pk, (collection, set()))[1].update(actions)

    for place in places_of(user):
        granted = getattr(displayed_rights(user, place), kind)
        grant(Collection.get_first_root_node() if granted and place.everywhere else place.collection, granted)
        chooses |= kind == "media" and "choose" in granted
    if chooses and (shared := get_portal()):
        grant(shared.collection, {"choose"})
    return [(collection, frozenset(actions)) for collection, actions in found.values()]


def home_collection(user) -> Collection | None:
    """Returns the collection for a person's uploads: the first school's, or the office's for its people and
    superusers."""
    places = [place for place in places_in_view(user) if place.school_id]
    if places:
        return places[0].collection
    office = get_portal()
    return office.collection if office else None


def roles_with(kind: str, actions) -> set[Role]:
    return {role for role, rights in TABLE.items() if getattr(rights, kind) & set(actions)}


def reaching_memberships(roles, owner: Owner) -> Q:
    """Returns a filter for the memberships in ``roles`` whose scope includes what belongs to ``owner``."""
    roles = set(roles)
    everywhere = Q(role__in=roles & EVERY_SCHOOL)
    if owner is UNKNOWN:
        return everywhere
    if owner is None:
        return Q(role__in=roles & set(OFFICE_ROLES))
    return everywhere | Q(school_id=owner, role__in=roles & set(SCHOOL_ROLES))


def find_people(roles, owner: Owner = UNKNOWN, anywhere: bool = False, superusers: bool = True) -> Q:
    """Returns a filter for the active users with one of ``roles`` at ``owner``, or ``anywhere``."""
    rows = Membership.objects.active().filter(
        Q(role__in=set(roles)) if anywhere else reaching_memberships(roles, owner)
    )
    found = Q(pk__in=rows.values("user"))
    return Q(is_active=True) & (found | Q(is_superuser=True) if superusers else found)


def descendants_condition(roots, field: str = "path") -> Q:
    """Returns a filter for the tree rows at or below ``roots`` (nodes of one tree). Few roots: ranges on the index of
    ``path``; many: one comparison per row instead of an OR per root, which costs seconds with 300 schools."""
    found = Q(pk__in=[])
    paths = sorted({node.path for node in roots})
    for length in sorted({len(path) for path in paths}):
        alike = [path for path in paths if len(path) == length]
        if len(alike) > 8:
            found |= Q(In(Substr(field, 1, length), alike))
            continue
        for path in alike:
            found |= Q(**{f"{field}__range": (path, path + "Z" * 24)})
    return found
