"""What pages read when they are made anew: how often they ask, and only what some counter stands for."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.home.models import NewsPage, NoticePage
from cms.legal.models import LegalMaterialPage, LegalNewsPage, QuestionPage, TrainingPage
from tests.core.page_cache.conftest import HOSTS
from tests.core.page_cache.test_requests import PATHS
from tests.district.factories import make_broadcast
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db

TABLE = re.compile(r'(?:FROM|JOIN) "([a-z_]+)"')
TEXT = [{"type": "text", "value": "<p>Theo Thông tư 12/2025/TT-BGDĐT.</p>"}]


def asked(who: str, path: str) -> list[str]:
    """The statements for one page that is made anew in a process that has served its site before."""
    client = Client(headers={"host": HOSTS.get(who, who)})
    client.get(path)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200
    return [row["sql"] for row in statements]


def fill(school, number: int = 1) -> dict[str, str]:
    """Content of every kind; the path of one page of each."""
    paths = {}
    for _ in range(number):
        for model in (NewsPage, NoticePage, LegalNewsPage, LegalMaterialPage, QuestionPage, TrainingPage):
            fields = {"body": TEXT} if hasattr(model, "body") else {}
            if hasattr(model, "image"):
                fields["image"] = make_image(collection=school.collection)
            page = make_page(model, school, live=False, **fields)
            page.save_revision().publish()
            paths[model.__name__] = "/" + page.url_path.removeprefix(school.home_page.url_path)
    return paths


#: Table → what is raised when it is written; each has a test in ``test_changes`` or in its app. A page that reads
#: another one rests on nothing that would say when it is outdated.
COUNTED = {
    "site": {
        "wagtailcore_page", "wagtailcore_pageviewrestriction", "home_contactpage", "home_newsindexpage",
        "home_newspage", "home_noticeindexpage", "home_noticepage", "home_schoolhomepage", "home_officehomepage",
        "home_standardpage", "home_schoolsettings", "legal_legaleducationsectionpage", "legal_legallinkspage",
        "legal_legalmaterialpage", "legal_legalmaterialpagedocument", "legal_legalnewsindexpage", "legal_legalnewspage",
        "legal_legalnewspagedocument", "legal_materialindexpage", "legal_newdocumentspage", "legal_questionindexpage",
        "legal_questionpage", "legal_questionpagedocument", "legal_trainingindexpage", "legal_trainingpage",
        "core_rendition", "core_schooldocument", "core_schoolimage", "district_submission", "district_receipt",
        "district_gatherrules", "advice_review",
    },
    "structure": {
        "wagtailcore_locale", "wagtailcore_site", "wagtailcore_collection", "wagtailcore_collectionviewrestriction",
        "tenancy_school", "tenancy_officeportal", "tenancy_schoolauthority", "tenancy_governingauthority",
        "home_portallink",
    },
    "library": {
        "legal_documenttype", "legal_issuingbody", "legal_legaldocument", "legal_legaldocument_fields",
        "legal_legaldocumentfile", "legal_legaldocumentissuer", "legal_legalevent", "legal_legalfield",
        "legal_legalrelation", "legal_provision", "legal_sourcerecord", "legal_statusperiod", "legal_textversion",
        "legal_clauseproposal", "legal_amendmentedge", "legal_mergedaddress",
    },
    # Of the pages those that cite: whatever changes in them raises it.
    "cited": {"legal_citation", "wagtailcore_page", "wagtailcore_pageviewrestriction"},
    "broadcasts": {"district_broadcast"},
    "never changed": {"django_content_type"},
}  # fmt: skip


def test_pages_read_only_what_a_counter_stands_for(a, b):
    document = make_document("12/2025/TT-BGDĐT", articles=3)
    paths = fill(a)
    make_broadcast("Chỉ thị", model=NoticePage)
    where = document.get_absolute_url()
    school = [
        *PATHS,
        *paths.values(),
        where,
        f"{where}vien-dan/",
        f"{where}tai-ngay/2025-06-01/",
        f"{where}?day=2026-01-01",
    ]
    portal = ["/", "/truong/", "/tin-cac-truong/", "/bai-chon-loc/", "/van-ban/", where, f"{where}akn.xml"]
    known = set().union(*COUNTED.values())
    for who, path in [*(("a", path) for path in school), *(("portal", path) for path in portal)]:
        read = {table for statement in asked(who, path) for table in TABLE.findall(statement)}
        assert read <= known, (path, read - known)


#: Statements for a page that is made anew with all its parts. They do not grow with schools, news or documents.
BUDGETS = {
    "/": 17, "/tin-tuc/": 6, "/thong-bao/": 5, "/gioi-thieu/": 3, "/lien-he/": 2, "/van-ban/": 4, "/so-do-trang/": 2,
    "/sitemap.xml": 2, "/robots.txt": 0, "/tin.atom": 5, "/van-ban/tin.atom": 3, "/pho-bien-giao-duc-phap-luat/": 19,
    "/pho-bien-giao-duc-phap-luat/tin-tuc-hoat-dong/": 6, "/pho-bien-giao-duc-phap-luat/van-ban-phap-luat-moi/": 11,
    "/pho-bien-giao-duc-phap-luat/tai-lieu/": 7, "/pho-bien-giao-duc-phap-luat/hoi-dap/": 5,
    "/pho-bien-giao-duc-phap-luat/tap-huan/": 4, "/pho-bien-giao-duc-phap-luat/lien-ket/": 2,
}  # fmt: skip
ITEMS = {
    "NewsPage": 9, "NoticePage": 9, "LegalNewsPage": 10, "LegalMaterialPage": 10, "QuestionPage": 8, "TrainingPage": 2,
}  # fmt: skip
DOCUMENT = 18


def test_budgets_of_statements_hold_however_much_there_is(a, b, django_assert_max_num_queries):
    document = make_document("12/2025/TT-BGDĐT", articles=3)
    paths = fill(a, 2)

    def counted() -> dict[str, int]:
        found = {path: len(asked("a", path)) for path in BUDGETS}
        found |= {name: len(asked("a", path)) for name, path in paths.items()}
        found["document"] = len(asked("a", document.get_absolute_url()))
        return found | {f"portal{path}": len(asked("portal", path)) for path in ("/", "/truong/", "/tin-cac-truong/")}

    few = counted()
    limits = {
        **BUDGETS,
        **ITEMS,
        "document": DOCUMENT,
        "portal/": 9,
        "portal/truong/": 0,
        "portal/tin-cac-truong/": 13,
    }
    assert {name: (number, limits[name]) for name, number in few.items() if number > limits[name]} == {}
    for code in ("C", "D"):
        fill(make_school(code))
    fill(a, 4)
    for number in range(6):
        make_document(issued_on=datetime.date(2026, 1, number + 1))
    many = counted()
    assert {name: (few[name], number) for name, number in many.items() if number > few[name]} == {}
