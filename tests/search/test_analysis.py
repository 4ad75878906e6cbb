"""Tokens, keys, queries, plans and marks without any engine."""

import doctest
import unicodedata

import pytest

from search.index.contract import Entry
from search.query_planning import analysis, known_item, query, question_cleaning
from search.query_planning.analysis import syllables, tokens_of
from search.query_planning.known_item import find_article, find_number, keys_of_document
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan, rarest_terms
from search.results_page import forms
from search.results_page.highlight import excerpt, highlight


@pytest.mark.parametrize("module", [analysis, known_item, query, question_cleaning, forms])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


def folded(text):
    return [f for _, f in syllables(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("thuỷ lợi", "thủy lợi"),
        ("Điều", "Ðiều"),
        ("giáo dục", unicodedata.normalize("NFD", "giáo dục")),
        ("UBND xã", "uỷ ban nhân dân xã"),
        ("GD&ĐT", "giáo dục đào tạo"),
        ("khoẻ mạnh", "khỏe mạnh"),
    ],
)
def test_spellings_of_one_thing_give_the_same_tokens(one, other):
    assert syllables(one) == syllables(other)


def test_different_words_stay_apart_when_marked():
    assert len({exact for exact, _ in syllables("ma má mà mả mã mạ")}) == 6
    assert set(folded("ma má mà mả mã mạ")) == {"ma"}


def test_heading_counts_five_times_and_pairs_do_not_cross_parts():
    tokens = tokens_of(Entry("page:1", "page:1", "page", "t", heading="quyền học", context="trường", body="vui chơi"))
    assert tokens.syllables.count("hoc") == 5
    assert tokens.pairs.count("quyen_hoc") == 5
    assert not {"truong_quyen", "hoc_vui", "hoc_quyen"} & set(tokens.pairs)
    assert tokens.exact == ("chơi", "học", "quyền", "quyền_học", "trường", "vui_chơi", "ßvui")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("15/2020/ND-CP", "n:15/2020/nd-cp"),
        ("nghị định số 15 năm 2020", "n:nd 15/2020"),
        ("thong tu 32 2018", "n:tt 32/2018"),
        ("TT 05/2019", "n:tt 5/2019"),
        ("1581/BGD&ĐT-GDPT", "n:1581/bgddt-gdpt"),
        ("1581/BGD ĐT-GDPT", "n:1581/bgddt-gdpt"),
        ("66-NQ/TW", "n:66/nq-tw"),
        ("01/VBHN-VPQH", "n:1/vbhn-vpqh"),
    ],
)
def test_numbers_in_queries(text, key):
    assert find_number(text).keys[0] == key


@pytest.mark.parametrize("text", ["12 học sinh", "tháng 9", "10 2020", "điều 5", ""])
def test_no_number_is_seen_where_there_is_none(text):
    assert find_number(text) is None


def test_document_and_query_meet_in_a_key():
    stored = keys_of_document("32/2018/TT-BGDĐT", "Thông tư", "Ban hành Chương trình giáo dục phổ thông", "2018")
    for typed in ("32/2018/tt-bgddt", "thông tư 32/2018", "TT32/2018/TT-BGD-ĐT", "32 / 2018 / TT - BGDĐT"):
        assert set(stored) & set(find_number(typed).keys), typed


def test_article_is_taken_out_of_the_words():
    assert find_article("Điều 12a Luật Giáo dục") == ("12a", "luat giao duc")
    assert find_article("điều kiện")[0] == ""


def test_question_words_are_compared_with_the_marks_that_were_typed():
    assert parse_query("có được nghỉ học không").content == ("nghi", "hoc")
    assert parse_query("cơ sở giáo dục").content == ("co", "so", "giao", "duc")
    assert parse_query("bạo lực học đường").content == ("bao", "luc", "hoc", "duong")
    assert parse_query("bao nhiêu tuổi").content == ("tuoi",)
    assert parse_query("là gì").content == ("la", "gi")


@pytest.mark.parametrize(
    "typed",
    [
        "Cho em hỏi học phí bao nhiêu?",
        "cho em hoi hoc phi bao nhieu?",
        "Dạ em chào luật sư, luật sư cho em hỏi học phí bao nhiêu? Em xin chân thành cảm ơn luật sư!",
        "Xin hỏi học phí bao nhiêu theo quy định của pháp luật hiện hành?",
        "Kính gửi luật sư, tôi muốn hỏi học phí bao nhiêu? Rất mong nhận được phản hồi của luật sư.",
    ],
)
def test_courtesies_are_not_sought(typed):
    assert parse_query(typed).sequence == ("hoc", "phi", "bao", "nhieu")


@pytest.mark.parametrize(
    "typed",
    ["điều kiện chào bán cổ phiếu", "biên bản hỏi cung", "mẹ cho con bú", '"cho em hỏi"', "cho em hỏi", "nghề luật sư"],
)
def test_what_only_looks_like_a_courtesy_stays(typed):
    assert parse_query(typed).sequence == tuple(folded(typed))


def test_persons_are_whole_words():
    assert parse_query("Cho em hỏi công ty nợ lương").content == ("cong", "ty", "no", "luong")


def test_a_row_of_persons_ends():
    """Where "anh chị" may be one person or two, looking for a courtesy would take twice as long with each more."""
    assert parse_query("anh chị em " * 70).content == ("anh", "chi", "em")


