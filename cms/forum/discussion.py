"""Topics and answers, who is mentioned, who follows. Who may is asked by the view."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.forum import board_access
from cms.forum.models import Board, Entry, Follow, Topic
from cms.forum.notifications import FOLLOWED, MENTIONED
from cms.tenancy import rights
from cms.tenancy.notifications import sending

MAX_ENTRY_LENGTH = 10_000


def search_words(text: str) -> str:
    """What the search looks in: words without marks and signs, a space before each, so that it finds their beginnings.

    >>> search_words("Bắt nạt (trên mạng)?")
    ' bat nat tren mang'
    """
    return "".join(f" {word}" for word in re.findall(r"\w+", fold_diacritics(text)))


class TransitionNotAllowed(Exception):
    """The message says why in the active language."""


@dataclass(frozen=True)
class EntryInput:
    """``key``: the form's own number; ``files``: documents that the person may share."""

    text: str
    key: uuid.UUID
    quotes: Entry | None = None
    files: list = field(default_factory=list)


def start_topic(board: Board, title: str, written: EntryInput, user) -> Topic:
    """A new topic with its first entry, which its author follows."""
    title = collapse_whitespace(title)[:200]
    if not title:
        raise TransitionNotAllowed(_("Write a title."))
    if (before := _find_started_topic(written, user)) is not None:
        return before  # pressed twice
    now = timezone.now()
    try:
        with transaction.atomic():
            topic = Topic.objects.create(board=board, title=title, by=user, at=now, last_at=now)
            add_reply(topic, written, user)
    except TransitionNotAllowed:
        if (before := _find_started_topic(written, user)) is None:
            raise
        return before  # pressed twice at the same moment
    return topic


def _find_started_topic(written: EntryInput, user) -> Topic | None:
    entry = Entry.objects.filter(form_key=written.key, by=user).select_related("topic").first()
    return entry.topic if entry else None


def add_reply(topic: Topic, written: EntryInput, user) -> Entry:
    """Once for each form."""
    text = written.text.replace("\r\n", "\n").strip()
    if not text:
        raise TransitionNotAllowed(_("Write something first."))
    if len(text) > MAX_ENTRY_LENGTH:
        raise TransitionNotAllowed(_("Please shorten it to %(most)s letters.") % {"most": MAX_ENTRY_LENGTH})
    quotes = written.quotes if written.quotes and written.quotes.topic_id == topic.pk else None
    try:
        with transaction.atomic():
            held = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
            if held.locked or held.hidden_reason:
                raise TransitionNotAllowed(_("The topic is locked."))
            entry = Entry.objects.create(
                topic=topic, text=text, words=search_words(f"{topic.title} {text}"), quotes=quotes, by=user,
                at=timezone.now(), school_id=_author_school(user, topic.board), form_key=written.key,
            )  # fmt: skip
            entry.files.set(written.files)
            Topic.objects.filter(pk=topic.pk).update(last_at=entry.at, count=F("count") + 1)
            Follow.objects.get_or_create(topic=topic, user=user)
            _notify_followers(entry, user)
            return entry
    except IntegrityError:
        found = Entry.objects.filter(form_key=written.key, by=user, topic=topic).first()
        if found is None:
            raise TransitionNotAllowed(_("The form is no longer valid. Open it again.")) from None
        return found


def _author_school(user, board: Board) -> int | None:
    """Whose voice it is, for readers."""
    schools = [place.school_id for place in rights.places_of(user)]
    return board.school_id if board.school_id in schools else next((pk for pk in schools if pk), None)


def _notify_followers(entry: Entry, author) -> None:
    """Notices carry no text: it is read behind the wall. Followers once until they look again."""
    topic, board = entry.topic, entry.topic.board
    path = reverse("forum_topic", args=[topic.pk])
    mentioned = board_access.filter_readers(board, find_mentions(entry, author))
    values = {"number": topic.pk}
    sending.notify_people(
        MENTIONED, mentioned, gettext_lazy("You are mentioned in topic no. %(number)s of the forum"),
        gettext_lazy("Open it to read and answer."), path, values, board.school_id,
    )  # fmt: skip
    waiting = Follow.objects.filter(topic=topic, told=False).exclude(user=author).exclude(user__in=mentioned)
    followers = board_access.filter_readers(board, list(waiting.values_list("user", flat=True)))
    waiting.filter(user__in=followers).update(told=True)
    sending.notify_people(
        FOLLOWED, followers, gettext_lazy("Something new in topic no. %(number)s of the forum"),
        gettext_lazy("Open it to read and answer."), path, values, board.school_id,
    )  # fmt: skip


def find_mentions(entry: Entry, author) -> list[int]:
    """People named as "@Họ Tên": who has written in the topic, and colleagues of the author. A name that two have
    names both."""
    if "@" not in entry.text:
        return []
    text = fold_diacritics(entry.text)
    near = board_access.mentionable_colleagues(author, entry.topic.board)
    wrote = near.model.objects.filter(pk__in=Entry.objects.filter(topic=entry.topic).values("by"), is_active=True)
    rows = {row.pk: fold_diacritics(row.get_full_name()) for row in [*near[:500], *wrote[:500]]}
    rows.pop(author.pk, None)
    return [pk for pk, name in rows.items() if name and f"@{name}" in text]


def mark_topic_seen(topic: Topic, user) -> None:
    Follow.objects.filter(topic=topic, user=user, told=True).update(told=False)


def set_following(topic: Topic, user, on: bool) -> None:
    if on:
        Follow.objects.get_or_create(topic=topic, user=user)
    else:
        Follow.objects.filter(topic=topic, user=user).delete()
