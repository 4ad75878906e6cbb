"""The office's portal: schools by commune, news of all schools, filters from the address, constant queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import versions
from cms.home import directory, portal
from cms.home.models import NewsPage
from cms.legal.models import LegalNewsPage
from tests import shared
from tests.factories import make_office, make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page, only_page

pytestmark = pytest.mark.django_db

PORTAL = "cong.localhost"
NEWS, SCHOOLS = "/tin-cac-truong/", "/truong/"
NASTY = ("", "abc", "-1", "0", "1.5", "9" * 40, "٣", "' OR 1=1 --", "<script>", "%", "ớ" * 300)


@pytest.fixture
def get(client):
    def _get(path="/", host=PORTAL, **data):
        return client.get(path, data, headers={"host": host})

    return _get


@shared.once
def three():
    return (
        make_school("A", name="Trường Tiểu học Cây Gạo", level="TH", commune="Xã Đông"),
        make_school("B", name="Trường Mầm non Hoa Sữa", level="MN", commune="Xã Đông"),
        make_school("C", name="Trường THCS Bờ Đê", level="THCS", commune="Xã Tây"),
    )


def day(number: int) -> datetime.date:
    return datetime.date(2026, 9, number)


def titles(cards) -> list[str]:
    return [card.title for card in cards]


def test_home_groups_schools_by_commune_and_links_to_them(get, three):
    response = get()
    groups = {group.name: group for group in response.context["commune_groups"]}
    assert {name: group.count for name, group in groups.items()} == {"Xã Đông": 2, "Xã Tây": 1}
    text = response.content.decode()
    for school in three:
        assert f'href="{school.site.root_url}/"' in text


def test_level_filter_of_the_home_page(get, three):
    response = get(level="MN")
    assert [(g.name, g.count) for g in response.context["commune_groups"]] == [("Xã Đông", 1)]
    counts = {choice.value: choice.count for choice in response.context["level_choices"]}
    assert counts == {"": 3, "MN": 1, "TH": 1, "THCS": 1}  # a filter does not change its own counts


def test_a_commune_shows_its_first_schools_and_a_link_to_all(get):
    for number in range(portal.MAX_SCHOOLS_PER_COMMUNE + 2):
        make_school(f"S{number}", name=f"Trường Tiểu học Số {number}", commune="Xã Đông Đúc")
    response = get()
    (group,) = response.context["commune_groups"]
    assert (group.count, len(group.schools)) == (portal.MAX_SCHOOLS_PER_COMMUNE + 2, portal.MAX_SCHOOLS_PER_COMMUNE)
    assert f"{SCHOOLS}?commune=X%C3%A3%20%C4%90%C3%B4ng%20%C4%90%C3%BAc" in response.content.decode()


def test_library_entry_counts_public_documents_by_level(get, three):
    make_document()
    make_document(issuers=("Chính phủ",), type_name="Nghị định")
    make_document(issuers=("Chính phủ",), type_name="Nghị định", confidential=True)
    counts = {group.value: group.count for group in get().context["library_groups"]}
    assert counts == {"central": 1, "province": 0, "local": 0, "education": 1}


@pytest.mark.parametrize("words", ["hoa sua", "HOA SỮA", "sữa  hoa", "mam non dong"])
def test_schools_are_found_with_and_without_marks(get, three, words):
    response = get(SCHOOLS, q=words)
    assert [row.code for row in response.context["page_of"].items] == ["B"]


def test_school_list_filters_add_up(get, three):
    response = get(SCHOOLS, commune="Xã Đông", level="TH")
    assert [row.code for row in response.context["page_of"].items] == ["A"]
    assert {choice.value for choice in response.context["level_choices"]} == {"", "MN", "TH"}
    assert get(SCHOOLS, q="khong co truong nay").context["page_of"].total == 0


def test_every_school_is_linked_from_the_list(get):
    schools = [make_school(f"S{number}", name=f"Trường Tiểu học Số {number}") for number in range(3)]
    closed = make_school("Z", name="Trường Tiểu học Đã Đóng")
    closed.closed_on = timezone.localdate()
    closed.save()
    versions.bump_versions(versions.STRUCTURE)
    text = get(SCHOOLS).content.decode()
    assert all(f'href="{school.site.root_url}/"' in text for school in schools)
    assert closed.site.root_url not in text


@pytest.mark.parametrize("path", [SCHOOLS, NEWS])
def test_a_school_sends_readers_to_the_portal(get, three, path):
    response = get(path, host=three[0].site.hostname, level="TH")
    assert response.status_code == 301
    assert response["Location"] == f"http://{PORTAL}{path}?level=TH"


def test_news_of_all_schools_newest_first_with_their_school(get, three):
    a, b, _c = three
    make_page(NewsPage, a, "Tin trường A", date=day(2))
    make_page(LegalNewsPage, b, "Tin pháp luật trường B", date=day(3))
    make_page(NewsPage, b, "Bản nháp", date=day(4), live=False)
    cards = get(NEWS).context["page_of"].items
    assert titles(cards) == ["Tin pháp luật trường B", "Tin trường A"]
    assert (cards[0].school_url, cards[0].commune) == (b.site.root_url + "/", "Xã Đông")
    assert cards[0].url.startswith(b.site.root_url + "/")
    assert titles(get().context["news"]) == titles(cards)


def test_private_sections_and_closed_schools_stay_out_of_the_news(get, three):
    a, b, _c = three
    hidden = make_page(NewsPage, a, "Riêng tư", date=day(2))
    make_page(NewsPage, b, "Trường đã đóng", date=day(3))
    PageViewRestriction.objects.create(page=hidden.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    b.closed_on = timezone.localdate()
    b.save()
    versions.bump_versions(versions.STRUCTURE)
    assert titles(get(NEWS).context["page_of"].items) == []


def test_the_portal_s_own_news_is_not_news_of_a_school(get, three):
    office = make_office()
    office.code = "CONG"  # what the factory needs of a school
    make_page(NewsPage, office, "Tin của phòng", date=day(1))
    assert titles(get(NEWS).context["page_of"].items) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"level": "MN"}, {"Tin B"}),
        ({"commune": "Xã Đông"}, {"Tin A", "Tin B"}),
        ({"school": "C"}, {"Tin C"}),
        ({"commune": "Xã Đông", "level": "TH"}, {"Tin A"}),
        ({"commune": "Xã Đông", "school": "C"}, {"Tin A", "Tin B"}),  # C is not there: the school is no filter
        ({"level": "XX", "commune": "Xã Lạ", "school": "?"}, {"Tin A", "Tin B", "Tin C"}),
    ],
)
def test_news_filters(get, three, filters, expected):
    for school in three:
        make_page(NewsPage, school, f"Tin {school.code}", date=day(1))
    assert set(titles(get(NEWS, **filters).context["page_of"].items)) == expected


def test_news_pages_keep_their_filters_and_never_repeat(get, three):
    for number in range(1, 15):
        make_page(NewsPage, three[0], f"Tin {number}", date=day(number))
        make_page(LegalNewsPage, three[0], f"Luật {number}", date=day(number))
    first = get(NEWS, level="TH").context["page_of"]
    second = get(NEWS, level="TH", page="2").context["page_of"]
    third = get(NEWS, level="TH", page="3").context["page_of"]
    assert (first.total, first.pages) == (28, 3)
    assert "level=TH" in first.next_url
    assert len(set(titles(first.items) + titles(second.items) + titles(third.items))) == 28
    dates = [card.date for page in (first, second, third) for card in page.items]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("path", ["/", SCHOOLS, NEWS])
@pytest.mark.parametrize("value", NASTY)
def test_no_parameter_breaks_a_page(get, three, path, value):
    make_page(NewsPage, three[0], date=day(1))
    for name in ("page", "level", "commune", "school", "q"):
        assert get(path, **{name: value}).status_code == 200, name


@pytest.mark.parametrize("path", ["/", SCHOOLS, NEWS])
def test_the_number_of_queries_does_not_depend_on_the_number_of_schools(get, path):
    def queries(cold: bool) -> int:
        get(path)
        if cold:
            versions.clear_versions()
        with CaptureQueriesContext(connection) as seen:
            assert get(path).status_code == 200
        return len(seen)

    def fill(codes):
        for code in codes:
            school = make_school(code, name=f"Trường Tiểu học {code}", commune=f"Xã {code}")
            make_page(NewsPage, school, date=day(1))
            make_page(LegalNewsPage, school, date=day(1))

    fill("AB")
    few = queries(cold=True), queries(cold=False)
    fill("CDEFGH")
    assert (queries(cold=True), queries(cold=False)) == few
    assert few[1] <= 15


def row(code: str, level: str, commune: str, name: str = "") -> directory.SchoolRow:
    return directory.SchoolRow(
        id=hash(code), code=code, name=name or code, short_name=name or code, level=level, commune=commune, address="",
        host="", url="", search_text=f"{code.lower()} {commune.lower()}",
    )  # fmt: skip


def test_communes_with_most_schools_come_first_and_the_nameless_last():
    rows = [
        row("a", "TH", ""),
        row("b", "TH", ""),
        row("c", "MN", "Xã B"),
        row("d", "TH", "Xã A"),
        row("e", "TH", "Xã A"),
    ]
    groups = directory.group_by_commune(rows, each=1, elsewhere=2)
    assert [(g.name, g.count, len(g.schools)) for g in groups] == [("Xã A", 2, 1), ("Xã B", 1, 1), ("", 2, 2)]
    assert directory.count_communes(rows) == [("Xã A", 2), ("Xã B", 1)]
    assert directory.count_levels(rows) == [("MN", 1), ("TH", 4)]


def test_the_section_of_a_school_is_linked_from_its_home(get, three):
    from cms.legal.models import LegalEducationSectionPage

    school = three[0]
    section = only_page(LegalEducationSectionPage, school)
    assert f"/{section.slug}/" in get("/", host=school.site.hostname).content.decode()


@pytest.mark.parametrize("path", ["/", SCHOOLS, NEWS])
def test_a_null_character_is_no_server_error(get, three, path):
    """No database stores it, so such an address leads nowhere (``SiteMiddleware``)."""
    assert get(path, q="\x00").status_code == 404
