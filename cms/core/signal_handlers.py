"""Raise the version counters when what they stand for changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core import versions
from cms.core.roots import root_path_of


def site_page_changed(sender, instance, **kwargs):
    """A page went live, changed, moved or went away: its site's menu and lists are to be read again."""
    names = set()
    for url_path in (instance.url_path, kwargs.get("url_path_before"), kwargs.get("url_path_after")):
        if url_path and (root := root_path_of(url_path)):
            names.add(versions.site_version(root.site_id))
    if instance.depth is not None and instance.depth <= 2:
        names.add(versions.STRUCTURE)
    if names:
        versions.bump(*names)


def page_row_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        site_page_changed(sender, instance)


def privacy_changed(sender, instance, **kwargs):
    """A page became private or public again: menus and lists must not wait for the next publication."""
    site_page_changed(sender, instance.page)


def structure_changed(sender, **kwargs):
    versions.bump(versions.STRUCTURE)


def connect():
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(site_page_changed, dispatch_uid=f"core.versions.{id(signal)}")
    post_delete.connect(page_row_deleted, dispatch_uid="core.versions.page_deleted")
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid=f"core.versions.privacy.{name}")
    for model in (Site, Locale):
        post_save.connect(structure_changed, sender=model, dispatch_uid=f"core.versions.{model.__name__}.save")
        post_delete.connect(structure_changed, sender=model, dispatch_uid=f"core.versions.{model.__name__}.delete")
