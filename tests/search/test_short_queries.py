"""Two words: side by side and with the marks that were typed, or nothing; one story once. On every engine."""

import datetime

import pytest

from benchmarks.search import short
from cms.core.text import fold_diacritics
from cms.home.models import NewsPage
from search.index import indexing
from search.models import IndexEntry
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.reranking.reranker import apply_source_weights, candidate_rows
from search.results_page.results import RankedHit
from search.results_page.service import database, search
from search.results_page.zero_results import find_nearby_queries
from tests.factories.pages import make_page

TITLES = (
    "Thực hiện mẫu đơn mới, công khai máu chốt hiến kế",
    "Lịch kỳ thi học sinh giỏi",
    "Không kỳ thị bạn bè",
    "Sửa mái tôn, mua xe máy",
    "Tuần lễ đọc sách cùng cha mẹ",
    "Hoa hồng ngoài cổng, hóa đơn trong hồ sơ",
)
COPIED = "Cùng nhau trồng rừng ngập mặn"


@pytest.fixture
def stocked(any_backend, content):
    """Titles at school A, one story at both schools; the engine knows them."""
    for title in TITLES:
        make_page(NewsPage, content.a, title)
    for school in (content.a, content.b):
        make_page(NewsPage, school, COPIED)
    indexing.reconcile_database()
    if any_backend is not database:
        indexing.rebuild_engine(any_backend)
    return any_backend


def titles(backend, text, site) -> list[str]:
    return [hit.plain_title for hit in search(text, site, backend=backend).hits]


def test_what_stands_nowhere_as_typed_finds_nothing(stocked, content, subtests):
    for text in ("hiến máu", "kỷ thị", "đọc cha", "tuần mẹ", "xe tôn", "sách đọc lễ", "hoa đơn"):
        with subtests.test(text):
            found = search(text, content.a_site, backend=stocked)
            assert (found.total, found.hits, found.answered) == (0, (), False)


def test_a_word_typed_with_marks_is_that_word_alone(stocked, content, subtests):
    for text, first in (
        ("kỳ thị", "Không kỳ thị bạn bè"),
        ("kì thị", "Không kỳ thị bạn bè"),
        ("kỳ thi", "Lịch kỳ thi học sinh giỏi"),
        ("hóa đơn", "Hoa hồng ngoài cổng, hóa đơn trong hồ sơ"),
        ("hoa hồng", "Hoa hồng ngoài cổng, hóa đơn trong hồ sơ"),
    ):
        with subtests.test(text):
            assert titles(stocked, text, content.a_site) == [first]


def test_without_marks_every_reading_is_offered(stocked, content):
    assert set(titles(stocked, "ky thi", content.a_site)) == {"Không kỳ thị bạn bè", "Lịch kỳ thi học sinh giỏi"}


def test_three_words_may_stand_apart_if_two_of_them_are_neighbours(stocked, content):
    assert titles(stocked, "mua máy xe", content.a_site) == []
    assert titles(stocked, "xe máy mua", content.a_site) == [TITLES[3]]


@pytest.fixture
def with_pieces(any_backend, content):
    """Titles that hold the words of questions only as pieces of other words, and some that hold them as they are."""
    for number in range(30):
        make_page(NewsPage, content.a, f"Đã kiểm tra học kỳ lần {number}")
    for title in (
        "Kiểm tra đã xong",
        "Mẫu máu và an toàn bức xạ",
        "Thuốc lá và mạng điện, trẻ tử tế",
        "Đội bảo hiểm của lớp",
        "Tuyên truyền viên giỏi mũ xanh",
        "Cuộc thi vẽ mũ bảo hiểm của đội tuyển",
    ):
        make_page(NewsPage, content.a, title)
    indexing.reconcile_database()
    if any_backend is not database:
        indexing.rebuild_engine(any_backend)
    return any_backend


def test_the_telling_word_is_never_lacking(with_pieces, content, subtests):
    for text in ("hiến máu an toàn", "thuốc lá điện tử", "hien mau an toan", "thuoc la dien tu"):
        with subtests.test(text):
            assert titles(with_pieces, text, content.a_site) == []


def test_what_is_there_is_found_by_its_words(with_pieces, content, subtests):
    for text in ("mẫu máu an toàn", "an toàn bức xạ", "an toan buc xa"):
        with subtests.test(text):
            assert titles(with_pieces, text, content.a_site) == ["Mẫu máu và an toàn bức xạ"]


