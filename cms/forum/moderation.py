"""Reports and what comes of them. Nothing is deleted: what is hidden keeps its reason, and moderators read it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.forum.discussion import TransitionNotAllowed
from cms.forum.models import Board, Entry, EntryReport, Topic
from cms.forum.notifications import REPORTED
from cms.tenancy.notifications import sending


def _require_reason(reason: str) -> str:
    if not reason.strip():
        raise TransitionNotAllowed(_("Give a reason; it is kept."))
    return reason.strip()[:300]


@transaction.atomic
def report_entry(entry: Entry, reason: str, user) -> EntryReport:
    """Of one person one open report for an entry."""
    reason = _require_reason(reason)
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    found = EntryReport.objects.filter(entry=entry, by=user, done_at=None).first()
    if found is not None:
        return found
    made = EntryReport.objects.create(entry=entry, by=user, reason=reason, at=timezone.now())
    board = entry.topic.board
    subject, text = gettext_lazy("An entry of the forum was reported"), gettext_lazy("Look at it and decide.")
    path = reverse("forum_reports")
    if board.school is None:
        sending.notify_office(REPORTED, subject, text, path)
    else:
        sending.notify_school(REPORTED, board.school, subject, text, path)
    return made


@transaction.atomic
def hide_entry(entry: Entry, reason: str, user) -> None:
    entry.hidden_reason, entry.hidden_by = _require_reason(reason), user
    entry.save(update_fields=["hidden_reason", "hidden_by"])
    close_reports(entry, user)


def show_entry(entry: Entry) -> None:
    entry.hidden_reason, entry.hidden_by = "", None
    entry.save(update_fields=["hidden_reason", "hidden_by"])


def close_reports(entry: Entry, user) -> None:
    """The open reports are done, whatever came of them."""
    EntryReport.objects.filter(entry=entry, done_at=None).update(done_at=timezone.now(), done_by=user)


def set_topic_lock(topic: Topic, on: bool) -> None:
    topic.locked = on
    topic.save(update_fields=["locked"])


def hide_topic(topic: Topic, reason: str) -> None:
    topic.hidden_reason = _require_reason(reason)
    topic.save(update_fields=["hidden_reason"])


def show_topic(topic: Topic) -> None:
    topic.hidden_reason = ""
    topic.save(update_fields=["hidden_reason"])


def move_topic(topic: Topic, board: Board) -> None:
    """Within the same circle of readers: a school's talk does not come before other schools by a move."""
    if board.school_id != topic.board.school_id:
        raise TransitionNotAllowed(_("A topic moves to boards with the same readers alone."))
    topic.board = board
    topic.save(update_fields=["board"])
