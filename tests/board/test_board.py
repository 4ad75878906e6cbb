"""The office's board: rows as of a day, filters, files equal to the screen, who sees it."""

import csv
import datetime
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import load_workbook

from cms.board import indicators
from cms.board.measuring import measure, periods
from cms.board.measuring.board_rows import BoardFilters, build_board
from cms.board.measuring.goals import get_goals_on
from cms.board.measuring.traffic_lights import BetterDirection, Light, choose_light
from cms.board.models import Snapshot, Target
from cms.tenancy.models import Membership, SchoolAuthority
from cms.tenancy.roles import OFFICE_ROLES, SCHOOL_ROLES, Role
from tests import shared
from tests.factories import client_of, make_authority, make_office, make_school, make_superuser, make_user

pytestmark = pytest.mark.django_db


def snapshot(school, day, score=50, **values):
    return Snapshot.objects.create(school=school, day=day, score=score, values=values, measured_at=timezone.now())


@shared.once
def two():
    return make_school("A", level="TH", commune="Xã Một"), make_school("B", level="MN", commune="Xã Hai")


def test_measuring_twice_a_day_keeps_one_row(two, today):
    assert measure.take_snapshots() == 2
    measure.take_snapshots()
    assert Snapshot.objects.filter(day=today).count() == 2


def test_closed_schools_are_not_measured(two, today):
    two[1].closed_on = today
    two[1].save()
    assert measure.take_snapshots() == 1


def test_old_days_are_thinned_to_mondays(two, today):
    for days in range(measure.DAILY_RETENTION_DAYS + 14):
        snapshot(two[0], today - datetime.timedelta(days=days))
    measure.delete_old_snapshots()
    old = Snapshot.objects.filter(day__lt=today - datetime.timedelta(days=measure.DAILY_RETENTION_DAYS))
    assert {row.day.weekday() for row in old} == {0}
    assert Snapshot.objects.count() >= measure.DAILY_RETENTION_DAYS


def test_the_lowest_comes_first_and_schools_without_numbers_before_all(two, today):
    third = make_school("C")
    snapshot(two[0], today, items_quarter=100, items_year=100)
    snapshot(two[1], today, items_quarter=0, items_year=0, days_since_item=99)
    assert [row.school.code for row in build_board(BoardFilters(today)).rows] == [third.code, "B", "A"]


def test_filters(two, today):
    def codes(**fields):
        return {row.school.code for row in build_board(BoardFilters(today, **fields)).rows}

    snapshot(two[0], today, section_problems=0)
    snapshot(two[1], today, section_problems=3)
    assert codes(level="MN") == {"B"}
    assert codes(commune="Xã Một") == {"A"}
    assert codes(query="mau b") == {"B"}
    assert codes(grades=frozenset({Light.GREEN})) == {"A"}
    assert codes(grades=frozenset({Light.RED})) == {"B"}


def test_an_authority_governs_as_of_the_day(two, today):
    district = make_authority("Phòng GD&ĐT huyện", level="district")
    commune = make_authority("UBND xã Hai", parent=make_authority("UBND thành phố", level="province"))
    a = two[0]
    SchoolAuthority.objects.filter(school=a).delete()
    change = today - datetime.timedelta(days=10)
    SchoolAuthority.objects.create(school=a, authority=district, valid_to=change - datetime.timedelta(days=1))
    SchoolAuthority.objects.create(school=a, authority=commune, valid_from=change)

    def codes(authority, day):
        return {row.school.code for row in build_board(BoardFilters(day, authority=authority)).rows}

    before = change - datetime.timedelta(days=3)
    assert codes(district, before) == {"A"}
    assert codes(commune, before) == set()
    assert codes(district, today) == set()
    assert codes(commune, today) == codes(commune.parent, today) == {"A"}


def test_a_past_day_shows_what_was_measured_then(two, today):
    past = today - datetime.timedelta(days=5)
    snapshot(two[0], past, undescribed_images=7)
    snapshot(two[0], today, undescribed_images=0)

    def shown(day):
        row = next(row for row in build_board(BoardFilters(day)).rows if row.school.code == "A")
        return {mark.indicator.code: mark.value for mark in row.marks}["undescribed_images"]

    assert shown(past) == shown(past + datetime.timedelta(days=2)) == 7
    assert shown(today) == 0
    assert shown(past - datetime.timedelta(days=1)) is None


