"""Writes the sentences that explain a status (``cms.legal.validity.status`` gives codes, days and events)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.legal.models.relations import EventKind
from cms.legal.models.statuses import StatusCode
from cms.legal.sources.source_registry import source_name
from cms.legal.validity import events
from cms.legal.validity.events import Event
from cms.legal.validity.status import Reason, Status

#: More provisions than this are counted, not named.
MAX_PROVISIONS = 6


def explain_status(status: Status, administrative: bool, urls: Mapping[int, str] | None = None) -> list[str]:
    """Returns one sentence for each reason. With ``urls`` (document → address) they are HTML and link the acting
    documents; without, they are plain text."""
    return [_sentence(reason, administrative, urls) for reason in status.reasons]


def provisions_in_words(event: Event) -> str:
    """Returns the affected text: the provisions as entered, the first of many, or the document itself."""
    if not event.provisions:
        return _("the document") if events.effect_of(event) != events.PART else _("some provisions")
    if len(event.anchors) <= MAX_PROVISIONS:
        return event.provisions
    named = "; ".join(event.provisions.split("; ")[:MAX_PROVISIONS])
    more = len(event.anchors) - MAX_PROVISIONS
    if len(named) > 120:
        return ngettext("%(number)s provision", "%(number)s provisions", len(event.anchors)) % {
            "number": len(event.anchors)
        }
    return ngettext(
        "%(named)s and %(number)s further provision", "%(named)s and %(number)s further provisions", more
    ) % {"named": named, "number": more}


def _sentence(reason: Reason, administrative: bool, urls: Mapping[int, str] | None) -> str:
    if reason.code == "may_end":
        return _clause_sentence(reason.event, urls)
    if reason.event is not None:
        return _event_sentence(reason.event, reason.code, urls)
    if reason.code in _STATED:
        return _source_sentence(reason, urls)
    day = date_format(reason.day, "d/m/Y") if reason.day else ""
    if reason.code == "by_hand":
        if day:
            return _fill_pattern(_("Set by the library from %(day)s on: %(reason)s"), urls, day=day, reason=reason.text)
        return _fill_pattern(_("Set by the library: %(reason)s"), urls, reason=reason.text)
    return _fill_pattern(_plain(reason.code, administrative), urls, day=day)


_STATED = frozenset({"stated", "stated_later", "stated_otherwise", "stated_without_day"})


def _source_sentence(reason: Reason, urls: Mapping[int, str] | None) -> str:
    pattern = {
        "stated": _("According to %(source)s on %(day)s: %(status)s."),
        "stated_later": _("Later, on %(day)s, %(source)s said: “%(status)s”."),
        "stated_otherwise": _("But %(source)s said on %(day)s: “%(status)s”."),
        "stated_without_day": _("According to %(source)s on %(day)s “%(status)s”; since when, it does not say."),
    }[reason.code]
    source: str = source_name(reason.text)
    if urls is not None and reason.address:
        source = format_html('<a href="{}" rel="nofollow">{}</a>', reason.address, source)
    assert reason.day is not None
    return _fill_pattern(
        pattern, urls, source=source, day=date_format(reason.day, "d/m/Y"), status=str(StatusCode(reason.other).label)
    )


def _clause_sentence(event: Event | None, urls: Mapping[int, str] | None) -> str:
    assert event is not None
    pattern = _("A clause seems to end it%(by)s; nobody has decided about it yet: “%(sentence)s”")
    return _fill_pattern(pattern, urls, by=_actor(event, urls), sentence=event.note)


def _plain(code: str, administrative: bool) -> str:
    if code == "starts":
        return _("It begins on %(day)s.")
    if code == "started":
        return _("It runs since %(day)s.") if administrative else _("In force since %(day)s.")
    if code == "ends":
        return _("Its period ends on %(day)s.") if administrative else _("It loses force on %(day)s.")
    if code == "ended":
        return _("Its period ended on %(day)s.") if administrative else _("It lost force on %(day)s.")
    if code == "no_start":
        return _("The library does not hold the first day on which it is in force.")
    return _("No end is known to the library.")


def event_sentence(event: Event, urls: Mapping[int, str] | None = None, today: datetime.date | None = None) -> str:
    """Returns the sentence of one event in a history; it states where the day is in the future or unknown."""
    later = event.day is not None and event.day > (today or timezone.localdate())
    code = "event_undated" if event.day is None else "event_later" if later else "event"
    return _event_sentence(event, code, urls)


def abolition_sentence(event: Event, later: bool, urls: Mapping[int, str] | None = None) -> str:
    """Returns the sentence that replaces a wholly abolished article; ``later``: the day is in the future."""
    pattern = (
        _("This article will be abolished%(by)s from %(day)s on.")
        if later
        else _("This article has been abolished%(by)s from %(day)s on.")
    )
    return _fill_pattern(pattern, urls, by=_actor(event, urls), day=date_format(event.since, "d/m/Y"))


def _event_sentence(event: Event, code: str, urls: Mapping[int, str] | None) -> str:
    pattern = {
        "event": _("From %(day)s: %(what)s %(happened)s%(by)s."),
        "event_later": _("Coming on %(day)s: %(what)s %(happened)s%(by)s."),
        "event_undated": _("On a day that the library does not know: %(what)s %(happened)s%(by)s."),
    }[code]
    return _fill_pattern(
        pattern,
        urls,
        day=date_format(event.day, "d/m/Y") if event.day else "",
        what=provisions_in_words(event),
        happened=str(EventKind(event.kind).label),
        by=_actor(event, urls),
    )


def _actor(event: Event, urls: Mapping[int, str] | None) -> str:
    if not event.by:
        return ""
    name = f"{event.by_provisions} {event.by}".strip()
    url = urls.get(event.by_id) if urls and event.by_id else None
    return _fill_pattern(
        _(" by %(document)s"), urls, document=format_html('<a href="{}">{}</a>', url, name) if url else name
    )


def _fill_pattern(pattern: str, urls: Mapping[int, str] | None, **words: str) -> str:
    if urls is None:
        return pattern % words
    escaped = {name: conditional_escape(word) for name, word in words.items()}
    return mark_safe(pattern % escaped)  # noqa: S308  (patterns are constants, words are escaped)
