"""Brings the office's items into a school's lists (``cms.legal.section.added``); answers from memory, without a
query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone, translation

from cms.district import schools
from cms.district.broadcasts import index
from cms.district.broadcasts.index import SentItem
from cms.district.models import Broadcast
from cms.legal.section.added import Made
from cms.legal.section.listings import Card
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class Shown:
    """An item as one school shows it: where, and with which date."""

    item: SentItem
    place: str
    date: datetime.date | None


def _shown(item: SentItem, school, now, today, accepted) -> Shown | None:
    if not item.sent.is_live(now) or not item.sent.audience_rule.means(school, today):
        return None
    if item.sent.mode == Broadcast.Mode.MANDATORY:
        return Shown(item, item.sent.place, None)
    if item.sent.id not in accepted:
        return None
    place, day = accepted[item.sent.id]
    if day and day > today:
        return None
    return Shown(item, place or item.sent.place, day)


def shown_on(info: SiteInfo, items: Iterable[SentItem] | None = None) -> list[Shown]:
    """What the school's site shows now, of ``items`` (of all by default)."""
    school = schools.facts().get(info.school_id) if info.school_id else None
    if school is None:
        return []
    now, accepted = timezone.now(), index.accepted(info)
    today = timezone.localdate(now)
    found = (_shown(item, school, now, today, accepted) for item in (index.items() if items is None else items))
    return [row for row in found if row]


def find(info: SiteInfo, broadcast_id: int) -> Shown | None:
    return next((row for row in shown_on(info) if row.item.sent.id == broadcast_id), None)


def url(item: SentItem, language: str) -> str:
    """The item's address on a school's site."""
    return sites.address("district_item", item.sent.id, item.slug, language=language)


def cards(label: str, info: SiteInfo) -> Sequence[Card]:
    """A source of ``cms.legal.section.added``: the office's items in the list of ``label``, newest first."""
    if not info.school_id or not index.items():
        return []
    language = translation.get_language() or settings.LANGUAGE_CODE
    # A home page asks for five lists: what stands in another one is left out before the rules are asked.
    possible = [
        item
        for item in index.items()
        if language in item.cards and (item.sent.place == label or item.sent.mode != Broadcast.Mode.MANDATORY)
    ]
    found = [row for row in shown_on(info, possible) if row.place == label]
    found.sort(key=lambda row: row.date or row.item.cards[language].date, reverse=True)
    portal = sites.portal()
    return Made(found, lambda row: _card(row, language, portal))


def _card(row: Shown, language: str, portal: SiteInfo) -> Card:
    card = row.item.cards[language]
    return replace(
        card, url=url(row.item, language), date=row.date or card.date,
        school=portal.short_name, school_url=portal.root_url + "/",
    )  # fmt: skip
