"""Each indicator counts the school's own things, only what is public, and shows what it counted."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.board import indicators
from cms.board.indicators.items import DAYS_IF_NEVER
from cms.board.measuring.measure import list_measured_schools, measure_values, open_schools
from cms.core.models import SchoolImage
from cms.district.aggregation import depth_measurement
from cms.home.models import NewsPage, SchoolSettings, StandardPage
from cms.legal.models import LegalEducationSectionPage, LegalMaterialPage, LegalNewsPage, QuestionPage
from cms.legal.section.protection import allow_section_change
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.factories import make_school, make_user
from tests.factories.pages import make_image, make_page, only_page

pytestmark = pytest.mark.django_db

#: The middle of a quarter and of a school year: what happened some days ago is still in both.
DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def schools(a, b):
    return a, b


def values(code, day=DAY):
    found = measure_values(list_measured_schools(open_schools()), day)
    return {school.code: found[school.pk][code] for school in open_schools()}


def publish(school, on, model=LegalNewsPage, **fields):
    page = make_page(model, school, **fields)
    page.first_published_at = datetime.datetime.combine(on, datetime.time(9), datetime.UTC)
    page.save(update_fields=["first_published_at"])
    return page


def test_every_indicator_says_what_it_is():
    found = indicators.all_indicators()
    assert len(found) >= 6
    for one in found:
        assert one.code
        assert one.label
        assert one.heading
        assert one.goal.weight > 0
    assert [one.order for one in found] == sorted({one.order for one in found})


def test_items_are_counted_in_their_quarter_and_school_year(schools):
    a, _b = schools
    for day in (DAY, datetime.date(2026, 10, 1), datetime.date(2026, 9, 30), datetime.date(2026, 8, 31)):
        publish(a, day)
    publish(a, DAY, LegalMaterialPage)
    publish(a, DAY, QuestionPage)
    publish(a, DAY, NewsPage)  # not in the section
    publish(a, DAY, live=False)
    publish(a, DAY + datetime.timedelta(days=1))  # after the day asked about
    assert values("items_quarter") == {"A": 4, "B": 0}
    assert values("items_year") == {"A": 5, "B": 0}


#: Boundaries of the report's stretches of time: the last moment of one and the first of the next.
LAST, FIRST = datetime.time(23, 59, 59), datetime.time(0, 0)


@pytest.mark.parametrize(
    ("code", "model", "last", "inner"),
    [
        ("items_quarter", LegalNewsPage, datetime.date(2026, 12, 31), datetime.date(2026, 10, 1)),
        ("items_quarter", LegalNewsPage, datetime.date(2026, 9, 30), datetime.date(2026, 7, 1)),
        ("items_year", LegalNewsPage, datetime.date(2026, 8, 31), datetime.date(2025, 12, 31)),
        ("in_depth_year", LegalNewsPage, datetime.date(2026, 8, 31), datetime.date(2026, 1, 1)),
        ("materials_year", LegalMaterialPage, datetime.date(2026, 12, 31), datetime.date(2026, 9, 1)),
    ],
)
def test_midnight_of_the_place_parts_the_stretches(schools, code, model, last, inner):
    """In Hà Nội a day begins seven hours before it does in UTC, in which times are stored."""
    a, _b = schools
    following = last + datetime.timedelta(days=1)
    for day, time in ((inner, FIRST), (last, LAST), (following, FIRST)):
        page = publish(a, day, model)
        page.first_published_at = timezone.make_aware(datetime.datetime.combine(day, time))
        page.save(update_fields=["first_published_at"])
        if code == "in_depth_year":
            depth_measurement.override_depth(page, True, None)
    assert values(code, last) == {"A": 2, "B": 0}
    assert values(code, following) == {"A": 1, "B": 0}
    found = indicators.find_indicator(code).evidence(list_measured_schools(open_schools())[0], following)
    assert len(found) == 1


def test_an_in_depth_item_that_became_private_counts_no_more(schools):
    page = publish(schools[0], DAY)
    depth_measurement.override_depth(page, True, None)
    assert values("in_depth_year") == {"A": 1, "B": 0}
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert values("in_depth_year") == {"A": 0, "B": 0}


def test_private_items_do_not_count(schools):
    page = publish(schools[0], DAY)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert values("items_quarter") == {"A": 0, "B": 0}


def test_the_date_chosen_for_readers_does_not_count(schools):
    publish(schools[0], datetime.date(2026, 3, 1), date=DAY)
    assert values("items_quarter")["A"] == 0


def test_days_since_the_last_item(schools):
    a, _b = schools
    publish(a, DAY - datetime.timedelta(days=40))
    publish(a, DAY - datetime.timedelta(days=12))
    assert values("days_since_item") == {"A": 12, "B": DAYS_IF_NEVER}


def test_the_section_is_whole_or_not(schools):
    a, b = schools
    assert values("section_problems") == {"A": 0, "B": 0}
    with allow_section_change(None, "test"):
        only_page(LegalEducationSectionPage, b).get_children().first().specific.delete()
    Page.objects.filter(pk=a.home_page_id).update(live=False)
    assert values("section_problems") == {"A": 1, "B": 1}


def test_a_private_section_is_not_whole(schools):
    section = only_page(LegalEducationSectionPage, schools[1])
    with allow_section_change(None, "test"):
        PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert values("section_problems") == {"A": 0, "B": 1}


def test_missing_contacts(schools):
    a, b = schools
    a.address = "Thôn 2"
    a.save()
    SchoolSettings.objects.filter(site=a.site).update(phone="024", email="a@example.vn", responsible="Hiệu trưởng")
    SchoolSettings.objects.filter(site=b.site).update(phone="", email="", responsible="")
    assert values("missing_contacts") == {"A": 0, "B": 4}


def test_the_disclosure_must_be_of_this_school_year_and_hold_a_text(schools):
    a, b = schools
    body = [("text", "<p>Công khai theo năm học.</p>")]
    for school, day, content in ((a, datetime.datetime(2026, 9, 15, tzinfo=datetime.UTC), body), (b, None, [])):
        page = StandardPage.objects.descendant_of(school.home_page).get(slug="cong-khai")
        page.body = content
        page.last_published_at = day or datetime.datetime(2026, 9, 15, tzinfo=datetime.UTC)
        page.save()
    assert values("disclosure") == {"A": 1, "B": 0}
    assert values("disclosure", datetime.date(2027, 9, 2))["A"] == 0


def test_pictures_without_description(schools):
    a, b = schools
    make_image(collection=a.collection)
    image = make_image(collection=b.collection)
    SchoolImage.objects.filter(pk=image.pk).update(description="")
    assert values("undescribed_images") == {"A": 0, "B": 1}


def test_the_number_of_queries_does_not_grow_with_the_schools(schools):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            measure_values(list_measured_schools(open_schools()), DAY)
        return len(queries)

    few = count()
    for number in range(12):
        make_school(f"S{number}")
    assert count() <= few


@pytest.mark.parametrize("code", [one.code for one in indicators.all_indicators()])
def test_one_school_alone_is_measured_as_among_all(schools, code, measured):
    for school, days in zip(schools, (3, 60), strict=True):
        publish(school, DAY - datetime.timedelta(days=days))
    together = measure_values(list_measured_schools(open_schools()), DAY)
    for school in schools:
        row = measured(school)
        assert measure_values([row], DAY)[school.pk][code] == together[school.pk][code]


@pytest.mark.parametrize("code", [one.code for one in indicators.all_indicators()])
def test_evidence_and_mending_are_of_the_school_itself(schools, code, measured):
    for school in schools:
        publish(school, DAY, title=f"Bài riêng của {school.code}")
    indicator, row = indicators.find_indicator(code), measured(schools[0])
    assert all("riêng của B" not in item.title for item in indicator.evidence(row, DAY))
    assert indicator.mend_url(row).startswith("/admin/") or not indicator.mend_url(row)  # then somebody else mends it
    assert indicator.task(2, indicator.goal)


def test_what_is_counted_is_what_is_shown(schools, measured):
    for days in (1, 5, 9):
        publish(schools[0], DAY - datetime.timedelta(days=days))
    evidence = indicators.find_indicator("items_quarter").evidence(measured(schools[0]), DAY)
    assert len(evidence) == values("items_quarter")["A"] == 3
    assert evidence[0].note == "19/11/2026"


def test_accounts_without_second_factor(schools):
    from allauth.mfa.models import Authenticator

    a, b = schools
    approver = make_user(Role.SCHOOL_APPROVER, a)
    Membership.objects.create(user=approver, school=a, role=Role.SCHOOL_ADMIN)  # one person, two roles
    make_user(Role.SCHOOL_EDITOR, a)
    make_user(Role.SCHOOL_ADMIN, b, is_active=False)
    assert values("no_second_factor") == {"A": 1, "B": 0}
    Authenticator.objects.create(user=approver, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert values("no_second_factor")["A"] == 1
    Authenticator.objects.create(user=approver, type=Authenticator.Type.TOTP, data={})
    assert values("no_second_factor")["A"] == 0
