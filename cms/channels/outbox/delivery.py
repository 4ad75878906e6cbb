"""The worker's side: claims a post, sends it, writes what became of it.

A claim is one conditional update, so of two workers one has it. Who was killed while it sent leaves the post claimed:
after ``ORPHANED_AFTER`` it is sent again where the receiver makes one of two, and else a person is told to look.
"""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from cms.channels.models import OutboxItem
from cms.channels.notifications import FAILED
from cms.channels.outbox import adapters, channel_config
from cms.channels.outbox.adapters import OutgoingPost
from cms.channels.outbox.http_client import DeliveryRejected, OutcomeUnknown, TemporaryFailure
from cms.channels.post_drafts import post_sources
from cms.channels.post_drafts.post_sources import NotPublic
from cms.core.circuit_breaker import ServiceUnavailable
from cms.core.jobs.queue import BACKEND
from cms.tenancy.notifications import sending

State = OutboxItem.State
ORPHANED_AFTER = datetime.timedelta(minutes=15)
#: Minutes until the next try, after the first, the second, …
RETRY_DELAYS = (1, 5, 30, 120, 480)


@task(backend=BACKEND)
def deliver_due_posts_task() -> str:
    return deliver_due_posts()


def deliver_due_posts() -> str:
    """All that is due, each once."""
    _recover_orphaned()
    sent = other = 0
    due = OutboxItem.objects.filter(state=State.WAITING, try_at__lte=timezone.now()).order_by("try_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:500]):
        moment = timezone.now()
        mine = OutboxItem.objects.filter(pk=pk, state=State.WAITING)
        if not mine.update(state=State.SENDING, claimed_at=moment, tries=F("tries") + 1):
            continue  # another worker has it, or it was withdrawn
        if _send(OutboxItem.objects.select_related("school", "page", "document").get(pk=pk)):
            sent += 1
        else:
            other += 1
    return f"{sent} sent, {other} not"


def _send(item: OutboxItem) -> bool:
    entry = channel_config.find_channel(item.school, item.way)
    try:
        with override("vi"):
            if entry is None:
                raise DeliveryRejected(_("The environment has no key for this way any more."))
            known_as = adapters.send_post(entry, _build_outgoing_post(item))
    except NotPublic as error:
        _finish(item, State.WITHDRAWN, str(error))
    except (TemporaryFailure, ServiceUnavailable) as error:
        _schedule_retry(item, str(error))
    except OutcomeUnknown as error:
        if item.way in adapters.IDEMPOTENT_CHANNELS:
            _schedule_retry(item, str(error))
        else:
            _fail(item, _unclear_message(error))
    except DeliveryRejected as error:
        _fail(item, str(error))
    else:
        _finish(item, State.SENT, "", known_as=known_as[:200], sent_at=timezone.now())
        return True
    return False


def _build_outgoing_post(item: OutboxItem) -> OutgoingPost:
    """The text is what the person saw; whether it may still be read, and the picture, are looked at now."""
    if item.page is not None:
        post = post_sources.prepare_page_post(item.page)
    elif item.document is not None:
        post = post_sources.prepare_document_post(item.document)
    else:
        raise NotPublic(_("The page is no longer there."))
    return OutgoingPost(str(item.key), item.title, item.text, post.link, post.picture, post.summary)


def _unclear_message(error: object) -> str:
    words = _("It is not known whether it arrived (%(said)s). Look at the channel before you send it again.")
    return str(words % {"said": error})


def _finish(item: OutboxItem, state: str, reason: str, **more) -> bool:
    """Only what is still claimed by this try: a lost worker that wakes up says nothing any more."""
    rows = OutboxItem.objects.filter(pk=item.pk, state=State.SENDING, claimed_at=item.claimed_at)
    return bool(rows.update(state=state, reason=reason[:300], **more))


def _schedule_retry(item: OutboxItem, reason: str) -> None:
    if item.tries > len(RETRY_DELAYS):
        _fail(item, reason)
        return
    pause = datetime.timedelta(minutes=RETRY_DELAYS[item.tries - 1])
    _finish(item, State.WAITING, reason, try_at=timezone.now() + pause)


def _fail(item: OutboxItem, reason: str) -> None:
    if not _finish(item, State.FAILED, reason):
        return
    subject, values = _("A post was not sent: %(title)s"), {"title": item.title}
    text = _("The outbox says why. Send it again, or withdraw it.")
    if item.school is None:
        sending.notify_office(FAILED, subject, text, outbox_item_path(item), values)
    else:
        sending.notify_school(FAILED, item.school, subject, text, outbox_item_path(item), values)


def outbox_item_path(item: OutboxItem) -> str:
    from django.urls import reverse

    return reverse("channels_item", args=[item.pk])


def _recover_orphaned() -> None:
    lost = OutboxItem.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - ORPHANED_AFTER)
    for item in lost.select_related("school"):
        if item.way in adapters.IDEMPOTENT_CHANNELS:
            _schedule_retry(item, str(_("The worker stopped.")))
        else:
            with override("vi"):
                _fail(item, _unclear_message(_("The worker stopped.")))