def test_targets_hold_for_their_days_and_levels(two, today):
    past = today - datetime.timedelta(days=5)
    for day in (past, today):
        for school in two:
            snapshot(school, day, undescribed_images=3)
    Target.objects.create(indicator="undescribed_images", level="MN", good=3, fair=5, valid_from=today)

    def lights(day):
        rows = build_board(BoardFilters(day)).rows
        return {
            row.school.code: next(m.light for m in row.marks if m.indicator.code == "undescribed_images")
            for row in rows
        }

    assert lights(past) == {"A": Light.AMBER, "B": Light.AMBER}
    assert lights(today) == {"A": Light.AMBER, "B": Light.GREEN}


def test_a_target_holds_from_its_first_to_its_last_day(today):
    """A rise on 1 January and the end of a target on 31 August: each day asks what holds on it."""
    dates = {12: (None, datetime.date(2026, 12, 31)), 20: (datetime.date(2027, 1, 1), datetime.date(2027, 8, 31))}
    for good, (first, last) in dates.items():
        Target.objects.create(indicator="items_quarter", good=good, fair=5, valid_from=first, valid_to=last)
    own = indicators.find_indicator("items_quarter")
    asked = {day: get_goals_on(day).goal(own, "TH").good for day in (
        datetime.date(2026, 12, 31), datetime.date(2027, 1, 1), datetime.date(2027, 8, 31), datetime.date(2027, 9, 1),
    )}  # fmt: skip
    assert list(asked.values()) == [12, 20, 20, own.goal.good]


def test_the_trend_takes_the_last_score_of_each_month(two, today):
    first = today.replace(day=1)
    last_month = first - datetime.timedelta(days=1)
    for day, score in ((last_month - datetime.timedelta(days=5), 10), (last_month, 40), (today, 70)):
        snapshot(two[0], day, score)
    row = next(row for row in build_board(BoardFilters(today)).rows if row.school.code == "A")
    assert row.trend == (40, 70)
    assert row.change == 30


def test_the_share_of_sites_with_links_both_ways(two, today):
    """Today's, of the schools of the filters, and that of the months before; schools that were not asked count
    nowhere."""
    last_month = today.replace(day=1) - datetime.timedelta(days=1)
    for school, before, now in ((two[0], 1, 0), (two[1], 2, 3)):
        snapshot(school, last_month, link_problems=before)
        snapshot(school, today, link_problems=now)
    snapshot(make_school("C"), today, link_problems=None)
    links = build_board(BoardFilters(today)).links
    assert (links.whole, links.asked, links.percent, links.months) == (1, 2, 50, [0, 50])
    assert build_board(BoardFilters(today, level="TH")).links.percent == 100
    text = BeautifulSoup(client_of(make_user(Role.OFFICE_OBSERVER)).get(reverse("board:index")).content, "html.parser")
    assert "50%" in text.select_one(".board-summary__part").get_text()


def test_the_page_behind_a_number_says_what_is_asked(two, today):
    client = client_of(make_user(Role.OFFICE_OBSERVER))
    less = client.get(reverse("board:evidence", args=[two[0].pk, "broken_links"])).context
    assert (less["less"], less["by_now"]) == (True, None)
    more = client.get(reverse("board:evidence", args=[two[0].pk, "items_quarter"])).context
    share = periods.quarter_of(today).share_until(today)
    assert not more["less"]
    assert more["by_now"] == (None if share == 1 else int(10 * share))
    by_now, goal = more["by_now"] or 10, more["goal"]
    assert (choose_light(by_now, goal, BetterDirection.MORE, share), goal.good) == (Light.GREEN, 10)
    assert by_now == 0 or choose_light(by_now - 1, goal, BetterDirection.MORE, share) is not Light.GREEN


def test_the_date_field_has_its_script(two):
    text = client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("board:index")).content.decode()
    assert "date-time-chooser.js" in text
    assert "admin_start.js" in text  # starts what stands on the page as data
    assert "initDateChooser" in text


