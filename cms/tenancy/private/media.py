"""Images and documents carry their school, kept equal to the owner of their collection; sized pictures lie in the
public part of the media or outside it, as the public may see them or not."""

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
    """The collection's school; none for the office's collections and for those of nobody."""
    owner = scope.owner_id(collection)
    return owner if isinstance(owner, int) else None


def set_media_school(sender, instance, raw=False, **kwargs):
    """Before a picture or document is saved."""
    if not raw:
        instance.school_id = school_id_of(instance.collection)


def collection_saved(sender, instance, created=False, raw=False, **kwargs):
    """A collection may be moved right after it is saved (Wagtail does both in one transaction; moving sends no
    signal), so look at it when the transaction has held."""
    if not raw and not created:
        transaction.on_commit(lambda: sync_subtree_schools(instance.pk))


def image_saved(sender, instance, created=False, raw=False, **kwargs):
    """The picture may have come into another collection, or may not be shown any more; or it is new."""
    if raw:
        return
    if created:
        transaction.on_commit(partial(sized_pictures.make_base_rendition, instance.pk), robust=True)
    else:
        place_renditions_on_commit(Q(image=instance))


def pictures_sized(sender, image, **kwargs):
    """Pages of its school were drawn without them; pictures of the office stand on any site."""
    site_id = image.school.site_id if image.school_id else None
    versions.bump_versions(versions.site_version(site_id) if site_id else versions.STRUCTURE)


def rendition_made(sender, instance, created=False, raw=False, **kwargs):
    """While it was made, somebody may have said that the picture is not to be shown."""
    if not raw and created:
        place_renditions_on_commit(Q(pk=instance.pk))


def privacy_changed(sender, instance, raw=False, **kwargs):
    """A restriction of a collection was set, changed or taken away."""
    if not raw:
        collection = Collection.objects.filter(pk=instance.collection_id)  # gone when it went with its restriction
        place_renditions_on_commit(rights.descendants_condition(collection, "image__collection__path"))


def place_renditions_on_commit(where: Q) -> None:
    """Each side looks when its own transaction has held: of a picture that is withdrawn and a rendition that is made
    in the same moment, the later one sees the other."""
    transaction.on_commit(lambda: place_renditions(where))


def sync_subtree_schools(collection_id: int) -> int:
    """Set the school of everything at and below the collection; returns the number of rows changed."""
    root = Collection.objects.filter(pk=collection_id).first()
    if root is None:
        return 0
    place_renditions(rights.descendants_condition([root], "image__collection__path"))
    return _repair_rows(rights.descendants_condition([root], "collection__path"))


def misplaced_renditions(where: Q | None = None):
    """Renditions in the public part of pictures that the public may not see, and the other way round."""
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
    """Takes the misplaced ones away, with their files: they are made anew where they belong when they are shown.
    Where the storage does not answer, the job ``place_pictures`` tries again."""
    taken = 0
    for row in misplaced_renditions(where):
        try:
            row.delete_file()
        except Exception:  # storages raise errors of their own
            log.exception("sized picture %s cannot be taken away yet", row.file.name)
        else:
            taken += 1
    if taken:
        versions.bump_versions(versions.STRUCTURE)  # addresses of crests are kept with the frame of a site
    return taken


@dataclass(frozen=True)
class MisassignedMedia:
    """Media of one collection that carry the wrong school."""

    model: type[Model]
    collection_id: int
    collection: str
    carried: int | None
    wanted: int | None
    count: int


def find_misassigned(where: Q | None = None) -> list[MisassignedMedia]:
    """Three queries, whatever the number of schools."""
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
    """Media whose school differs from their collection's, one line per collection."""
    misplaced = misplaced_renditions().count()
    words = _("%(count)s sized pictures lie where their collection does not allow it.") % {"count": misplaced}
    return [words] * bool(misplaced) + [
        _("%(count)s %(kind)s in the collection “%(collection)s” carry another school.")
        % {"count": astray.count, "kind": astray.model._meta.verbose_name_plural, "collection": astray.collection}
        for astray in find_misassigned()
    ]


def repair_drift() -> int:
    return _repair_rows() + place_renditions()
