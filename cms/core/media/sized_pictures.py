"""Makes sized pictures while no visitor waits: the base at upload, all other sizes in the worker.

``find_renditions`` and ``find_rendition`` return existing sizes and enqueue missing ones; ``make_renditions`` is the
worker's task. Each size is made and stored separately, so that a signal follows each, whose receiver checks once more
whether the size may be public (``cms.tenancy.private.media``).
"""

from __future__ import annotations

import logging
from functools import lru_cache, partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Prefetch
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from cms.core.media.picture_sizes import BASE, FORMATS, LISTED, SLOTS
from cms.core.signals import pictures_sized

log = logging.getLogger(__name__)

#: Seconds after which a size that could not be made is requested again.
REQUEST_INTERVAL = 600

_filter = lru_cache(maxsize=200)(Filter)  # parsing a spec costs more than a cache lookup


def find_renditions(image: Any, place: str) -> dict[str, Any]:
    """Returns spec → rendition: the base, and all sizes of the slot in each format that is complete. Empty without a
    base. Requests missing sizes."""
    wanted = {form: SLOTS[place].specs(image.width, image.height, form) for form in FORMATS}
    found = _existing_renditions(image, BASE, *(spec for specs in wanted.values() for spec in specs))
    complete = [specs for specs in wanted.values() if all(spec in found for spec in specs)]
    if BASE not in found or len(complete) < len(FORMATS):
        request_renditions(image, place)
    if BASE not in found:
        return {}
    return {spec: found[spec] for spec in (BASE, *(spec for specs in complete for spec in specs))}


def find_rendition(image: Any, spec: str) -> Any:
    """Returns the rendition of this size, else the base, else ``None``; requests the size if it is missing."""
    found = _existing_renditions(image, spec, BASE)
    if spec not in found:
        request_renditions(image, spec)
    return found.get(spec) or found.get(BASE)


def prefetch_card_renditions() -> Prefetch:
    """Returns a ``Prefetch`` of the card sizes, for lists of rows with an ``image``."""
    rows = get_image_model().get_rendition_model().objects.filter(filter_spec__in=LISTED)
    return Prefetch("image__renditions", queryset=rows)


def _existing_renditions(image: Any, *specs: str) -> dict[str, Any]:
    return {one.spec: row for one, row in image.find_existing_renditions(*map(_filter, specs)).items()}


def request_renditions(image: Any, wanted: str) -> None:
    """Enqueues ``wanted``: a slot, or one size. A page is rendered even when the queue is unavailable."""
    if cache.add(f"picture-asked-{image.pk}-{image.file_hash}-{wanted}", 1, REQUEST_INTERVAL):
        transaction.on_commit(partial(make_renditions.enqueue, image.pk, wanted), robust=True)


@task(backend="jobs")
def make_renditions(image_id: int, wanted: str) -> str:
    """Makes the sizes of a picture, if it may be shown now; safe to run twice and to be killed midway."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or not image.may_be_shown:
        return "not to be shown"
    specs = [BASE, wanted]
    if place := SLOTS.get(wanted):
        specs = [BASE, *(spec for form in FORMATS for spec in place.specs(image.width, image.height, form))]
    made = sum(_make_rendition(image, spec) for spec in specs)
    if made:
        pictures_sized.send(sender=type(image), image=image)
    return f"{made} of {len(specs)} sizes"


def make_base_rendition(image_id: int) -> None:
    """Makes the base at once, when a picture is uploaded or becomes visible, so that pages can show it."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is not None and image.may_be_shown:
        _make_rendition(image, BASE)


def _make_rendition(image: Any, spec: str) -> bool:
    if _existing_renditions(image, spec):
        return False
    try:
        image.get_rendition(_filter(spec))
    except Exception as error:  # missing, broken, storage unavailable: Pillow and storages raise their own errors
        log.warning("picture %s has no %s: %s", image.pk, spec, error)
        return False
    return True
