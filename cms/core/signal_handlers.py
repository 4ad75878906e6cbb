"""Signal handlers that raise the version counters when their data changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core import versions
from cms.core.signals import pages_changed
from cms.core.site_roots import root_path_of


def site_page_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Raises the site's counter when a page is published, changed, moved or removed: its menu and lists are outdated.

    A new root page, or one whose path changed, also raises ``structure``; an ordinary publish of a home page does
    not (3,000 schools edit theirs all day).
    """
    moved = {path for path in (kwargs.get("url_path_before"), kwargs.get("url_path_after")) if path}
    names = set()
    for url_path in {instance.url_path, *moved} - {""}:
        root = root_path_of(url_path)
        if root:
            names.add(versions.site_version(root.site_id))
        if instance.depth is not None and instance.depth <= 2 and (root is None or moved):
            names.add(versions.STRUCTURE)
    if names:
        versions.bump_versions(*names)


def root_slug_changed(sender: Any, instance: Any, instance_before: Any, **kwargs: Any) -> None:
    site_page_changed(sender, instance, url_path_before=instance_before.url_path, url_path_after=instance.url_path)


#: Fields that drafts, locks and schedules write without changing the live page.
UNPUBLISHED_FIELDS = frozenset({
    "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked", "locked_by",
    "locked_at", "go_live_at", "expire_at", "comments", "numchild",
})  # fmt: skip


def page_row_saved(sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    """Handles every save of a live page, whichever code wrote it."""
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if update_fields is None or set(update_fields) - UNPUBLISHED_FIELDS:
        site_page_changed(sender, instance)


def written_in_bulk(sender: Any, page_ids: Any, **kwargs: Any) -> None:
    paths = Page.objects.filter(pk__in=page_ids).values_list("url_path", flat=True)
    roots = {root for path in paths if (root := root_path_of(path))}
    if names := sorted({versions.site_version(root.site_id) for root in roots}):
        versions.bump_versions(*names)


def page_row_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        site_page_changed(sender, instance)


def privacy_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Handles a page that became private or public: menus and lists must not wait for the next publication."""
    site_page_changed(sender, instance.page)


def structure_changed(sender: Any, **kwargs: Any) -> None:
    versions.bump_versions(versions.STRUCTURE)


def connect_signals() -> None:
    page_published.connect(site_page_changed, dispatch_uid="core.versions.page_published")
    page_unpublished.connect(site_page_changed, dispatch_uid="core.versions.page_unpublished")
    post_page_move.connect(site_page_changed, dispatch_uid="core.versions.page_moved")
    page_slug_changed.connect(root_slug_changed, dispatch_uid="core.versions.page_slug_changed")
    post_save.connect(page_row_saved, dispatch_uid="core.versions.page_saved")
    pages_changed.connect(written_in_bulk, dispatch_uid="core.versions.pages_changed")
    post_delete.connect(page_row_deleted, dispatch_uid="core.versions.page_deleted")
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid=f"core.versions.privacy.{name}")
    for model in (Site, Locale):
        post_save.connect(structure_changed, sender=model, dispatch_uid=f"core.versions.{model.__name__}.save")
        post_delete.connect(structure_changed, sender=model, dispatch_uid=f"core.versions.{model.__name__}.delete")
