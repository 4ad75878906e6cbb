"""The search page in the tests' client: it works without JavaScript, keeps its filters, and survives anything."""

import datetime
import random
import re
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from cms.core import versions
from cms.core.web.paging import PARAMETER
from cms.home.models import NewsPage
from cms.legal.models import IssuingBody
from cms.legal.validity.periods import recompute_periods
from search.index import indexing, outbox
from search.models import UnansweredQuery
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.results_page import views
from search.results_page.facets import Facet, FacetChoice, build_facets
from search.results_page.forms import SearchForm
from search.results_page.results import Results
from search.results_page.service import search
from search.templatetags.search_tags import choices
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(content):
    return Client(headers={"host": "th-mau-a.localhost"})


def test_law_by_name_comes_first(client):
    response = client.get("/tim/", {"q": "luat tre em"})
    assert response.status_code == 200
    first = response.context["groups"][0].first
    assert (first.number, first.url, first.is_known_item) == ("102/2016/QH13", "/van-ban/102-2016-qh13/", True)
    body = response.content.decode()
    assert "<mark>Luật Trẻ em</mark>" in body
    assert 'name="robots" content="noindex' in body


def test_articles_of_one_document_stand_together(client):
    groups = client.get("/tim/", {"q": "tiêu đề", "scope": "library"}).context["groups"]
    parents = [group.first.parent_ref for group in groups if group.is_articles]
    assert len(parents) == len(set(parents))


def test_filters_form_links_that_can_be_shared(client):
    response = client.get("/tim/", {"q": "tiêu đề", "doc_type": ["Nghị định", "Thông tư"], "scope": "library"})
    chips = {chip.label: parse_qs(chip.url[1:]) for chip in response.context["chips"]}
    assert chips["Nghị định"]["doc_type"] == ["Thông tư"]
    assert chips["Nghị định"]["scope"] == ["library"]
    assert len(response.context["page_of"].links) > 1
    second = client.get("/tim/" + response.context["page_of"].next_url)
    assert second.context["form"].filters == {"doc_type": ("Nghị định", "Thông tư")}
    assert second.context["form"].page == 2
    kinds = {group.first.doc_type for group in second.context["groups"]}
    assert kinds <= {"Nghị định", "Thông tư"}


def test_nothing_found_and_nothing_asked(client):
    empty = client.get("/tim/")
    assert empty.status_code == 200
    assert empty.context["results"].total == 0
    none = client.get("/tim/", {"q": "xyzzyq"})
    with translation.override("vi"):
        assert gettext("Try fewer or other words; marks are not needed.") in none.content.decode()


def test_pages_past_the_end_give_the_last(client):
    assert client.get("/tim/", {"q": "tiêu đề", PARAMETER: "99999999999"}).context["page_of"].number >= 2


def test_english_page_and_portal(content):
    assert Client(headers={"host": "th-mau-a.localhost"}).get("/en/tim/", {"q": "luat tre em"}).status_code == 200
    portal = Client(headers={"host": "cong.localhost"}).get("/tim/", {"q": "lớp một"})
    assert [tab["current"] for tab in portal.context["tabs"]] == [True, False]
    assert portal.context["results"].hits[0].school == content.b.name


def test_names_of_the_library_in_the_pages_language(content):
    """The types' English names are the seed's; the body here has none and says that it is Vietnamese."""
    IssuingBody.objects.filter(name="Quốc hội").update(name_en="")
    client = Client(headers={"host": "th-mau-a.localhost"})
    english, vietnamese = (client.get(path, {"q": "102/2016/QH13"}).content.decode() for path in ("/en/tim/", "/tim/"))
    line, own = (re.search(r'<p class="hit__line">.*?</p>', text, re.S).group() for text in (english, vietnamese))
    assert "Law ·" in line
    assert "Luật" not in line
    assert '<span lang="vi">Quốc hội</span>' in line
    assert re.search(r'<h3 class="hit__title[^>]*><a [^>]*lang="vi">', english)
    assert "Luật" in own
    assert "Law" not in own
    assert "lang=" not in own


#: Statements of one result page with hits of pages and documents: PostgreSQL sets its planner and asks for rough
#: scores in statements of its own.
MOST_QUERIES = {"sqlite": 18, "postgresql": 24}