def test_the_office_sees_what_holds_where_no_target_was_set(two, today):
    Target.objects.create(indicator="items_quarter", level="MN", good=77, fair=5, valid_from=today)
    Target.objects.create(indicator="items_year", good=88, fair=5, valid_to=today - datetime.timedelta(days=1))
    answer = client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("targets:index"))
    rows = {(str(row["name"]), row["level"]): (row["goal"].good, row["built_in"]) for row in answer.context["in_force"]}
    quarter, year = (str(indicators.find_indicator(code).label) for code in ("items_quarter", "items_year"))
    assert rows[quarter, ""] == (10, True)
    assert rows[quarter, "Mầm non"] == (77, False)
    assert rows[year, ""] == (40, True)
    assert answer.content.decode().count("77") >= 2


def test_the_number_of_queries_does_not_grow(two, today):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    measure.take_snapshots()

    def count():
        client.get(reverse("board:index"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("board:index")).status_code == 200
        return len(queries)

    few = count()
    assert few > 5
    for number in range(10):
        make_school(f"S{number}")
    measure.take_snapshots()
    assert count() <= few


def screen(client, query=""):
    page = BeautifulSoup(client.get(reverse("board:index") + query).content, "html.parser")
    found = []
    for line in page.select("table.board tbody tr"):
        name = line.select_one(".board__name").get_text(strip=True)
        found.append([name, *(cell.get_text(" ", strip=True) for cell in line.select("td:not(.board__choose)"))])
    return found


def test_files_equal_the_screen_cell_by_cell(two, today, published):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    published(two[0], days_ago=2)
    measure.take_snapshots()
    Snapshot.objects.filter(school=two[0]).update(score=33)
    snapshot(two[0], today.replace(day=1) - datetime.timedelta(days=1), score=80)
    for query in ("", "?level=TH"):
        shown = screen(client, query)
        rows = list(
            csv.reader(
                io.StringIO(client.get(reverse("board:export", args=["csv"]) + query).content.decode("utf-8-sig"))
            )
        )
        assert [[row[1], *row[4:]] for row in rows[1:]] == shown
        book = load_workbook(io.BytesIO(client.get(reverse("board:export", args=["xlsx"]) + query).content))
        assert [
            ["" if cell is None else cell for cell in row] for row in book.active.iter_rows(values_only=True)
        ] == rows
    assert shown


def test_a_name_that_looks_like_a_formula_stays_a_name(today):
    make_school("A", name="=1+1 Trường")
    measure.take_snapshots()
    client = client_of(make_user(Role.OFFICE_ADMIN))
    body = client.get(reverse("board:export", args=["csv"])).content.decode("utf-8-sig")
    assert "'=1+1 Trường" in body
    book = load_workbook(io.BytesIO(client.get(reverse("board:export", args=["xlsx"])).content))
    assert book.active["B2"].data_type == "s"


@pytest.mark.parametrize(
    "query", ["?day=2999-01-01", "?day=x", "?authority=999999", "?level=ZZ", "?page=x&grade=blue", "?q=" + "a" * 5000]
)
def test_nonsense_in_the_address_gives_the_board(two, query):
    assert client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("board:index") + query).status_code == 200


def test_who_sees_the_board(two):
    readers = {Role.OFFICE_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_OBSERVER}
    for role in (*OFFICE_ROLES, *SCHOOL_ROLES):
        client = client_of(make_user(role, two[0]))
        for name, arguments in (("board:index", []), ("board:export", ["csv"])):
            status = client.get(reverse(name, args=arguments)).status_code
            assert (status == 200) == (role in readers), (role, name, status)
    assert client_of(make_superuser()).get(reverse("board:index")).status_code == 200


def test_who_measures(two, today):
    for role in (Role.OFFICE_OBSERVER, Role.SCHOOL_ADMIN, Role.OFFICE_LIBRARIAN):
        client_of(make_user(role, two[0])).post(reverse("board:measure"))
        assert not Snapshot.objects.exists(), role
    assert client_of(make_user(Role.OFFICE_ADMIN)).post(reverse("board:measure")).status_code == 302
    assert Snapshot.objects.filter(day=today).count() == 2


