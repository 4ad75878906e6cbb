"""A school's own paper stands with its school and with the office; other schools list it only when it was sent."""

import datetime

import pytest

from cms.core import versions
from cms.legal.documents import school_papers
from cms.legal.models import IssuingBody
from search.index import indexing
from search.index.contract import LIBRARY, SITE
from search.results_page.service import search
from tests.district.factories import make_broadcast
from tests.factories import make_office, make_school
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

SECTION = "/pho-bien-giao-duc-phap-luat/"
TITLE = "Quy tắc ứng xử trên mạng trong trường học"
SHOWN = "tắc ứng xử trên mạng trong trường học"  # after its type the title goes on in small letters
#: Every list of documents that a site has.
LISTS = (
    "/",
    SECTION,
    f"{SECTION}van-ban-phap-luat-moi/",
    "/van-ban/",
    "/van-ban/?q=quy+tac",
    "/van-ban/tin.atom",
    "/en/van-ban/",
)


def paper(name: str, number="02/QyĐ-THMA", **fields):
    """A rule that the school of this name issued this month."""
    make_document()  # the seeds, and something for everybody
    IssuingBody.objects.get_or_create(name=name, defaults={"level": "school"})
    fields.setdefault("issued_on", datetime.date.today())
    return make_document(number, type_name="Quy định", issuers=(name,), title=TITLE, **fields)


@pytest.fixture
def site_of(client):
    def site_of(school_or_portal, path):
        return client.get(path, headers={"host": school_or_portal.site.hostname})

    return site_of


def shown(site_of, place) -> list[str]:
    """The lists of this site that name the paper."""
    return [path for path in LISTS if SHOWN in site_of(place, path).content.decode()]


def test_it_is_listed_by_its_school_and_by_the_office(a, b, site_of):
    paper(a.name)
    everywhere = [path for path in LISTS if path != SECTION and not path.startswith("/en/")]
    assert set(everywhere) <= {*shown(site_of, a), SECTION}
    assert shown(site_of, b) == []
    assert {"/van-ban/", "/van-ban/tin.atom"} <= set(shown(site_of, make_office()))


def test_the_home_page_says_why_it_stands_there(a, site_of):
    paper(a.name)
    assert "Của trường" in site_of(a, "/").content.decode()


def test_what_the_office_sends_stands_with_other_schools_and_says_so(a, b, site_of):
    document = paper(a.name)
    make_broadcast(document=document)
    versions.clear_versions()
    assert {"/", "/van-ban/"} <= set(shown(site_of, b))
    assert f"Do {make_office().short_name} gửi" in site_of(b, "/").content.decode()


def test_its_address_leads_to_its_school(a, b, site_of):
    document = paper(a.name)
    path = document.get_absolute_url()
    assert site_of(a, path).status_code == site_of(make_office(), path).status_code == 200
    answer = site_of(b, path)
    assert (answer.status_code, answer.url) == (302, a.site.root_url + path)


def test_counts_leave_it_out(a, b):
    from cms.legal.documents import library
    from cms.tenancy import sites

    paper(a.name, education=True)
    counts = {info.school_id: library.counts_by_level(info)["education"] for info in sites.sites_by_host().values()}
    assert counts == {a.pk: 2, b.pk: 1, None: 2}


def test_a_paper_of_no_known_school_stands_with_the_office_alone(a, b, site_of):
    document = paper("Trường Tiểu học Không Ai Biết")
    assert shown(site_of, a) == shown(site_of, b) == []
    assert "/van-ban/" in shown(site_of, make_office())
    assert site_of(a, document.get_absolute_url()).url.startswith("http://cong.localhost")


def test_a_body_finds_its_school_by_name_in_any_usual_spelling(db):
    school = make_school("C", name="Trường THPT Bắc Sơn", level="THPT")
    body = IssuingBody.objects.create(name="Trường Trung học phổ thông Bắc Sơn", level="school")
    assert IssuingBody.objects.get(pk=body.pk).school_id == school.pk


def test_a_school_that_comes_later_finds_its_papers(db, site_of):
    make_office()
    paper("Trường Tiểu học Mẫu C")
    assert "/van-ban/" in shown(site_of, make_school("C"))


def test_two_schools_of_one_name_are_left_to_the_office(db, site_of):
    first, second = make_school("C", name="Trường THPT Trần Phú"), make_school("D", name="Trường THPT Trần Phú")
    document = paper("Trường THPT Trần Phú")
    assert shown(site_of, first) == shown(site_of, second) == []
    body = document.issuer_links.get().body
    body.school = second
    body.save()
    assert "/van-ban/" in shown(site_of, second)
    assert shown(site_of, first) == []


def test_this_school_finds_it_in_its_search(a, b):
    paper(a.name)
    indexing.reconcile_database()
    from cms.tenancy import sites

    infos = {info.school_id: info for info in sites.sites_by_host().values()}
    found = {pk: [hit.number for hit in search("quy tắc ứng xử", infos[pk], SITE).hits] for pk in (a.pk, b.pk)}
    assert found == {a.pk: ["02/QyĐ-THMA"], b.pk: []}
    assert search("quy tắc ứng xử", infos[b.pk], LIBRARY).total == 1, "the library can be searched whole"


def test_level_by_hand_gives_it_to_everybody(a, b, site_of):
    """The office may take a school's paper into the library of all."""
    paper(a.name, level="local")
    assert "/van-ban/" in shown(site_of, b)
    assert school_papers.LEVEL == "school"