@pytest.mark.parametrize("question", ["trường", "quy định trường"])
def test_number_of_queries_does_not_grow_with_the_hits(client, monkeypatch, question):
    versions.forget_known()  # outside a test the making of the schools is long committed
    monkeypatch.setattr(versions, "MAX_AGE", 600)
    client.get("/tim/", {"q": question})

    def asked(per_page: int, **filters) -> tuple[int, list[str]]:
        monkeypatch.setattr(views, "PER_PAGE", per_page)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/tim/", {"q": question, **filters})
        return len(response.context["results"].hits), [query["sql"] for query in queries]

    (one, few), (several, many) = asked(1, kind="news"), asked(10, kind="news")
    assert one == 1 < several
    assert len(many) == len(few), many
    hits, queries = asked(10)
    assert hits == 10
    assert len(queries) <= MOST_QUERIES[connection.vendor], queries


PIECES = [
    '"', "'", "(", ")", "[", "]", "{", "}", "*", "?", "~", "^", "\\", "/", ":", "!", "+", "-", "&&", "||", "AND", "OR",
    "NOT", "NEAR(", "title:", "_exists_", "%", "_", ";", "--", "' OR 1=1 --", "'; DROP TABLE search_indexentry; --",
    "\x00", "\x07", "\x1b[31m", "\u200b", "\u202e", "😀", "👨‍👩‍👧", "é", "Ð", "ệ", "e\u0323\u0302", "luật", "tre em",
    "15/2020", "điều 5", "<script>", "{{ 7*7 }}", "${x}", "\n", "\t", "　", "٣", "²", "ﬁ", "İ", "ß", "中文", "a" * 300,
    "((((((((((", "…", "“", "”", "_" * 50,
]  # fmt: skip
FACET_NAMES = ["kind", "school", "year", "status", "level", "doc_type", "commune", "nonsense"]
PAGES = ["0", "-1", "1e9", "99999999999999999999", "abc", "", "²", "1.5", "2"]


def fuzzed(seed: int) -> dict:
    chance = random.Random(seed)  # noqa: S311 - the same cases every time
    words = [chance.choice(PIECES) for _ in range(chance.randint(1, 12))]
    parameters: dict = {"q": chance.choice(["", " "]).join(words), PARAMETER: chance.choice(PAGES)}
    if seed % 40 == 0:
        parameters["q"] = (chance.choice(PIECES) + " ") * 5000
    if chance.random() < 0.5:
        parameters[chance.choice(FACET_NAMES)] = [chance.choice(PIECES) for _ in range(chance.randint(1, 40))]
    parameters["scope"] = chance.choice(["site", "all", "library", "x", ""])
    parameters["sort"] = chance.choice(["date", "relevance", "'"])
    return parameters


def test_fuzzed_addresses_never_fail(client):
    for seed in range(150):
        parameters = fuzzed(seed)
        response = client.get("/tim/?" + urlencode(parameters, doseq=True))
        refused = "%00" in urlencode(parameters, doseq=True)  # the middleware answers these: 404
        assert response.status_code == (404 if refused else 200), parameters


def test_fuzzed_questions_never_fail_on_any_engine(backend, content):

    for seed in range(300):
        form = SearchForm.from_query(QueryDict(urlencode(fuzzed(seed), doseq=True)))
        results = search(form.q, content.a_site, form.scope, form.filters, form.page, sort=form.sort, backend=backend)
        assert results.total >= len(results.hits), form.q


def test_status_as_of_a_day_is_a_filter_that_can_be_shared(client, content):
    number = "102/2016/QH13"
    content.documents[number].effective_from = datetime.date(2017, 6, 1)
    content.documents[number].effective_to = datetime.date(2025, 1, 1)
    content.documents[number].save()
    recompute_periods([content.documents[number].pk])
    indexing.update_sources([f"document:{content.documents[number].pk}"])

    def statuses(day: str) -> dict[str, str]:
        response = client.get("/tim/", {"q": "luật trẻ em", "as_of": day, "kind": "document"})
        return {group.first.number: group.first.badge.code for group in response.context["groups"]}

    assert statuses("2016-12-31")[number] == "not_yet"
    assert statuses("2024-12-31")[number] == "in_force"
    assert statuses("2025-01-01")[number] == "expired"
    found = client.get("/tim/", {"q": "luật trẻ em", "as_of": "2024-12-31", "status": "in_force", "kind": "document"})
    assert number in [group.first.number for group in found.context["groups"]]
    assert {group.first.badge.code for group in found.context["groups"]} == {"in_force"}
    over = client.get("/tim/", {"q": "luật trẻ em", "as_of": "2025-01-01", "status": "in_force", "kind": "document"})
    assert number not in [group.first.number for group in over.context["groups"]]
    day, *others = found.context["chips"]
    assert day.label.endswith("31/12/2024")
    assert "as_of" not in day.url
    assert all("as_of=2024-12-31" in chip.url for chip in others)
    assert len(others) == 2
    early = client.get("/tim/", {"q": number, "as_of": "2016-12-31"})
    assert {group.first.badge.code for group in early.context["groups"]} == {"not_yet"}
    assert b'name="as_of" value="2016-12-31"' in early.content  # one status, and still the day can be changed
    assert client.get("/tim/", {"q": "luật trẻ em", "as_of": "31.13.9999"}).context["form"].day is None