def test_a_school_looks_behind_its_own_numbers_only(two, published):
    for school in two:
        published(school, title=f"Tin riêng {school.code}")
    client = client_of(make_user(Role.SCHOOL_EDITOR, two[0]))
    own = client.get(reverse("board:evidence", args=[two[0].pk, "items_quarter"]))
    assert "Tin riêng A" in own.content.decode()
    other = client.get(reverse("board:evidence", args=[two[1].pk, "items_quarter"]))
    missing = client.get(reverse("board:evidence", args=[987654, "items_quarter"]))
    assert other.status_code == missing.status_code == 404
    assert client.get(reverse("board:evidence", args=[two[0].pk, "nothing"])).status_code == 404


def test_the_first_screen_of_a_school_lists_what_to_do(two, published):
    published(two[0], title="Tin A")
    client = client_of(make_user(Role.SCHOOL_EDITOR, two[0]))
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    items = page.select(".todo__item")
    assert items
    links = [item.select_one("a.button")["href"] for item in items if item.select_one("a.button")]
    assert links
    assert all(client.get(link).status_code == 200 for link in links)
    # What an editor cannot mend has no button; the school's administrator has one.
    assert len(links) < len(items)
    admin = client_of(make_user(Role.SCHOOL_ADMIN, two[0]))
    page_of_admin = BeautifulSoup(admin.get(reverse("wagtailadmin_home")).content, "html.parser")
    mended = [link["href"] for link in page_of_admin.select(".todo__item a.button")]
    assert len(mended) == len(items)
    assert all(admin.get(link).status_code == 200 for link in mended)
    assert two[1].name not in page.select_one(".todo").get_text()


def test_the_office_has_no_list_of_a_school(two):
    make_office()
    body = client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("wagtailadmin_home")).content.decode()
    assert 'class="todo"' not in body


def test_the_office_edits_targets(two):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    data = {
        "indicator": "items_quarter",
        "level": "",
        "good": "6",
        "fair": "3",
        "weight": "2",
        "valid_from": "2026-09-01",
    }
    assert client.post(reverse("targets:add"), data).status_code == 302
    assert Target.objects.get().goal.good == 6
    again = client.post(reverse("targets:add"), data)
    assert again.status_code == 200
    assert Target.objects.count() == 1
    upside_down = client.post(reverse("targets:add"), {**data, "indicator": "items_year", "fair": "9"})
    assert upside_down.context["form"].errors["fair"]
    for role in (Role.SCHOOL_ADMIN, Role.OFFICE_OBSERVER, Role.OFFICE_LIBRARIAN):
        client_of(make_user(role, two[0])).post(reverse("targets:add"), {**data, "indicator": "disclosure"})
        assert Target.objects.count() == 1, role


def test_people_of_several_schools_see_the_list_of_the_one_they_chose(two):
    a, b = two
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_ADMIN)
    client = client_of(user)
    assert 'class="todo"' not in client.get(reverse("wagtailadmin_home")).content.decode()
    for school, mends_contacts in ((a, False), (b, True)):
        client.post("/admin/working-for/", {"place": school.pk})
        panel = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser").select_one(".todo")
        links = [link["href"] for link in panel.select("a.button")]
        assert any(f"/schoolsettings/{school.site_id}/" in link for link in links) == mends_contacts
        assert all(f"/board/{school.pk}/" in link["href"] for link in panel.select(".todo__text a"))


def test_the_page_says_why_nothing_is_green_early_in_a_period(two, today):
    """Of two items a year none is asked in its first weeks: "0" stands in green beside "from 2", with the reason."""
    share = periods.school_year_of(today).share_until(today)
    Target.objects.create(indicator="in_depth_year", good=1, fair=1)  # a whole one is asked on the last day only
    client = client_of(make_user(Role.OFFICE_OBSERVER))
    page = client.get(reverse("board:evidence", args=[two[0].pk, "in_depth_year"]))
    said = gettext("Of a period that still runs the share that has passed is asked: %(by_now)s by today.") % {
        "by_now": 0
    }
    assert page.context["by_now"] == (0 if share < 1 else None)
    assert (said in page.content.decode()) == (share < 1)
