"""The worker's side: claims a post, sends it, writes what became of it.

A claim is one conditional update, so of two workers one has it. Who was killed while it sent leaves the post claimed:
after ``LOST`` it is sent again where the receiver makes one of two, and else a person is told to look.
"""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from cms.channels.models import OutboxItem
from cms.channels.notice_kinds import FAILED
from cms.channels.outbox import adapters, ways
from cms.channels.outbox.adapters import SentPost
from cms.channels.outbox.receivers import Refused, TryLater, Unclear
from cms.channels.preparing import sources
from cms.channels.preparing.sources import NotPublic
from cms.core.breaker import Away
from cms.core.jobs.queue import BACKEND
from cms.tenancy.notices import tell

State = OutboxItem.State
LOST = datetime.timedelta(minutes=15)
#: Minutes until the next try, after the first, the second, …
PAUSES = (1, 5, 30, 120, 480)


@task(backend=BACKEND)
def deliver_now() -> str:
    return deliver()


def deliver() -> str:
    """All that is due, each once."""
    _find_lost()
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
    entry = ways.find(item.school, item.way)
    try:
        with override("vi"):
            if entry is None:
                raise Refused(_("The environment has no key for this way any more."))
            known_as = adapters.send(entry, _letter(item))
    except NotPublic as error:
        _end(item, State.WITHDRAWN, str(error))
    except (TryLater, Away) as error:
        _again(item, str(error))
    except Unclear as error:
        if item.way in adapters.REPEATABLE:
            _again(item, str(error))
        else:
            _fail(item, _unclear(error))
    except Refused as error:
        _fail(item, str(error))
    else:
        _end(item, State.SENT, "", known_as=known_as[:200], sent_at=timezone.now())
        return True
    return False


def _letter(item: OutboxItem) -> SentPost:
    """The text is what the person saw; whether it may still be read, and the picture, are looked at now."""
    if item.page is not None:
        post = sources.of_page(item.page)
    elif item.document is not None:
        post = sources.of_document(item.document)
    else:
        raise NotPublic(_("The page is no longer there."))
    return SentPost(str(item.key), item.title, item.text, post.link, post.picture, post.summary)


def _unclear(error: object) -> str:
    words = _("It is not known whether it arrived (%(said)s). Look at the channel before you send it again.")
    return str(words % {"said": error})


def _end(item: OutboxItem, state: str, reason: str, **more) -> bool:
    """Only what is still claimed by this try: a lost worker that wakes up says nothing any more."""
    rows = OutboxItem.objects.filter(pk=item.pk, state=State.SENDING, claimed_at=item.claimed_at)
    return bool(rows.update(state=state, reason=reason[:300], **more))


def _again(item: OutboxItem, reason: str) -> None:
    if item.tries > len(PAUSES):
        _fail(item, reason)
        return
    pause = datetime.timedelta(minutes=PAUSES[item.tries - 1])
    _end(item, State.WAITING, reason, try_at=timezone.now() + pause)


def _fail(item: OutboxItem, reason: str) -> None:
    if not _end(item, State.FAILED, reason):
        return
    subject, values = _("A post was not sent: %(title)s"), {"title": item.title}
    text = _("The outbox says why. Send it again, or withdraw it.")
    if item.school is None:
        tell.office(FAILED, subject, text, item_path(item), values)
    else:
        tell.school(FAILED, item.school, subject, text, item_path(item), values)


def item_path(item: OutboxItem) -> str:
    from django.urls import reverse

    return reverse("channels_item", args=[item.pk])


def _find_lost() -> None:
    lost = OutboxItem.objects.filter(state=State.SENDING, claimed_at__lt=timezone.now() - LOST)
    for item in lost.select_related("school"):
        if item.way in adapters.REPEATABLE:
            _again(item, str(_("The worker stopped.")))
        else:
            with override("vi"):
                _fail(item, _unclear(_("The worker stopped.")))
