"""What the office does with an item: send, change, recall, remind. One row is written, however many schools it
means."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.jobs.queue import BACKEND
from cms.district import notifications
from cms.district.broadcasts import cached_index, receipt_report
from cms.district.models import Broadcast, Receipt
from cms.tenancy.models import Notice
from cms.tenancy.notifications import sending

SEND_ACTION, CHANGE_ACTION, RECALL_ACTION, REMIND_ACTION = (
    f"district.broadcast.{word}" for word in ("send", "change", "recall", "remind")
)


class TransitionNotAllowed(Exception):
    """The step does not fit the item's state; the message says why in the active language."""


def default_list(broadcast: Broadcast) -> str:
    """The list that fits the item by itself."""
    return Broadcast.Place.DOCUMENTS if broadcast.document_id else broadcast.page.specific_class._meta.label


@transaction.atomic
def send_broadcast(broadcast: Broadcast, user) -> None:
    """From now on (or from its time) the schools of the target have it."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast.pk)
    if broadcast.sent_at:
        raise TransitionNotAllowed(_("It has been sent already."))
    broadcast.sent_at, broadcast.sent_by = timezone.now(), user
    broadcast.save(update_fields=["sent_at", "sent_by"])
    log(instance=broadcast, action=SEND_ACTION, user=user)
    cached_index.invalidate_broadcasts()
    announce_broadcast.enqueue(broadcast.pk)


@transaction.atomic
def record_change(broadcast: Broadcast, user) -> None:
    """Call it after saving a change; one that is not sent yet has no readers."""
    if broadcast.sent_at:
        log(instance=broadcast, action=CHANGE_ACTION, user=user)
        cached_index.invalidate_broadcasts()


@transaction.atomic
def recall_broadcast(broadcast: Broadcast, user, reason: str) -> None:
    """Nobody sees it any more. Copies that schools made are taken off their sites by the worker."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast.pk)
    if broadcast.sent_at is None or broadcast.recalled_at:
        raise TransitionNotAllowed(_("Only what has been sent can be recalled, and only once."))
    broadcast.recalled_at, broadcast.recalled_by, broadcast.recall_reason = timezone.now(), user, reason[:500]
    broadcast.save(update_fields=["recalled_at", "recalled_by", "recall_reason"])
    log(instance=broadcast, action=RECALL_ACTION, user=user, data={"reason": broadcast.recall_reason})
    cached_index.invalidate_broadcasts()
    withdraw_copies.enqueue(broadcast.pk)


@task(backend=BACKEND)
def withdraw_copies(broadcast_id: int) -> int:
    """After a recall: unpublish the copies that schools made, and tell the schools that have seen the item; the number
    of copies taken down. Safe to repeat."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    rows = Receipt.objects.filter(broadcast=broadcast, copy__live=True).select_related("copy")
    number = 0
    for receipt in rows:
        Page.objects.get(pk=receipt.copy_id).specific.unpublish(user=broadcast.recalled_by)
        number += 1
    _notify_of_recall(broadcast)
    return number


@transaction.atomic
def _notify_of_recall(broadcast: Broadcast) -> None:
    rows = Receipt.objects.select_for_update().filter(broadcast=broadcast, recall_told=False)
    copies = dict(rows.values_list("school", "copy"))
    values = {"title": broadcast.title, "reason": broadcast.recall_reason or "–"}
    for text, wanted in (
        (gettext_lazy("The office has recalled this item; it is off your site. Reason: %(reason)s"), False),
        (gettext_lazy("The office has recalled this item; your copy was taken off the site. Reason: %(reason)s"), True),
    ):
        ids = [school_id for school_id, copy in copies.items() if (copy is not None) == wanted]
        sending.notify_schools(
            notifications.RECALL, ids, gettext_lazy("Recalled by the office: %(title)s"), text,
            lambda pk: notifications.item_url(pk, broadcast.pk), values,
        )  # fmt: skip
    rows.update(recall_told=True)
    own = Notice.objects.filter(kind=notifications.ITEM.code, to_mail=True, path__endswith=f"/{broadcast.pk}/")
    own.delete()  # nobody is sent to what is not there any more


@task(backend=BACKEND)
@transaction.atomic
def announce_broadcast(broadcast_id: int) -> int:
    """Tell the schools of the target that there is a new item, once; the number of schools. Before its time it does
    nothing: the job ``announce_items`` looks again."""
    broadcast = Broadcast.objects.select_for_update(of=("self",)).get(pk=broadcast_id)
    if broadcast.state != "live" or broadcast.announced_at:
        return 0
    ids = [school.id for school in receipt_report.target_schools(broadcast)]
    asks = broadcast.mode != Broadcast.Mode.MANDATORY or broadcast.needs_confirmation
    day = f"{broadcast.confirm_by:%d/%m/%Y}" if broadcast.confirm_by else ""
    if asks:
        text = (
            gettext_lazy("Your school's answer is asked for by %(day)s.")
            if day
            else gettext_lazy("Your school's answer is asked for.")
        )
    else:
        text = gettext_lazy("It stands on your school's site; nothing is asked of you.")
    sending.notify_schools(
        notifications.ITEM, ids, gettext_lazy("From the office: %(title)s"), text,
        lambda pk: notifications.item_url(pk, broadcast_id), {"title": broadcast.title, "day": day},
    )  # fmt: skip
    Broadcast.objects.filter(pk=broadcast_id).update(announced_at=timezone.now())
    return len(ids)


def announce_due_broadcasts() -> str:
    """Items whose time has come."""
    rows = Broadcast.objects.filter(sent_at__isnull=False, recalled_at=None, announced_at=None)
    return str(sum(announce_broadcast.func(row.pk) for row in rows if row.state == "live"))


@transaction.atomic
def request_reminders(broadcast: Broadcast, user) -> int:
    """Write to the schools that have not answered; their number. The worker writes the letters."""
    number = len(receipt_report.schools_without_response(broadcast))
    log(instance=broadcast, action=REMIND_ACTION, user=user, data={"schools": number})
    send_reminders.enqueue(broadcast.pk)
    return number


@task(backend=BACKEND)
@transaction.atomic
def send_reminders(broadcast_id: int) -> int:
    """Queue the letters to those who have still not answered, all or none; the number of schools."""
    broadcast = Broadcast.objects.get(pk=broadcast_id)
    if broadcast.state != "live":
        return 0
    ids = [school.id for school in receipt_report.schools_without_response(broadcast)]
    sending.notify_schools(
        notifications.REMINDER, ids, gettext_lazy("Please answer: %(title)s"),
        gettext_lazy("The office waits for your school's answer to this item."),
        lambda pk: notifications.item_url(pk, broadcast_id), {"title": broadcast.title},
    )  # fmt: skip
    Receipt.objects.filter(broadcast=broadcast, school__in=ids).update(reminded_at=timezone.now())
    return len(ids)
