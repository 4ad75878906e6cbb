"""What is sent to whom at this moment, in memory: read once per version, asked without a query.

The counter ``broadcasts`` moves with every sending, change and recall, a site's own with the answers of its school,
the portal's with every change of its pages. Other processes follow within a second, so does every school's site. Times
of going live and of expiry are compared with the clock at each request.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core import versions
from cms.core.visibility import filter_public
from cms.district import school_facts
from cms.district.broadcasts.audience import AudienceRule, SchoolFacts
from cms.district.models import Broadcast, Receipt
from cms.legal.documents import library
from cms.legal.section.listings import Card, select_for_cards
from cms.tenancy import sites

BROADCASTS_VERSION = versions.BROADCASTS
#: Page types that can be sent, with the list where they stand unless the office or the school chooses another.
BROADCASTABLE_TYPES = ("home.NewsPage", "home.NoticePage", "legal.LegalNewsPage", "legal.LegalMaterialPage")
REFERENCE_MODES = (Broadcast.Mode.MANDATORY, Broadcast.Mode.RECOMMENDED)


@dataclass(frozen=True)
class SentBroadcast:
    """A sent broadcast, recalled and expired ones too. ``ends``: None when no end is known."""

    id: int
    mode: str
    place: str
    audience_rule: AudienceRule
    starts: datetime.datetime
    ends: datetime.datetime | None
    last_day: datetime.date | None  # the day of ``ends``
    page_id: int | None
    document_id: int | None
    asks: bool  # for an answer: a confirmation or a decision

    def is_live(self, now: datetime.datetime) -> bool:
        return self.starts <= now and self.is_before_end(now)

    def is_before_end(self, now: datetime.datetime) -> bool:
        return self.ends is None or now < self.ends

    def day(self, now: datetime.datetime, today: datetime.date) -> datetime.date:
        """The day on which schools are counted: today (``now`` as a date), after its end the last day."""
        return today if self.last_day is None or self.is_before_end(now) else self.last_day


@dataclass(frozen=True)
class LiveBroadcast:
    """A live broadcast as readers see it: one card per language; ``card.url`` and ``card.school`` are filled per
    site."""

    sent: SentBroadcast
    slug: str
    cards: dict[str, Card]


def invalidate_broadcasts() -> None:
    """A broadcast changed (call it in the same transaction)."""
    versions.bump_versions(BROADCASTS_VERSION)


def _load_sent() -> tuple[SentBroadcast, ...]:
    rows = Broadcast.objects.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")
    return tuple(
        SentBroadcast(
            id=row.pk, mode=row.mode, place=row.place, audience_rule=row.audience_rule, starts=row.starts_at,
            ends=row.ends_at, last_day=timezone.localdate(row.ends_at) if row.ends_at else None, page_id=row.page_id,
            document_id=row.document_id, asks=row.mode != Broadcast.Mode.MANDATORY or row.needs_confirmation,
        )
        for row in rows
    )  # fmt: skip


def list_sent_broadcasts() -> tuple[SentBroadcast, ...]:
    """Latest first."""
    return versions.get_or_build(("district.sent",), (BROADCASTS_VERSION,), _load_sent)


def next_change_at(now: datetime.datetime) -> datetime.datetime | None:
    """When the next item begins or ends to be shown."""
    moments = (
        moment
        for row in list_sent_broadcasts()
        for moment in (row.starts, row.ends)
        if moment is not None and moment > now
    )
    return min(moments, default=None)


def list_broadcasts_sent_to(school_id: int, now: datetime.datetime | None = None) -> list[SentBroadcast]:
    """What the school has received up to now, latest first; recalled and expired ones too."""
    school = school_facts.get_school_facts().get(school_id)
    if school is None:
        return []
    now = now or timezone.now()
    today = timezone.localdate(now)
    return [row for row in list_sent_broadcasts() if _is_received_by(school, row, now, today)]


def is_broadcast_sent_to(broadcast_id: int, school_ids: Iterable[int]) -> bool:
    """Has one of these schools received it up to now?"""
    row, facts, now = find_sent_broadcast(broadcast_id), school_facts.get_school_facts(), timezone.now()
    today = timezone.localdate(now)
    return row is not None and any(_is_received_by(facts[pk], row, now, today) for pk in school_ids if pk in facts)


def _is_received_by(school: SchoolFacts, row: SentBroadcast, now: datetime.datetime, today: datetime.date) -> bool:
    return row.starts <= now and row.audience_rule.includes_school(school, row.day(now, today))


def find_sent_broadcast(broadcast_id: int) -> SentBroadcast | None:
    return next((row for row in list_sent_broadcasts() if row.id == broadcast_id), None)


def _card(page) -> Card:
    image = getattr(page, "image", None)
    return Card(
        title=page.title, url="", date=page.date, summary=page.summary,
        image=image if image and image.may_be_shown else None, topic=getattr(page, "topic", ""), extra=page,
    )  # fmt: skip


def _pages(ids: Iterable[int]) -> dict[int, dict[str, Card]]:
    """Page id → language → card, of the public pages among ``ids`` and their public translations."""
    ids = list(ids)
    keys = {key: pk for pk, key in filter_public(Page.objects.filter(pk__in=ids)).values_list("pk", "translation_key")}
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    found: dict[int, dict[str, Card]] = defaultdict(dict)
    for label in BROADCASTABLE_TYPES if keys else ():
        queryset = filter_public(apps.get_model(label).objects.filter(translation_key__in=keys, alias_of=None))
        if label == "legal.LegalMaterialPage":
            queryset = queryset.select_related("file")
        for page in select_for_cards(queryset):
            found[keys[page.translation_key]][languages[page.locale_id]] = _card(page)
    return found


def _documents(sent: list[SentBroadcast]) -> dict[int, dict[str, Card]]:
    ids = [row.document_id for row in sent if row.document_id]
    documents = {row.pk: row for row in library.public_documents().filter(pk__in=ids)} if ids else {}
    return {
        row.id: {
            settings.LANGUAGE_CODE: Card(
                title=documents[row.document_id].display_title, url="", date=timezone.localdate(row.starts),
                extra=documents[row.document_id],
            )
        }
        for row in sent
        if row.document_id in documents
    }  # fmt: skip


def _load_items() -> tuple[LiveBroadcast, ...]:
    now = timezone.now()
    sent = [
        row for row in list_sent_broadcasts() if row.mode in REFERENCE_MODES and (row.ends is None or row.ends > now)
    ]
    pages, documents = _pages({row.page_id for row in sent if row.page_id}), _documents(sent)
    items = []
    for row in sent:
        if cards := (row.page_id and pages.get(row.page_id)) or documents.get(row.id):
            slug = next(iter(cards.values())).extra.slug
            items.append(LiveBroadcast(row, slug, cards))
    return tuple(items)


def list_live_broadcasts() -> tuple[LiveBroadcast, ...]:
    """Broadcasts shown by reference whose source is public, those of the future too."""
    portal = sites.portal_site()
    if portal is None:
        return ()
    names = (BROADCASTS_VERSION, versions.STRUCTURE, versions.LIBRARY, versions.site_version(portal.id))
    return versions.get_or_build(("district.items", timezone.localdate()), names, _load_items)


def accepted_placements(info: sites.SiteInfo) -> dict[int, tuple[str, datetime.date | None]]:
    """Recommended items that the school shows: broadcast id → (chosen list or "", chosen day or None)."""

    def load():
        rows = Receipt.objects.filter(school=info.school_id, state=Receipt.State.POSTED, copy=None)
        return {pk: (place, day) for pk, place, day in rows.values_list("broadcast", "place", "show_on")}

    return versions.get_or_build(("district.accepted", info.id), (versions.site_version(info.id),), load)
