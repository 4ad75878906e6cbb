"""Brings the office's items into a school's lists (``cms.legal.section.registry``); answers from memory, without a
query."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import timezone, translation

from cms.district import school_facts
from cms.district.broadcasts import cached_index
from cms.district.broadcasts.cached_index import LiveBroadcast
from cms.district.models import Broadcast
from cms.legal.section.listings import Card
from cms.legal.section.registry import ItemSource
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class ListedBroadcast:
    """An item as one school shows it: where, and with which date."""

    item: LiveBroadcast
    place: str
    date: datetime.date | None


def _to_listed_broadcast(item: LiveBroadcast, school, now, today, accepted) -> ListedBroadcast | None:
    if not item.sent.is_live(now) or not item.sent.audience_rule.includes_school(school, today):
        return None
    if item.sent.mode == Broadcast.Mode.MANDATORY:
        return ListedBroadcast(item, item.sent.place, None)
    if item.sent.id not in accepted:
        return None
    place, day = accepted[item.sent.id]
    if day and day > today:
        return None
    return ListedBroadcast(item, place or item.sent.place, day)


def list_broadcasts_on(info: SiteInfo, items: Iterable[LiveBroadcast] | None = None) -> list[ListedBroadcast]:
    """What the school's site shows now, of ``items`` (of all by default)."""
    school = school_facts.get_school_facts().get(info.school_id) if info.school_id else None
    if school is None:
        return []
    now, accepted = timezone.now(), cached_index.accepted_placements(info)
    today = timezone.localdate(now)
    found = (
        _to_listed_broadcast(item, school, now, today, accepted)
        for item in (cached_index.list_live_broadcasts() if items is None else items)
    )
    return [row for row in found if row]


def find_listed_broadcast(info: SiteInfo, broadcast_id: int) -> ListedBroadcast | None:
    return next((row for row in list_broadcasts_on(info) if row.item.sent.id == broadcast_id), None)


def broadcast_url(item: LiveBroadcast, language: str) -> str:
    """The item's address on a school's site."""
    return sites.build_url("district_item", item.sent.id, item.slug, language=language)


def broadcast_cards(label: str, info: SiteInfo) -> Sequence[Card]:
    """A source of ``cms.legal.section.registry``: the office's items in the list of ``label``, newest first."""
    if not info.school_id or not cached_index.list_live_broadcasts():
        return []
    language = translation.get_language() or settings.LANGUAGE_CODE
    # A home page asks for five lists: what stands in another one is left out before the rules are asked.
    possible = [
        item
        for item in cached_index.list_live_broadcasts()
        if language in item.cards and (item.sent.place == label or item.sent.mode != Broadcast.Mode.MANDATORY)
    ]
    found = [row for row in list_broadcasts_on(info, possible) if row.place == label]
    found.sort(key=lambda row: row.date or row.item.cards[language].date, reverse=True)
    portal = sites.portal_site()
    return ItemSource(found, lambda row: _card(row, language, portal))


def _card(row: ListedBroadcast, language: str, portal: SiteInfo) -> Card:
    card = row.item.cards[language]
    return replace(
        card, url=broadcast_url(row.item, language), date=row.date or card.date,
        school=portal.short_name, school_url=portal.root_url + "/",
    )  # fmt: skip
