"""Contests and courses that run or come, and results of the last weeks, as pages of the section and the portal show
them: read once per version, asked without a query, compared with the clock at each request."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone

from cms.contests.models import Contest
from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo
from cms.training.models import Course

ACTIVITIES_VERSION = "activities"
RESULTS_SHOWN_FOR = datetime.timedelta(days=30)  # for so long they are news
NO_END = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
MAX_ACTIVITIES = 5


@dataclass(frozen=True)
class Activity:
    """``kind``: "contest", "course" or "results". Shown until ``ends``; it has begun from ``begins`` on. ``place``:
    name of its address with number and slug, since the address is another in each language."""

    kind: str
    title: str
    place: tuple[str, int, str]
    school_id: int | None
    announced: datetime.datetime
    begins: datetime.datetime
    ends: datetime.datetime

    @property
    def path(self) -> str:
        return sites.build_url(*self.place)

    def has_begun(self, now: datetime.datetime) -> bool:
        return self.begins <= now


def on_activity_changed(**_kwargs: Any) -> None:
    """A contest, a round, a course or a session changed (receiver of Django's signals)."""
    versions.bump_versions(ACTIVITIES_VERSION)


def _all_activities() -> Mapping[int | None, Sequence[Activity]]:
    return versions.get_or_build(("training.activities",), (ACTIVITIES_VERSION,), _load_activities)


def _load_activities() -> Mapping[int | None, Sequence[Activity]]:
    found: dict[int | None, list[Activity]] = defaultdict(list)
    with allow_all_rows("announced contests and courses, of every organiser"):
        for activity in (*_contest_activities(), *_course_activities()):
            found[activity.school_id].append(activity)
    return found


def _contest_activities() -> Iterable[Activity]:
    rows = Contest.objects.filter(in_list=True).exclude(state=Contest.State.DRAFT).order_by("pk")
    for row in rows.annotate(first=Min("rounds__opens_at"), last=Max("rounds__closes_at")):
        if row.results_at is not None and not row.practice:
            place = ("contest_results", row.pk, row.slug)
            at = row.results_at
            yield Activity("results", row.title, place, row.school_id, at, at, at + RESULTS_SHOWN_FOR)
        elif row.state == Contest.State.PUBLISHED and row.first:
            place = ("contest", row.pk, row.slug)
            yield Activity("contest", row.title, place, row.school_id, row.created_at, row.first, row.last)


def _course_activities() -> Iterable[Activity]:
    rows = Course.objects.filter(state=Course.State.PUBLISHED).order_by("pk")
    for row in rows.annotate(first=Min("sessions__starts_at"), last=Max("sessions__ends_at")):
        begins = row.created_at if row.is_self_paced else row.first
        ends = NO_END if row.is_self_paced else row.last
        if begins and ends:
            place = ("course", row.pk, row.slug)
            yield Activity("course", row.title, place, row.school_id, row.created_at, begins, ends)


def activities_on_site(
    info: SiteInfo, now: datetime.datetime | None = None, most: int = MAX_ACTIVITIES
) -> list[Activity]:
    """The organiser's own and the office's: what runs first, what ends soonest before; then what comes."""
    now = now or timezone.now()
    rows = _all_activities()
    owners = {None, info.school_id}
    shown = [row for owner in owners for row in rows.get(owner, ()) if row.ends > now]
    running = sorted((row for row in shown if row.has_begun(now)), key=lambda row: row.ends)
    coming = sorted((row for row in shown if not row.has_begun(now)), key=lambda row: row.begins)
    return [*running, *coming][:most]


def find_next_change(now: datetime.datetime) -> datetime.datetime | None:
    """When the next one begins or ends."""
    moments = (
        moment for rows in _all_activities().values() for row in rows for moment in (row.begins, row.ends)
        if now < moment < NO_END
    )  # fmt: skip
    return min(moments, default=None)
