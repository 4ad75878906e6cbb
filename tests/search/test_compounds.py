"""Which pairs of syllables are words, and what that makes of a question."""

import pytest

from cms.core.text import fold_diacritics
from search.query_planning.compounds import (
    compound_readings,
    frequency_of,
    is_compound,
    segment_compounds,
    strong_readings,
)
from search.query_planning.phrase_constraints import build_variants
from search.query_planning.proximity import match_heading, match_heading_with_synonyms
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan
from search.query_planning.ranking_profile import load_profile
from search.reranking.source_weights import heading_weight_factors

pytestmark = pytest.mark.django_db  # a question's numbers are read with the types that the database keeps


def words(text: str, marked: bool = True) -> tuple[tuple[str, str], ...]:
    return tuple((word if marked else fold_diacritics(word), fold_diacritics(word)) for word in text.split())


def ways(text: str, marked: bool = True, left_out: int = 0):
    return build_variants(words(text, marked), range(len(text.split())), marked, left_out)


@pytest.mark.parametrize("pair", ["hiến máu", "học phí", "thuốc lá", "điện tử", "giáo viên", "thỉnh giảng", "tảo hôn"])
def test_words_are_known(pair):
    first, second = pair.split()
    assert is_compound(first, second)
    assert f"{first}_{second}" in compound_readings(f"{fold_diacritics(first)}_{fold_diacritics(second)}")


@pytest.mark.parametrize("pair", ["hiện mẫu", "về số", "tra đã", "đi cho", "nuôi cho", "vay ngân", "học lại"])
def test_neighbours_by_chance_are_no_words(pair):
    assert not is_compound(*pair.split())


def test_without_marks_only_a_word_beyond_doubt_is_taken_for_it():
    assert strong_readings("thuoc_la") == ("thuốc_lá",)
    assert strong_readings("ky_thi") == ()  # "kỳ thị" as well
    assert strong_readings("dong_vi") == ()
    assert strong_readings("nothing_known") == ()


def test_neighbours_that_compete_are_cut_both_ways():
    cuts = segment_compounds(words("dạy thêm giờ"), range(3), True)
    assert sorted([one.words for one in cut.values()] for cut in cuts) == [["dạy_thêm"], ["thêm_giờ"]]
    (cut,) = segment_compounds(words("lương tối thiểu vùng"), range(4), True)
    assert [one.words for one in cut.values()] == ["tối_thiểu"]
    assert segment_compounds(words("a"), range(1), True) == ({},)


def test_no_half_of_a_word_and_not_the_rarest_may_be_lacking():
    assert ways("hiến máu an toàn", left_out=1) == ()
    assert frequency_of("mũ", "mu", True) < frequency_of("đội", "doi", True)
    assert all("mũ" in way or "đội_mũ" in way for way in ways("đội mũ bảo hiểm", left_out=1))
    assert ("trẻ_em", "ma_túy") in ways("trẻ em nghiện ma túy", left_out=1)


def test_without_anything_that_may_be_lacking_every_word_is_asked_for():
    for text, plain in (("hiến máu an toàn", [False]), ("hien mau an toan", [False, True])):
        plan = make_plan(parse_query(text), SearchRequest())
        assert [(level.needed, level.plain) for level in plan.levels] == [(4, one) for one in plain]
        assert plan.strict
    loose = make_plan(parse_query("trẻ em nghiện ma túy"), SearchRequest())
    assert [level.needed for level in loose.levels] == [5, 4]
    assert all(level.variants for level in loose.levels)


def test_a_syllable_of_a_word_asks_nothing():
    assert parse_query("thuoc la dien tu").content == ("thuoc", "la", "dien", "tu")
    assert parse_query("cho dai").content == ("cho", "dai")
    assert parse_query("tre em la gi").content == ("tre", "em")
    assert parse_query("trẻ em là gì").content == ("tre", "em")


def test_how_words_stand_in_a_heading():
    query = parse_query("hội phụ huynh")
    assert match_heading("Họp phụ huynh", query).words == pytest.approx(2 / 3)
    assert match_heading("Hội phụ huynh", query).heading_share == 1.0
    meant = match_heading_with_synonyms("Ban đại diện cha mẹ học sinh", query)
    assert (meant.is_consecutive, meant.words, meant.heading_share) == (True, 1.0, 1.0)
    assert not match_heading_with_synonyms("Ban hành điều lệ", parse_query("học phí")).is_consecutive


def test_what_is_meant_weighs_in_a_heading_but_less_than_what_is_typed():
    def weight(heading: str) -> float:
        return sum(heading_weight_factors(load_profile().sources, heading, parse_query("hội phụ huynh")).values())

    typed, meant = weight("Hội phụ huynh"), weight("Ban đại diện cha mẹ học sinh")
    assert typed > meant > weight("Hội phụ nữ") > weight("Miễn thi") == 0
