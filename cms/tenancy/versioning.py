"""Raises version counters: schools, authorities and the portal are part of the structure, which is read once per
version; media are part of the pages that show them."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.page_cache import dependencies
from cms.core.signal_handlers import structure_changed
from cms.tenancy import cache_dependencies
from cms.tenancy.models import AuthorityChange, GoverningAuthority, OfficePortal, School, SchoolAuthority

#: Fields that Wagtail fills in on a file's first use.
IGNORED_FIELDS = {"file_size", "file_hash"}


def media_saved(sender, instance, created=False, raw=False, update_fields=None, **kwargs):
    """Ignores new media: no page shows them yet."""
    if not created and not raw and (update_fields is None or set(update_fields) - IGNORED_FIELDS):
        cache_dependencies.bump_media_counters(instance)


def media_deleted(sender, instance, **kwargs):
    """Runs before the deletion, while the references to the file are still known."""
    cache_dependencies.bump_media_counters(instance)


def rendition_deleted(sender, instance, origin=None, **kwargs):
    """Pages contain its URL. A rendition deleted with its image is covered by the image's signal."""
    if origin is instance or getattr(origin, "model", None) is sender:
        cache_dependencies.bump_media_counters(instance.image)


def collection_saved(sender, created=False, **kwargs):
    """The collection may have been moved into a private one, or out of it."""
    if not created:
        structure_changed(sender)


def connect_signals():
    for model in (
        AuthorityChange,
        GoverningAuthority,
        OfficePortal,
        School,
        SchoolAuthority,
        CollectionViewRestriction,
    ):
        for signal, name in ((post_save, "save"), (post_delete, "delete")):
            signal.connect(structure_changed, sender=model, dispatch_uid=f"tenancy.versions.{model.__name__}.{name}")
    for model in (get_image_model(), get_document_model()):
        post_save.connect(media_saved, sender=model, dispatch_uid=f"tenancy.versions.{model.__name__}.save")
        pre_delete.connect(media_deleted, sender=model, dispatch_uid=f"tenancy.versions.{model.__name__}.delete")
    rendition = get_image_model().get_rendition_model()
    post_delete.connect(rendition_deleted, sender=rendition, dispatch_uid="tenancy.versions.rendition")
    post_save.connect(collection_saved, sender=Collection, dispatch_uid="tenancy.versions.collection")
    dependencies.version_names.append(cache_dependencies.site_counters)
