"""Old versions are thinned out, and nobody's work of a day is lost by it."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from cms.core.pages import revisions
from cms.core.pages.revisions import NEWEST, RevisionRow, find_superfluous
from cms.home.models import NewsPage
from tests.factories import make_user
from tests.factories.pages import make_page

NOW = timezone.make_aware(datetime.datetime(2026, 11, 1, 12))
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
OLD = NOW - 1000 * DAY


def versions(*moments, user=1):
    return [RevisionRow(pk, user, moment) for pk, moment in enumerate(moments, 1)]


def newest(first_pk=1000):
    return [RevisionRow(first_pk + number, 9, NOW - number * HOUR) for number in range(NEWEST)]


def test_of_each_day_the_last_state_of_each_person_stays():
    morning = [RevisionRow(pk, 1, OLD + pk * datetime.timedelta(seconds=30)) for pk in range(1, 11)]
    other = [RevisionRow(20, 2, OLD + 2 * datetime.timedelta(minutes=1))]
    next_day = [RevisionRow(30, 1, OLD + DAY)]
    found = find_superfluous([*newest(), *morning, *other, *next_day], NOW - 700 * DAY, set())
    assert sorted(found) == list(range(1, 10))


def test_what_is_young_or_among_the_newest_or_kept_stays():
    rows = versions(*(OLD + number * datetime.timedelta(minutes=1) for number in range(NEWEST)))
    assert find_superfluous(rows, NOW, set()) == []  # no more than the newest
    many = versions(*(OLD + number * datetime.timedelta(seconds=1) for number in range(NEWEST + 5)))
    assert sorted(find_superfluous(many, NOW, set())) == [1, 2, 3, 4, 5]
    assert sorted(find_superfluous(many, NOW, {2, 4})) == [1, 3, 5]
    assert find_superfluous(many, OLD, set()) == []


@pytest.mark.django_db
def test_whatever_is_pointed_at_stays(school, settings):
    """Public once, public now, the newest, decided about, scheduled: of the real rows."""
    assert settings.REVISION_MONTHS == 24
    page, user = make_page(NewsPage, school), make_user()
    for _number in range(NEWEST + 20):
        page.save_revision(user=user)
    rows = list(Revision.objects.for_instance(page).order_by("pk"))
    for number, row in enumerate(rows):
        Revision.objects.filter(pk=row.pk).update(created_at=OLD + number * datetime.timedelta(seconds=1))
    live, once, scheduled, decided = rows[0], rows[1], rows[2], rows[3]
    NewsPage.objects.filter(pk=page.pk).update(live_revision=live)
    PageLogEntry.objects.create(page=page, action="wagtail.publish", timestamp=OLD, content_type=page.content_type,
                                label=page.title, revision=once)  # fmt: skip
    PageLogEntry.objects.create(page=page, action="wagtail.edit", timestamp=OLD, content_type=page.content_type,
                                label=page.title, revision=rows[4])  # fmt: skip
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=NOW + DAY)
    state = page.get_workflow().start(page, user).current_task_state
    type(state).objects.filter(pk=state.pk).update(revision=decided)
    number = len(rows) - NEWEST
    assert revisions.prune_revisions(NOW) == str(number - 4)
    left = set(Revision.objects.for_instance(page).values_list("pk", flat=True))
    assert {row.pk for row in (live, once, scheduled, decided)} <= left
    assert {row.pk for row in rows[-NEWEST:]} <= left
    assert rows[4].pk not in left
    assert page.get_latest_revision().pk == rows[-1].pk
    assert revisions.prune_revisions(NOW) == "0"


@pytest.mark.django_db
def test_all_stays_where_the_setting_says_so_and_while_it_is_young(school, settings):
    page = make_page(NewsPage, school)
    for _number in range(NEWEST + 5):
        page.save_revision()
    assert revisions.prune_revisions() == "0"
    Revision.objects.update(created_at=OLD)
    for months in (0, -1):
        settings.REVISION_MONTHS = months
        assert revisions.prune_revisions(NOW) == "0"
    settings.REVISION_MONTHS = 24
    assert revisions.prune_revisions(NOW) != "0"
