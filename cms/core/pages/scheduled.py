"""Publishes and unpublishes pages and snippets at their scheduled time, one row at a time.

It replaces Wagtail's command, which writes a whole row back without locking it: an editor who saved in between
would lose the newest draft. There, one row that fails also blocks all the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_scheduled_pages() -> str:
    """Returns "published / unpublished" counts. Raises ``RuntimeError`` at the end if any row failed."""
    failed: list[str] = []
    gone = sum(_apply_safely(failed, model, key, _withdraw) for model, key in _expired_objects())
    live = sum(_apply_safely(failed, model, key, _publish) for model, key in _due_revisions())
    if failed:
        raise RuntimeError(f"not on time: {', '.join(failed)}")
    return f"{live} / {gone}"


def _expired_objects() -> Iterator[tuple[type[DraftStateMixin], object]]:
    models = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    for model in (Page, *models):
        rows = model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        yield from [(model, key) for key in rows.values_list("pk", flat=True)]


def _due_revisions() -> Iterator[tuple[type[DraftStateMixin], object]]:
    rows = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in list(rows.select_related("base_content_type")):
        if model := revision.base_content_type.model_class():
            yield model, model._meta.pk.to_python(revision.object_id)


def _apply_safely(
    failed: list[str], model: type[DraftStateMixin], key: object, act: Callable[[type[DraftStateMixin], object], bool]
) -> bool:
    try:
        with transaction.atomic():
            held = model._base_manager.select_for_update(of=("self",)).filter(pk=key).values_list("pk")
            return bool(held) and act(model, key)
    except Exception:
        logger.exception("%s %s could not be published or withdrawn on time", model._meta.label, key)
        failed.append(f"{model._meta.label} {key}")
        return False


def _withdraw(model: type[DraftStateMixin], key: object) -> bool:
    row = model.objects.filter(pk=key, live=True, expire_at__lt=timezone.now()).first()
    if row is not None:
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return row is not None


def _publish(model: type[DraftStateMixin], key: object) -> bool:
    """Publishes the due revision, if it still is due. Returns whether it did."""
    due = Revision.objects.filter(base_content_type__app_label=model._meta.app_label, object_id=str(key))
    due = due.filter(base_content_type__model=model._meta.model_name, approved_go_live_at__lt=timezone.now())
    revision = due.order_by("approved_go_live_at").first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
    return revision is not None
