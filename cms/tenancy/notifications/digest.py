"""Mails of notices: one per person and place with all that is new there, never about two schools together.

Two steps, each safe to repeat and to be killed: ``bundle_notices`` turns notices into queued letters,
``send_due_letters`` passes letters to the mail server. If a worker dies after the mail server accepts and before the
row changes, the letter is sent again under the same Message-ID.
"""

from __future__ import annotations

import datetime
import smtplib
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task

from cms.core.jobs.queue import BACKEND
from cms.tenancy.models import Letter, Membership, Notice, NoticeOptOut
from cms.tenancy.notifications import notification_types
from cms.tenancy.notifications.notification_types import NotificationType
from cms.tenancy.roles import Role

Recipient = tuple[int, int | None]  # user, school
CLAIM_DURATION = datetime.timedelta(minutes=15)  # after which a letter in sending counts as abandoned
RETRY_DELAYS = (5, 30, 120, 720)  # minutes; after the last try the letter has failed
RETENTION_DAYS = 180
MAX_LINES = 50


@task(backend=BACKEND)
def send_urgent() -> str:
    """Sends what cannot wait for the morning."""
    bundle_notices(notification_types.immediate_types())
    return send_due_letters()


def send_digest() -> str:
    """Sends everything that is new, in the morning."""
    bundle_notices()
    return send_due_letters()


@transaction.atomic
def bundle_notices(codes: set[str] | None = None) -> int:
    """Creates letters from the waiting notices, with ``codes`` only for the places where one of these kinds waits.
    Returns the number of letters. People who have left the place or switched the kind off get none; ``_send_letter``
    checks again."""
    waiting = Notice.objects.filter(to_mail=True)
    places = None if codes is None else set(waiting.filter(kind__in=codes).values_list("user_id", "school_id"))
    if places is not None:
        waiting = waiting.filter(user__in={user_id for user_id, _school_id in places})
    waiting = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    by_place: dict[Recipient, list[Notice]] = defaultdict(list)
    for row in waiting.only("pk", "user", "school", "kind", "subject"):
        if places is None or (row.user_id, row.school_id) in places:
            by_place[row.user_id, row.school_id].append(row)
    if not by_place:
        return 0
    made = _write_letters(_wanted_notices(by_place))
    Letter.objects.bulk_create(made.values(), 500)
    done = []
    for place, rows in by_place.items():
        for row in rows:
            row.to_mail, row.letter = False, made.get(place) if row.kind in _notice_codes(made.get(place)) else None
            done.append(row)
    Notice.objects.bulk_update(done, ["to_mail", "letter"], 500)
    return len(made)


def _notice_codes(letter: Letter | None) -> list[str]:
    return letter.kinds if letter else []


def _wanted_notices(by_place: dict[Recipient, list[Notice]]) -> dict[Recipient, tuple[str, list[Notice]]]:
    """Returns place → role and the notices to be mailed there."""
    users = {user_id for user_id, _school_id in by_place}
    roles: dict[Recipient, str] = {}
    here = Membership.objects.active().filter(user__in=users, user__is_active=True).filter(_open_connection())
    for user_id, school_id, role in here.order_by("pk").values_list("user", "school", "role"):
        roles[user_id, school_id] = role
    off = set(NoticeOptOut.objects.filter(user__in=users).values_list("user", "school", "kind")) if users else set()
    duty = notification_types.mandatory_types()
    found = {}
    for place, rows in by_place.items():
        rows = [row for row in rows if row.kind in duty or (*place, row.kind) not in off]
        if place in roles and rows:
            found[place] = roles[place], _urgent_first(rows)
    return found


def _urgent_first(rows: Iterable[Notice]) -> list[Notice]:
    urgent = notification_types.immediate_types()
    return sorted(rows, key=lambda row: (row.kind not in urgent, row.pk))


def _open_connection() -> Q:
    return Q(school=None) | Q(school__closed_on=None)


def _write_letters(wanted: dict[Recipient, tuple[str, list[Notice]]]) -> dict[Recipient, Letter]:
    now = timezone.now()
    with override(settings.LANGUAGE_CODE):
        return {
            (user_id, school_id): Letter(
                user_id=user_id, school_id=school_id, role=role, subject=_letter_subject(rows), next_try_at=now,
                kinds=sorted({row.kind for row in rows}),
            )
            for (user_id, school_id), (role, rows) in wanted.items()
        }  # fmt: skip


def _letter_subject(rows: list[Notice]) -> str:
    first, more = rows[0].subject, len(rows) - 1
    if not more:
        return first
    tail = ngettext("and %(count)d more notice", "and %(count)d more notices", more) % {"count": more}
    return f"{first[: 250 - len(tail)]} – {tail}"


