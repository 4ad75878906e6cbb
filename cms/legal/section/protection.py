"""Protects the mandated section: nobody deletes, unpublishes, moves, renames, copies or hides it by any route.

Two layers. ``SectionPermissionTester`` denies routes that check permissions (page views, bulk actions, menus, admin
API). ``check_save`` and the other signal checks refuse the change itself, whatever its route. ``allow_section_change``
lifts both while it is active and logs the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester

FIXED = "fixed"  # the section and its fixed children
HOST = "host"  # the home page above the section: its changes affect the section

LOG_UNLOCK = "legal.section.unlock"
LOG_CHANGE = "legal.section.change"


class SectionProtected(Exception):
    """A change to the section was refused. ``page`` is the protected page, ``changes`` names the attempted changes."""

    def __init__(self, page, changes: list[str]):
        self.page = page
        self.changes = changes
        super().__init__(f"{page.title} (page {page.pk}) is part of the mandated section: {', '.join(changes)}")


@dataclass(frozen=True)
class Allowance:
    user: object  # None: a command
    reason: str
    path: str  # tree path of the page that was unlocked; "" for every section

    def covers(self, page) -> bool:
        return bool(page.path) and page.path.startswith(self.path)


_allowance: ContextVar[Allowance | None] = ContextVar("section_allowance", default=None)


@contextmanager
def allow_section_change(user, reason: str, page=None) -> Iterator[None]:
    """Permits changes to protected pages at and below ``page`` (to all without it); each is logged with ``reason``.

    For superusers who gave a reason, and for commands (``user=None``) that roll out a new policy.
    """
    if not reason.strip():
        raise ValueError("a reason is required")
    token = _allowance.set(Allowance(user, reason.strip(), page.path if page else ""))
    try:
        yield
    finally:
        _allowance.reset(token)


def is_change_allowed(page) -> bool:
    allowance = _allowance.get()
    return allowance is not None and allowance.covers(page)


def protected_part(page) -> str | None:
    """Returns ``FIXED``, ``HOST`` or ``None``; uses the page's type, so a plain ``Page`` instance is enough."""
    return getattr(page.specific_class, "section_part", None)


def is_protected(page) -> bool:
    return protected_part(page) is not None and not is_change_allowed(page)


def denial_message(page) -> str:
    """Returns the message for a refused change: what, why, and who can help."""
    return " ".join((_why(page), _("If it must be changed all the same, ask the office.")))


def _why(page) -> str:
    if protected_part(page) == HOST:
        return _(
            "“%(title)s” holds the legal education section, which every school must keep: "
            "it cannot be deleted, unpublished, moved, copied, scheduled or made private."
        ) % {"title": page.title}
    return _(
        "“%(title)s” belongs to the legal education section, which every school must keep: "
        "it cannot be deleted, unpublished, moved, renamed, copied, scheduled, locked or made private. "
        "Its introduction can be changed and pages can be added below it."
    ) % {"title": page.title}


class SectionPermissionTester(PagePermissionTester):
    """Wagtail's permission checks for a protected page. Superusers too must first unlock the section."""

    @property
    def _protected(self) -> bool:
        return is_protected(self.page)

    def can_delete(self, ignore_bulk=False):
        return not self._protected and super().can_delete(ignore_bulk=ignore_bulk)

    def can_unpublish(self):
        return not self._protected and super().can_unpublish()

    def can_move(self):
        return not self._protected and super().can_move()

    def can_move_to(self, destination):
        return not self._protected and super().can_move_to(destination)

    def can_copy(self):
        return not self._protected and super().can_copy()

    def can_copy_to(self, destination, recursive=False):
        return not self._protected and super().can_copy_to(destination, recursive=recursive)

    def can_set_view_restrictions(self):
        return not self._protected and super().can_set_view_restrictions()

    def can_lock(self):
        return not (self._protected and protected_part(self.page) == FIXED) and super().can_lock()

    def can_reorder_children(self):
        return not (self._protected and protected_part(self.page) == FIXED) and super().can_reorder_children()