def test_values_of_a_facet_beyond_the_first_can_be_unfolded_and_chosen():
    query = parse_query("luật")
    years = {str(year): 1 for year in range(2000, 2020)}
    codes = {f"{i:03}": 1 for i in range(300)}
    facets = {"year": years, "issuer": codes, "language": {"vi": 1, "fr": 1}}
    results = Results(query, make_plan(query, SearchRequest()).request, facets=facets)
    form = SearchForm.from_query(QueryDict("q=luật&year=2001"))
    facets = {facet.name: facet for facet in build_facets(results, form)}
    year = facets["year"]
    assert {choice.label for choice in facets["language"].choices} == {"Tiếng Việt", "Français"}
    assert [choice.value for choice in year.choices] == [str(y) for y in range(2019, 2011, -1)] + ["2001"]
    assert {choice.value for choice in (*year.choices, *year.folded)} == set(years)
    assert year.more == 0
    assert facets["issuer"].more == len(codes) - len(facets["issuer"].choices) - len(facets["issuer"].folded) > 0
    body = render_to_string("search/facets.html", {"facets": [year]})
    assert all(f'name="year" value="{value}"' in body for value in years)


def test_a_document_named_by_its_number_answers_although_it_lacks_a_word(client):
    for question, first in (("điều 3 nđ 56/2017", "56/2017/NĐ-CP"), ("quyết toán nđ 56/2017", "56/2017/NĐ-CP")):
        results = client.get("/tim/", {"q": question}).context["results"]
        assert results.hits[0].number == first
        assert results.answered
    assert not UnansweredQuery.objects.exists()
    client.get("/tim/", {"q": "quyền vui chơi xylophone"})
    assert [row.query for row in UnansweredQuery.objects.all()] == ["quyền vui chơi xylophone"]


@pytest.mark.parametrize(
    ("question", "loose"),
    [("cấy mạ học trò trường", True), ("quyết toán nđ 56/2017", False), ('xylophone "quyền vui chơi"', False)],
)
def test_only_results_that_nothing_names_or_quotes_are_called_loose(client, question, loose):
    response = client.get("/tim/", {"q": question})
    results = response.context["results"]
    assert (results.relaxed, bool(results.total)) == (True, True)
    assert ("không nhất thiết có đủ mọi từ" in response.content.decode()) is loose


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("cấy mạ", True),
        ("cay ma", True),
        ("mạ trò", False),  # in one title, but apart
        ("mả em", False),  # "Má em" is another word
        ("quyền vui chơi xylophone", False),  # the rarest word tells most: it is not lacking
        ("hoà giải", True),  # both places of the tone mark
    ],
)
def test_two_words_that_stand_nowhere_as_typed_find_nothing_and_are_counted(client, question, found):
    response = client.get("/tim/", {"q": question})
    assert bool(response.context["results"].total) is found
    assert (f"Không có kết quả cho “{question}”" in response.content.decode()) is not found
    assert UnansweredQuery.objects.filter(query=question, partly=False).exists() is not found


def test_near_words_and_copies_are_on_the_page(client, content):
    for school in (content.a, content.b):
        make_page(NewsPage, school, "Cùng nhau trồng rừng ngập mặn")
    outbox.replay_outbox()
    assert "má em" in client.get("/tim/", {"q": "mả em"}).context["nearby"]
    response = client.get("/tim/", {"q": "trồng rừng"})
    page = response.content.decode()
    assert "1 kết quả" in page
    assert [tab["count"] for tab in response.context["tabs"] if tab["current"]] == [1]
    assert page.count('class="hit__copies"') == 1
    assert content.b.name in page


def test_values_to_tick_are_escaped_and_counted():
    some = (FacetChoice('a"b', "<i>A & B</i>", 1234, True), FacetChoice("c", "C", 0, False))
    first, second = choices(Facet("issuer", "", some, (), 0), some).split("\n")
    assert 'name="issuer" value="a&quot;b" checked>' in first
    assert (
        '<span class="facet__words">&lt;i&gt;A &amp; B&lt;/i&gt;</span><span class="facet__count">1234</span>' in first
    )
    assert 'class="facet facet--zero"' in second
    assert "checked>" not in second