def send_due_letters() -> str:
    """Passes every due letter to the mail server. Raises ``OSError`` when the server cannot be reached at all: the
    letters stay queued and the job tries again."""
    now = timezone.now()
    # No letter waits longer than the longest delay: a later date was set while the clock was ahead.
    is_due = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + datetime.timedelta(minutes=RETRY_DELAYS[-1] + 60))
    due = Letter.objects.filter(is_due, state__in=(Letter.State.WAITING, Letter.State.SENDING))
    ids = list(due.order_by("pk").values_list("pk", "next_try_at"))
    sent = 0
    if ids:
        with get_connection() as connection:
            for pk, due_at in ids:
                sent += _send_letter(pk, due_at, connection)
    with override(settings.LANGUAGE_CODE):
        return _("%(sent)d of %(count)d mails sent") % {"sent": sent, "count": len(ids)}


def _send_letter(pk: int, due_at, connection) -> bool:
    now = timezone.now()
    claimed = Letter.objects.filter(pk=pk, next_try_at=due_at).update(
        state=Letter.State.SENDING, next_try_at=now + CLAIM_DURATION, attempts=F("attempts") + 1
    )
    if not claimed:
        return False  # another worker has claimed it
    letter = Letter.objects.select_related("user", "school").get(pk=pk)
    if not _has_recipient(letter):
        letter.state, letter.next_try_at = Letter.State.DROPPED, None
        letter.save(update_fields=["state", "next_try_at"])
        return False
    try:
        build_message(letter, connection).send()
    except smtplib.SMTPServerDisconnected:
        _schedule_retry(letter, "SMTPServerDisconnected")
        connection.close()  # the next letter opens it again
    except (smtplib.SMTPException, OSError) as error:
        _schedule_retry(letter, f"{type(error).__name__}", final=isinstance(error, smtplib.SMTPRecipientsRefused))
    else:
        letter.state, letter.sent_at, letter.next_try_at, letter.error = Letter.State.SENT, timezone.now(), None, ""
        letter.save(update_fields=["state", "sent_at", "next_try_at", "error"])
        return True
    return False


def _has_recipient(letter: Letter) -> bool:
    """Checked just before sending: a letter may have waited for hours while the mail server was unavailable."""
    here = Membership.objects.active().filter(user=letter.user_id, school=letter.school_id, user__is_active=True)
    return here.filter(_open_connection()).exists()


def _schedule_retry(letter: Letter, error: str, final: bool = False) -> None:
    """Stores only the type of the error: the server's message may contain the address."""
    letter.error = error
    if final or letter.attempts > len(RETRY_DELAYS):
        letter.state, letter.next_try_at = Letter.State.FAILED, None
    else:
        letter.state = Letter.State.WAITING
        letter.next_try_at = timezone.now() + datetime.timedelta(minutes=RETRY_DELAYS[letter.attempts - 1])
    letter.save(update_fields=["state", "next_try_at", "error"])


def build_message(letter: Letter, connection=None) -> EmailMessage:
    base = settings.WAGTAILADMIN_BASE_URL
    rows = _urgent_first(letter.notices.all())
    context = {
        "letter": letter, "notices": rows[:MAX_LINES], "more": len(rows) > MAX_LINES, "base_url": base,
        "role": Role(letter.role).label if letter.role else "",
        "duties": notification_types.mandatory_types() >= set(letter.kinds),
        "all_url": base + reverse("notices"), "choices_url": base + reverse("wagtailadmin_account"),
    }  # fmt: skip
    with override(settings.LANGUAGE_CODE):
        text = render_to_string("tenancy/mail/notices.txt", context)
    headers = {
        "Message-ID": f"<notice-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}@{urlsplit(base).hostname or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        letter.subject, text.strip() + "\n", to=[letter.user.email], headers=headers, connection=connection
    )


def record_sent_mail(
    user, school_id: int | None, kind: NotificationType, subject: str | Promise, sent: bool = True
) -> None:
    """Records a mail that another package has sent itself, for the office's list of mails."""
    place = (
        Membership.objects.active().filter(user=user, school=school_id).order_by("-pk").values_list("role", flat=True)
    )
    now = timezone.now()
    Letter.objects.create(
        user=user, school_id=school_id, role=place.first() or "", subject=str(subject)[:255], kinds=[kind.code],
        attempts=1, state=Letter.State.SENT if sent else Letter.State.FAILED, sent_at=now if sent else None,
    )  # fmt: skip


def prune_notices() -> str:
    """Deletes notices and letters sent more than half a year ago."""
    limit = timezone.now() - datetime.timedelta(days=RETENTION_DAYS)
    # every school: a nightly job
    notices = Notice.objects.filter(created_at__lt=limit).delete()[0]
    # every school: the same
    letters = Letter.objects.filter(created_at__lt=limit).delete()[0]
    return str(notices + letters)