def test_a_story_before_the_question_weighs_less_and_does_not_push_it_out():
    story = "Gia đình em vừa chuyển về huyện và đang tìm lớp cho cháu nhỏ năm tuổi. "
    asked = parse_query(story * 5 + "Học phí mầm non bao nhiêu? Em cảm ơn!")
    assert {"hoc", "phi", "mam_non"} <= {*asked.sequence, *asked.pairs}
    assert {"huyen", "tuoi"} <= asked.side_terms
    assert not {"hoc", "phi", "mam", "mam_non", "học"} & asked.side_terms
    assert len(asked.sequence) <= query.MAX_SYLLABLES
    plan = make_plan(asked, SearchRequest())
    assert plan.weight("huyen") < plan.weight("phi") == 1
    assert rarest_terms({"huyen": 5, "phi": 50}, 52, asked.side_terms) == ("phi",)


def test_where_no_sentence_asks_all_weigh_alike():
    assert parse_query("Học phí mầm non. Miễn giảm học phí.").side_terms == frozenset()


def test_rarest_terms_within_the_cap():
    assert rarest_terms({"a": 5, "b": 0, "c": 10, "d": 100}, cap=50) == ("a", "c")
    assert rarest_terms({"d": 100}, cap=50) == ("d",)
    assert rarest_terms({}, cap=50) == ()


def test_asks_are_corrected():
    ask = SearchRequest(scope="x", filters={"kind": ("news",), "no": ("y",), "year": ()}, sort="?", page=-5)
    assert (ask.scope, ask.sort, ask.page, ask.filters) == ("all", "relevance", 1, {"kind": ("news",)})
    assert SearchRequest(scope="site", site_id=None).scope == "all"


def test_levels_of_a_plan():
    assert [(x.needed, x.min_results) for x in make_plan(parse_query("luật trẻ em"), SearchRequest()).levels] == [
        (3, 1)
    ]
    two_words = make_plan(
        parse_query("xử phạt viễn thông"), SearchRequest()
    ).levels  # of two syllables: none may be lacking
    assert [(x.needed, x.min_results) for x in two_words] == [(4, 1)]
    plain = make_plan(
        parse_query("quyen tre em"), SearchRequest()
    ).levels  # the last for texts that were written without marks
    assert [(x.needed, x.min_results, x.plain) for x in plain] == [(3, 1, False), (3, 1, True)]
    assert [(x.needed, x.min_results) for x in make_plan(parse_query("luật"), SearchRequest()).levels] == [(1, 1)]
    assert make_plan(parse_query("học sinh tiểu học nghỉ hè mấy tuần trong năm học mới"), SearchRequest()).levels == ()


def test_marks_are_put_on_matching_runs_and_everything_is_escaped():
    assert highlight("Luật Trẻ em", parse_query("tre em")) == "Luật <mark>Trẻ em</mark>"
    assert (
        highlight("Em và <b>trẻ</b>", parse_query("trẻ em")) == "<mark>Em</mark> và &lt;b&gt;<mark>trẻ</mark>&lt;/b&gt;"
    )
    assert highlight("<script>", parse_query("script")) == "&lt;<mark>script</mark>&gt;"
    assert highlight("UBND xã", parse_query("ủy ban nhân dân")) == "<mark>UBND</mark> xã"


@pytest.mark.parametrize(
    ("text", "question", "marked"),
    [
        ("Từ năm nay", "thông tư 22", "Từ năm nay"),  # "tư" typed with its mark is no "từ"
        ("Từ năm nay", "thong tu 22", "<mark>Từ</mark> năm nay"),  # typed without, it may be
        ("Đường thông. Tư liệu mới", "thông tư", "Đường <mark>thông. Tư</mark> liệu mới"),
        ("Kỳ thi và kỳ thị", "kỳ thị", "Kỳ thi và <mark>kỳ thị</mark>"),
        ("Theo TT 22", "tư thông tin", "Theo TT 22"),  # both syllables of the abbreviation, in another order
        ("Theo TT 22", "thông tư", "Theo <mark>TT</mark> 22"),
        ("LUAT TRE EM", "luật trẻ em", "<mark>LUAT TRE EM</mark>"),
    ],
)
def test_only_what_was_typed_is_marked(text, question, marked):
    assert highlight(text, parse_query(question)) == marked


def test_two_syllables_are_one_word_where_they_stand_together():
    def together(text):
        return [level.variants for level in make_plan(parse_query(text), SearchRequest()).levels]

    assert together("hiến máu") == [(("hiến_máu",),)]
    assert together("hien mau") == [(("hien_mau",),)]
    assert together("kì thị") == [(("kì_thị",), ("kỳ_thị",))]
    assert together("xe ôm") == [(("xe_ôm",),)]
    assert together("hoc phí") == [(("hoc_phi", "phí"),)]  # "hoc" is no word: its mark was left out
    assert together('"hiến máu"') == [()]
    assert together("luật trẻ em") == [(("trẻ_em", "luật"),)]  # "trẻ em" is known to be a word


def test_excerpt_shows_the_best_part():
    text = "Mở đầu dài dòng. " * 60 + "Trẻ em có quyền vui chơi. " + "Kết thúc. " * 60
    shown = excerpt(text, parse_query("quyền vui chơi"))
    assert "<mark>quyền vui chơi</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < 400
    assert excerpt("", parse_query("x")) == ""
    assert excerpt("Không có từ nào", parse_query("zzz")) == "Không có từ nào"
