"""Images and documents carry their school, kept equal to the owner of their collection."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.tenancy import rights, scope


def media_models():
    return get_image_model(), get_document_model()


def school_id_of(collection: Collection) -> int | None:
    """The collection's school; none for the office's collections and for those of nobody."""
    owner = scope.owner_id(collection)
    return owner if isinstance(owner, int) else None


def set_school(sender, instance, raw=False, **kwargs):
    """Before a picture or document is saved."""
    if not raw:
        instance.school_id = school_id_of(instance.collection)


def collection_saved(sender, instance, created=False, raw=False, **kwargs):
    """A collection may be moved right after it is saved (Wagtail does both in one transaction; moving sends no
    signal), so look at it when the transaction has held."""
    if not raw and not created:
        transaction.on_commit(lambda: sync_subtree(instance.pk))


def sync_subtree(collection_id: int) -> int:
    """Set the school of everything at and below the collection; returns the number of rows changed."""
    root = Collection.objects.filter(pk=collection_id).first()
    if root is None:
        return 0
    changed = 0
    for collection in Collection.objects.filter(rights.under([root])):
        school_id = school_id_of(collection)
        for model in media_models():
            changed += _astray(model, collection, school_id).update(school_id=school_id)
    return changed


def _astray(model, collection, school_id):
    rows = model._default_manager.filter(collection=collection)
    return rows.exclude(school_id=school_id) if school_id else rows.exclude(school=None)


def _places():
    """(school id or None, collection) of each place that owns media."""
    from cms.tenancy.models import School

    for school in School.objects.select_related("collection").iterator():
        yield school.pk, school.collection
    if portal := rights.portal():
        yield None, portal.collection


def drift() -> list[str]:
    """Media whose school differs from their collection's, one line per collection tree and model."""
    found = []
    for school_id, collection in _places():
        for model in media_models():
            rows = model._default_manager.filter(rights.under([collection], "collection__path"))
            count = (rows.exclude(school_id=school_id) if school_id else rows.exclude(school=None)).count()
            if count:
                found.append(
                    _("%(count)s %(kind)s in the collection “%(collection)s” carry another school.")
                    % {"count": count, "kind": model._meta.verbose_name_plural, "collection": collection.name}
                )
    return found


def repair() -> int:
    return sum(sync_subtree(collection.pk) for _school_id, collection in _places())
