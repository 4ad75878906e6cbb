"""Keeps the school of images and documents equal to the owner of their collection, and stores renditions inside the
public part of the media only if the public may see them."""

import logging
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Count, Model, Q
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.core.media import sized_pictures
from cms.core.media.storage_prefixes import PRIVATE_PREFIX
from cms.tenancy import rights, scope
from cms.tenancy.models import School

log = logging.getLogger(__name__)


def media_models():
    return get_image_model(), get_document_model()


def school_id_of(collection: Collection) -> int | None:
    """Returns the id of the collection's school; ``None`` for collections of the office or without an owner."""
    owner = scope.owner_id(collection)
    return owner if isinstance(owner, int) else None


def set_media_school(sender, instance, raw=False, **kwargs):
    """Runs before an image or document is saved."""
    if not raw:
        instance.school_id = school_id_of(instance.collection)


def collection_saved(sender, instance, created=False, raw=False, **kwargs):
    """A collection may be moved right after it is saved (Wagtail does both in one transaction; moving sends no signal),
    so this checks it after the commit."""
    if not raw and not created:
        transaction.on_commit(lambda: sync_subtree_schools(instance.pk))


def image_saved(sender, instance, created=False, raw=False, **kwargs):
    """Runs for a new image, and for one that changed its collection or may no longer be shown."""
    if raw:
        return
    if created:
        transaction.on_commit(partial(sized_pictures.make_base_rendition, instance.pk), robust=True)
    else:
        place_renditions_on_commit(Q(image=instance))


def pictures_sized(sender, image, **kwargs):
    """Invalidates the pages of its school, rendered without the renditions; the office's images appear on any site."""
    site_id = image.school.site_id if image.school_id else None
    versions.bump_versions(versions.site_version(site_id) if site_id else versions.STRUCTURE)


def rendition_made(sender, instance, created=False, raw=False, **kwargs):
    """While the rendition was made, somebody may have withdrawn the image."""
    if not raw and created:
        place_renditions_on_commit(Q(pk=instance.pk))


def privacy_changed(sender, instance, raw=False, **kwargs):
    """Runs when a restriction of a collection is set, changed or removed."""
    if not raw:
        collection = Collection.objects.filter(pk=instance.collection_id)  # missing when deleted with its restriction
        place_renditions_on_commit(rights.descendants_condition(collection, "image__collection__path"))


def place_renditions_on_commit(where: Q) -> None:
    """Each transaction checks after its own commit: if an image is withdrawn while a rendition is made, the later one
    sees the other."""
    transaction.on_commit(lambda: place_renditions(where))


def sync_subtree_schools(collection_id: int) -> int:
    """Sets the school of all media at and below the collection; returns the number of changed rows."""
    root = Collection.objects.filter(pk=collection_id).first()
    if root is None:
        return 0
    place_renditions(rights.descendants_condition([root], "image__collection__path"))
    return _repair_rows(rights.descendants_condition([root], "collection__path"))


def misplaced_renditions(where: Q | None = None):
    """Returns public renditions of images that the public may not see, and private renditions of public images."""
    model = get_image_model()
    with allow_all_rows("which collections of the install are closed"):
        hidden = rights.descendants_condition(
            Collection.objects.filter(view_restrictions__isnull=False), "image__collection__path"
        )
    hidden |= ~Q(image__pupil_consent__in=model.SHOWN)
    private = Q(file__startswith=PRIVATE_PREFIX)
    rows = model.get_rendition_model().objects.filter(where or Q())
    return rows.filter((hidden & ~private) | (~hidden & private))


def place_renditions(where: Q | None = None) -> int:
    """Deletes the misplaced renditions with their files: the next request makes them anew where they belong. Where the
    storage is unavailable, the job ``place_pictures`` tries again."""
    taken = 0
    for row in misplaced_renditions(where):
        try:
            row.delete_file()
        except Exception:  # storages raise errors of their own
            log.exception("sized picture %s cannot be taken away yet", row.file.name)
        else:
            taken += 1
    if taken:
        versions.bump_versions(versions.STRUCTURE)  # URLs of crests are cached with the layout of a site
    return taken


@dataclass(frozen=True)
class MisassignedMedia:
    """Media of one collection with the wrong school."""

    model: type[Model]
    collection_id: int
    collection: str
    carried: int | None
    wanted: int | None
    count: int


def find_misassigned(where: Q | None = None) -> list[MisassignedMedia]:
    """Returns the media with the wrong school. Needs three queries, whatever the number of schools."""
    owners = dict(School.objects.values_list("collection__path", "pk"))
    found = []
    for model in media_models():
        rows = model._default_manager.filter(where or Q()).order_by()
        rows = rows.values_list("collection_id", "collection__name", "collection__path", "school_id")
        for collection_id, name, path, carried, count in rows.annotate(count=Count("pk")):
            ends = range(2 * Collection.steplen, len(path) + 1, Collection.steplen)
            wanted = next((owners[path[:end]] for end in ends if path[:end] in owners), None)
            if wanted != carried:
                found.append(MisassignedMedia(model, collection_id, name, carried, wanted, count))
    return found


def _repair_rows(where: Q | None = None) -> int:
    changed = 0
    for astray in find_misassigned(where):
        rows = astray.model._default_manager.filter(collection_id=astray.collection_id, school_id=astray.carried)
        changed += rows.update(school_id=astray.wanted)
    return changed


def find_drift() -> list[str]:
    """Returns media whose school differs from their collection's, one line per collection."""
    misplaced = misplaced_renditions().count()
    words = _("%(count)s sized pictures lie where their collection does not allow it.") % {"count": misplaced}
    return [words] * bool(misplaced) + [
        _("%(count)s %(kind)s in the collection “%(collection)s” carry another school.")
        % {"count": astray.count, "kind": astray.model._meta.verbose_name_plural, "collection": astray.collection}
        for astray in find_misassigned()
    ]


def repair_drift() -> int:
    return _repair_rows() + place_renditions()
