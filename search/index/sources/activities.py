"""Turns listed contests and courses into entries; those of the office belong to every site.

A course's test is not listed and has no entry. Closed activities have none, except a contest with published results,
because people look for them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from cms.contests.models import Contest
from cms.core.instance_hooks import allow_all_rows
from cms.tenancy import sites
from cms.tenancy.models import School
from cms.training.models import Course
from search.index.contract import CONTEST, COURSE, EVERY_SITE, Entry
from search.index.sources.pages import school_facts
from search.query_planning.known_item import title_key

_REASON = "announced contests and courses, of every organiser"
_HELD = Q(school=None) | Q(school__closed_on=None)


def _contests() -> QuerySet[Contest]:
    shown = Q(state=Contest.State.PUBLISHED) | Q(state=Contest.State.CLOSED, results_at__isnull=False)
    return Contest.objects.filter(_HELD, shown, in_list=True)


def _courses() -> QuerySet[Course]:
    return Course.objects.filter(_HELD, state=Course.State.PUBLISHED)


_PUBLIC = {CONTEST: _contests, COURSE: _courses}


def _contest_text(row: Contest) -> list[str]:
    return [row.rules, *(one.title for one in row.rounds.all())]


def _course_text(row: Course) -> list[str]:
    sessions, lessons = (one.title for one in row.sessions.all()), (one.title for one in row.lessons.all())
    return [row.programme, *sessions, *lessons, row.other_trainers]


def _activity_rows(kind: str, ids: Iterable[int]) -> Iterable[tuple[Contest | Course, list[str], str]]:
    """Yields (row, its texts, its field of law)."""
    if kind == CONTEST:
        contests = _contests().filter(pk__in=list(ids)).select_related("school").prefetch_related("rounds")
        for row in contests.annotate(first=Min("rounds__opens_at")):
            yield row, _contest_text(row), ""
        return
    courses = _courses().filter(pk__in=list(ids)).select_related("school", "field")
    courses = courses.prefetch_related("sessions", "lessons").annotate(first=Min("sessions__starts_at"))
    for course in courses:
        yield course, _course_text(course), course.field.name if course.field else ""


def _date(row: Contest | Course) -> datetime.date:
    return timezone.localdate(getattr(row, "first", None) or row.created_at)


def _entry(kind: str, row: Contest | Course, words: list[str], law_field: str, school: dict) -> Entry:
    portal = sites.portal_site()
    name = school.get("name") or (portal.name if portal else "")
    return Entry(
        id=f"{kind}:{row.pk}",
        source=f"{kind}:{row.pk}",
        kind=kind,
        title=row.title,
        heading=row.title,
        context=name,
        summary=row.summary,
        body="\n".join(filter(None, (row.summary, *words))),
        path=sites.build_url(kind, row.pk, row.slug, language=settings.LANGUAGE_CODE),
        site_id=school.get("site_id", EVERY_SITE),
        school_id=school.get("id"),
        school=school.get("code", ""),
        school_name=name,
        school_level=school.get("level", ""),
        commune=school.get("commune", ""),
        authority_id=school.get("authority_id"),
        locales=tuple(code for code, _name in settings.LANGUAGES),
        language=settings.LANGUAGE_CODE,
        date=_date(row),
        law_field=law_field,
        keys=(title_key(row.title),) if len(row.title) < 150 else (),
    )


def activity_entries(kind: str, ids: Iterable[int]) -> list[Entry]:
    """Returns the entries of the public rows. ``kind``: "contest" or "course"."""
    with allow_all_rows(_REASON):
        rows = list(_activity_rows(kind, ids))
        site_ids = {row.school.site_id for row, _words, _field in rows if row.school}
        schools = school_facts(site_ids) if site_ids else {}
        found = [
            _entry(kind, row, words, law_field, schools.get(row.school.site_id, {}) if row.school else {})
            for row, words, law_field in rows
        ]
    return found


def all_ids(kind: str) -> list[int]:
    return list(_PUBLIC[kind]().order_by("pk").values_list("pk", flat=True))


def public_ids(kind: str, ids: Iterable[int]) -> set[int]:
    """Returns the ids that are public now."""
    return set(_PUBLIC[kind]().filter(pk__in=list(ids)).values_list("pk", flat=True))


def school_sources(school: School) -> list[str]:
    """Returns the sources of everything that the school organises, including drafts."""
    contests = Contest.objects.filter(school=school).values_list("pk", flat=True)
    courses = Course.objects.filter(school=school).values_list("pk", flat=True)
    return [*(f"{CONTEST}:{pk}" for pk in contests), *(f"{COURSE}:{pk}" for pk in courses)]