class SectionPartMixin:
    """Mixin for the page types of the section (``FIXED``) and for home pages (``HOST``)."""

    section_part = FIXED

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)

    @classmethod
    def from_serializable_data(cls, data, *args, **kwargs):
        """Restoring an older revision restores the text, never an older name, address or date of expiry.

        Every revision is loaded through this method, also one that starts from a plain ``Page``.
        """
        page = super().from_serializable_data(data, *args, **kwargs)  # type: ignore[misc]
        now = Page.objects.filter(pk=page.pk).first() if page else None
        if now is None or is_change_allowed(now):
            return page
        page.go_live_at, page.expire_at = now.go_live_at, now.expire_at
        if cls.section_part == FIXED:
            page.slug = now.slug
            if not _is_translation(now):
                page.title = page.draft_title = now.title
        return page


def _is_translation(page) -> bool:
    """A translation takes its title from the translators; its address stays that of the original."""
    return page.locale.language_code != settings.LANGUAGE_CODE


# --- checks on write, connected to signals by cms.legal.section.signals -----------------------------------

_KEPT = ("title", "slug", "live", "go_live_at", "expire_at", "alias_of_id", "locked")


def check_save(page, update_fields=None) -> None:
    """Runs before a page row is written (a plain ``Page`` or the specific type; all fields, or some)."""
    part = protected_part(page)
    if part is None:
        return
    before = Page.objects.filter(pk=page.pk).values(*_KEPT).first() if page.pk else None
    if before is None:
        if part == FIXED:
            _check_only_one(page)
        return
    if part == FIXED and not _is_translation(page) and not is_change_allowed(page):
        page.draft_title = before["title"]  # a draft (or an old revision) with another title is not announced
    written = {name for name in _KEPT if update_fields is None or {name, name.removesuffix("_id")} & set(update_fields)}
    changed = {name for name in written if before[name] != getattr(page, name)}
    _refuse_or_log(page, _changes(page, part, changed))


def _changes(page, part: str, changed: set[str]) -> list[str]:
    """Names of the denied changes among the fields that ``changed``."""
    changes = []
    if "live" in changed and not page.live:
        changes.append("unpublish")
    if any(name in changed and getattr(page, name) for name in ("go_live_at", "expire_at")):
        changes.append("schedule")
    if "alias_of_id" in changed:
        changes.append("alias")
    if part == FIXED:
        if "title" in changed and not _is_translation(page):
            changes.append("title")
        if "slug" in changed:
            changes.append("slug")
        if "locked" in changed and page.locked:
            changes.append("lock")
    return changes


def _check_only_one(page) -> None:
    """A parent has each fixed page once: a copy or alias beside the original would be a second section."""
    if not page.path:
        return
    parent = page.path[: -Page.steplen]
    twins = Page.objects.filter(
        path__startswith=parent, depth=page.depth, content_type=ContentType.objects.get_for_model(page.specific_class)
    )
    if twins.exists():
        _refuse_or_log(page, ["copy"])


def check_delete(page) -> None:
    _refuse_or_log(page, ["delete"])


def check_move(page, parent_before, parent_after) -> None:
    """Home pages may change their order among themselves; the section and its children may not move."""
    part = protected_part(page)
    if part == FIXED or (part == HOST and parent_before.pk != parent_after.pk):
        _refuse_or_log(page, ["move"])


def check_restriction(restriction) -> None:
    if protected_part(restriction.page) and restriction.restriction_type != restriction.NONE:
        _refuse_or_log(restriction.page, ["restrict"])


def _refuse_or_log(page, changes: list[str]) -> None:
    if not changes:
        return
    allowance = _allowance.get()
    if allowance is None or not allowance.covers(page):
        raise SectionProtected(page, changes)
    log(
        instance=page.specific if type(page) is Page else page, action=LOG_CHANGE, user=allowance.user,
        title=page.title, deleted="delete" in changes, data={"reason": allowance.reason, "changes": changes},
    )  # fmt: skip