def test_pieces_of_other_words_are_no_result_without_marks(with_pieces, content):
    assert titles(with_pieces, "tra da", content.a_site) == []
    assert len(titles(with_pieces, "kiem tra", content.a_site)) == 10
    assert titles(with_pieces, "kiem tra da xong", content.a_site)[:1] == ["Kiểm tra đã xong"]


def test_what_is_a_word_is_one_within_a_school_and_by_date_too(content):
    for number in range(45):
        make_page(NewsPage, content.a, f"Lưu ý của ban giám khảo số {number}")
    make_page(NewsPage, content.b, "Hồ sơ lưu ban hành năm nay")
    indexing.reconcile_database()
    assert search("luu ban", content.b_site).total == 0
    make_page(NewsPage, content.a, "Lưu ban và học lại")
    indexing.reconcile_database()
    assert search("luu ban", content.b_site).total == 2
    assert search("luu ban", content.b_site, scope="site").total == 1
    assert search("luu ban", content.b_site, sort="date").total == 2
    assert search("lưu ban", content.b_site, scope="site").total == 1


def test_one_story_of_two_schools_is_one_result_the_own_first(stocked, content):
    for site, own, other in ((content.a_site, content.a, content.b), (content.b_site, content.b, content.a)):
        found = search("trồng rừng", site, backend=stocked)
        assert (found.total, len(found.hits), found.scopes["all"]) == (1, 1, 2)
        hit = found.hits[0]
        assert (hit.school, hit.other_schools) == (own.name, 1)
        assert [copy.school for copy in hit.copies] == [other.name]
    alone = search("trồng rừng", content.b_site, scope="site", backend=stocked)
    assert [(hit.school, hit.copies) for hit in alone.hits] == [(content.b.name, ())]


def test_a_copy_stands_in_for_one_that_was_taken_away(content):
    pages = [make_page(NewsPage, school, COPIED) for school in (content.a, content.b)]
    indexing.reconcile_database()
    type(pages[0]).objects.filter(pk=pages[0].pk).update(live=False)  # the index does not know it yet
    hits = search("trồng rừng", content.a_site).hits
    assert [(hit.school, hit.copies) for hit in hits] == [(content.b.name, ())]


def test_pages_of_results_hold_every_story_once(stocked, content):
    seen = [
        hit.ref
        for page in range(1, 8)
        for hit in search("tiêu đề", content.a_site, page=page, size=5, backend=stocked).hits
    ]
    assert len(seen) == len(set(seen)) == min(search("tiêu đề", content.a_site, backend=stocked).total, 35)


def test_near_questions_are_offered_where_nothing_was_found(content):
    for title in TITLES:
        make_page(NewsPage, content.a, title)
    indexing.reconcile_database()
    assert find_nearby_queries(search("kỷ thị", content.a_site), content.a_site, "vi")[0] in ("kỳ thị", "kỳ thi")
    assert "kỳ thi" in find_nearby_queries(search("đi xa kỳ thi", content.a_site), content.a_site, "vi")
    assert find_nearby_queries(search("kỳ thi", content.a_site), content.a_site, "vi") == []


def test_where_words_fit_equally_the_better_source_comes_first(content):
    plan = make_plan(parse_query("trẻ em"), SearchRequest())
    rows = {row.number: row.ref for row in IndexEntry.objects.filter(kind="document")}
    page = IndexEntry.objects.filter(kind="news").first().ref
    refs = [page, rows["32/2018/TT-BGDĐT"], rows["15/2020/NĐ-CP"], rows["102/2016/QH13"]]
    found = apply_source_weights(
        [RankedHit(ref, 10.0, 10.0) for ref in refs], plan, datetime.date(2026, 1, 1), candidate_rows(refs, plan)
    )
    laws = [one.ref for one in found if one.ref != page and not one.boost]
    assert [one.ref for one in found][-1] == page
    assert laws == [ref for ref in reversed(refs[1:]) if ref in laws]
    assert all(one.source_factors for one in found)


def test_the_judged_sets_are_whole():
    unseen, questions = short.read(short.UNSEEN), short.read()
    assert len(unseen) >= 60
    assert sum(not one.right for one in unseen) >= 15
    assert not {fold_diacritics(one.text) for one in unseen} & {fold_diacritics(one.text) for one in questions}
    assert len(questions) == len({fold_diacritics(one.text) for one in questions}) >= 200
    assert sum(not one.right for one in questions) >= 50
    tuned, held = short.halves(questions).values()
    assert abs(len(tuned) - len(held)) <= 1
