"""What the office does with an item: send, change, recall, remind. One row is written, however many schools it means."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.jobs.queue import BACKEND
from cms.district import tell
from cms.district.broadcasts import index, report
from cms.district.models import Broadcast, Receipt

SEND, CHANGE, RECALL, REMIND = (f"district.broadcast.{word}" for word in ("send", "change", "recall", "remind"))


class NotPossible(Exception):
    """The step does not fit the item's state; the message says why in the active language."""


def place_for(broadcast: Broadcast) -> str:
    """The list that fits the item by itself."""
    return Broadcast.Place.DOCUMENTS if broadcast.document_id else broadcast.page.specific_class._meta.label


@transaction.atomic
def send(broadcast: Broadcast, user) -> None:
    """From now on (or from its time) the schools of the target have it."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast.pk)
    if broadcast.sent_at:
        raise NotPossible(_("It has been sent already."))
    broadcast.sent_at, broadcast.sent_by = timezone.now(), user
    broadcast.save(update_fields=["sent_at", "sent_by"])
    log(instance=broadcast, action=SEND, user=user)
    index.changed()


@transaction.atomic
def changed(broadcast: Broadcast, user) -> None:
    """Call it after saving a change; one that is not sent yet has no readers."""
    if broadcast.sent_at:
        log(instance=broadcast, action=CHANGE, user=user)
        index.changed()


@transaction.atomic
def recall(broadcast: Broadcast, user, reason: str) -> None:
    """Nobody sees it any more. Copies that schools made are taken off their sites by the worker."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast.pk)
    if broadcast.sent_at is None or broadcast.recalled_at:
        raise NotPossible(_("Only what has been sent can be recalled, and only once."))
    broadcast.recalled_at, broadcast.recalled_by, broadcast.recall_reason = timezone.now(), user, reason[:500]
    broadcast.save(update_fields=["recalled_at", "recalled_by", "recall_reason"])
    log(instance=broadcast, action=RECALL, user=user, data={"reason": broadcast.recall_reason})
    index.changed()
    if broadcast.mode == Broadcast.Mode.COPY:
        withdraw_copies.enqueue(broadcast.pk)


@task(backend=BACKEND)
def withdraw_copies(broadcast_id: int) -> int:
    """Unpublish the copies of a recalled item and tell each school; the number taken down. Safe to repeat."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    rows = Receipt.objects.filter(broadcast=broadcast, copy__live=True).select_related("school", "copy")
    number = 0
    for receipt in rows:
        page = Page.objects.get(pk=receipt.copy_id).specific
        with transaction.atomic():
            page.unpublish(user=broadcast.recalled_by)
            tell.school(
                receipt.school,
                _("Recalled by the office: %(title)s") % {"title": broadcast.title},
                _("The office has recalled this item; your copy was taken off the site. Reason: %(reason)s")
                % {"reason": broadcast.recall_reason or "–"},
                tell.item_url(receipt.school_id, broadcast.pk),
            )
        number += 1
    return number


@transaction.atomic
def remind(broadcast: Broadcast, user) -> int:
    """Write to the schools that have not answered; their number. The worker writes the letters."""
    number = len(report.missing(broadcast))
    log(instance=broadcast, action=REMIND, user=user, data={"schools": number})
    write_reminders.enqueue(broadcast.pk)
    return number


@task(backend=BACKEND)
@transaction.atomic
def write_reminders(broadcast_id: int) -> int:
    """Queue the letters to those who have still not answered, all or none; the number of schools."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    if broadcast.state != "live":
        return 0
    ids = [school.id for school in report.missing(broadcast)]
    tell.schools(
        ids, _("Please answer: %(title)s") % {"title": broadcast.title},
        _("The office waits for your school's answer to this item."), lambda pk: tell.item_url(pk, broadcast_id),
    )  # fmt: skip
    Receipt.objects.filter(broadcast=broadcast, school__in=ids).update(reminded_at=timezone.now())
    return len(ids)
