"""Words as people type them: the shipped rows, those of the office over them, and what they make of a question."""

import lzma
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError

from cms.core.text import normalize_nfc
from search.models import SearchWord
from search.query_planning.analysis import syllables
from search.query_planning.query import parse_query
from search.query_planning.synonyms import (
    ABBREVIATION,
    CHAT,
    KINDS,
    LAW,
    SYNONYM,
    Synonym,
    SynonymTable,
    index_abbreviations,
    is_index_abbreviation,
    shipped_synonym_table,
    shipped_synonyms,
    synonym_key,
)
from search.results_page.active_synonyms import active_synonyms, synonyms_with
from search.results_page.service import search

pytestmark = pytest.mark.django_db


# -- the shipped rows ---------------------------------------------------------------------------


def test_there_are_enough_rows_and_each_says_why():
    assert len(shipped_synonyms()) >= 400
    assert all(row.note.strip() for row in (*shipped_synonyms(), *index_abbreviations()))
    assert {row.kind for row in shipped_synonyms()} == set(KINDS)


def test_the_same_words_have_one_row():
    for keys in (
        Counter(synonym_key(row.typed) for row in shipped_synonyms()),
        Counter(row.typed for row in index_abbreviations())
    ):  # fmt: skip
        assert [key for key, times in keys.items() if times > 1] == []


def test_every_row_could_be_saved_by_the_office():
    for row in shipped_synonyms():
        word = SearchWord(kind=row.kind, typed=row.typed, meant=" | ".join(row.meant), note=row.note)
        word.full_clean()
        assert (synonym_key(word.typed), word.meant) == (synonym_key(row.typed), " | ".join(row.meant))


def test_no_row_gives_a_second_meaning_to_an_abbreviation_of_the_index():
    assert [row.typed for row in shipped_synonyms() if is_index_abbreviation(row.typed)] == []


def test_abbreviations_are_one_word():
    assert [row.typed for row in shipped_synonyms() if row.kind == ABBREVIATION and len(row.typed.split()) > 1] == []


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", normalize_nfc(text).lower()))


@pytest.mark.long
@pytest.mark.legal_data
def test_every_target_stands_in_the_real_library(legal_data):
    """What a row brings is a word of texts that exist: of the library, the codification or the national database."""
    folder = legal_data / "legal"
    rows = [row for row in shipped_synonyms() if row.kind not in (CHAT, ABBREVIATION)]
    wanted = {_words_of(one): row.typed for row in rows for one in row.meant}
    names = ("phapdien_education_library.jsonl", "phapdien_all_articles.jsonl.xz", "vbpl_documents_fulltext.jsonl.xz")
    for name in names:
        with (lzma.open if name.endswith("xz") else open)(folder / name, "rb") as lines:
            while wanted and (part := lines.readlines(4_000_000)):
                text = " ".join(_words_of(line.decode().replace("\\n", " ")) for line in part)
                wanted = {phrase: typed for phrase, typed in wanted.items() if f" {phrase} " not in f" {text} "}
    assert wanted == {}


# -- what they make of a question -----------------------------------------------------------------


def brought(text: str, words: SynonymTable | None = None) -> set[str]:
    ways = parse_query(text, words).expansions
    return {" ".join(exact for exact, _ in phrase) for way in ways for phrase in way.added}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đuổi học", "buộc thôi học"), ("duoi hoc", "buộc thôi học"), ("ĐUỔI HỌC", "buộc thôi học"),
        ("giáo viên đánh học sinh bị xử lý thế nào", "xâm phạm thân thể"), ("tiền trường", "học phí"),
        ("tien truong", "khoản thu"), ("nón bảo hiểm", "mũ bảo hiểm"), ("học sinh cấp 2", "trung học cơ sở"),
        ("lớp 1 mấy tuổi", "tuổi của học sinh vào học lớp một"), ("CB coi thi", "cán bộ"),
        ("nv trường học", "nhân viên"), ("ngày sinh viên nhà giáo", "giáo viên"), ("giáo viên", "nhà giáo"),
    ],
)  # fmt: skip
def test_what_people_type_brings_words_of_the_law(typed, meant):
    assert meant in brought(typed)


@pytest.mark.parametrize(
    "typed",
    ["đánh giá học sinh", "bị đánh giá", "phao cứu sinh", "giá xe", "22/2021/TT-BGDĐT",
        "CB", "điều 5 khoản 2"],
)  # fmt: skip
def test_other_words_bring_nothing_of_the_kind(typed):
    found = brought(typed)
    assert not found & {"xâm phạm thân thể", "buộc thôi học", "pháo nổ"}
    assert typed == "CB" or "cán bộ" not in found


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("hs nghỉ học ko phép dc k", "hoc sinh nghi hoc khong phep duoc khong"),
        ("hs bn tuổi vào lớp 1", "hoc sinh bao nhieu tuoi vao lop 1"),
        ("PHHS góp ý cho BGH", "phu huynh hoc sinh gop y cho ban giam hieu"),
        ("thcs tkb", "trung hoc co so thoi khoa bieu"),
        ("ko", "ko"), ("dc", "dc"), ('"ko phép"', "ko phep"), ("22/2021/TT-BGDĐT k", "22 2021 tt bgddt khong"),
    ],
)  # fmt: skip
def test_spellings_of_chats_and_schools_are_written_out(typed, read):
    assert " ".join(parse_query(typed).sequence) == read


def test_a_chat_question_is_known_as_a_question():
    assert parse_query("hs đánh nhau bị đuổi học ko").is_question


@pytest.mark.parametrize("typed", ["tt 22/2021/tt-bgddt", "TT22/2021", "22/2021/tt-bgdđt cb", "thông tư 22/2021"])
def test_numbers_stay_what_they_are(typed):
    query = parse_query(typed)
    assert any(key.startswith("n:") and "22/2021" in key for key in query.keys)


def test_several_rows_in_one_question_are_put_in_together_and_alone():
    ways = parse_query("học sinh cấp 2 bị đuổi học").expansions
    assert set(ways[0].terms) >= {"trung_hoc", "co_so", "buoc_thoi", "thoi_hoc", "buộc"}
    assert len(ways) >= 3


def test_a_synonym_holds_both_ways_and_the_others_one():
    words = SynonymTable((Synonym(SYNONYM, "nhà giáo", ("giáo viên",)), Synonym(LAW, "đuổi học", ("buộc thôi học",))))
    assert brought("giáo viên", words) == {"nhà giáo"}
    assert brought("nhà giáo", words) == {"giáo viên"}
    assert brought("buộc thôi học", words) == set()


def test_one_syllable_is_not_guessed_without_its_marks():
    words = SynonymTable((Synonym(LAW, "pháo", ("pháo nổ",)),))
    assert brought("đốt pháo", words) == {"pháo nổ"}
    assert brought("phao", words) == set()


# -- the office's rows ------------------------------------------------------------------------------


def row(typed="đuổi học", meant="thôi học hẳn", **more) -> SearchWord:
    made = SearchWord(kind=LAW, typed=typed, meant=meant, note="thử", **more)
    made.full_clean()
    return made


def test_the_offices_row_stands_over_the_shipped_one_and_away_it_comes_back():
    assert brought("đuổi học", active_synonyms()) == {"buộc thôi học"}
    own = row()
    own.save()
    assert brought("đuổi học", active_synonyms()) == {"thôi học hẳn"}
    own.delete()
    assert brought("đuổi học", active_synonyms()) == {"buộc thôi học"}


def test_a_row_switched_off_silences_the_shipped_one():
    row(active=False).save()
    assert brought("đuổi học", active_synonyms()) == set()
    assert brought("tiền trường", active_synonyms()) >= {"học phí"}


def test_before_and_after_are_known_before_anything_is_saved():
    own = row()
    assert brought("đuổi học", synonyms_with(own)) == {"thôi học hẳn"}
    assert brought("đuổi học", active_synonyms()) == {"buộc thôi học"}


def test_nothing_of_the_offices_costs_no_copy():
    assert active_synonyms() is shipped_synonym_table()


@pytest.mark.parametrize(
    ("typed", "meant", "field"),
    [
        ("TT", "thị trấn", "typed"), ("đuổi học", "Đuổi  học", "meant"), ("!!!", "học", "typed"),
        ("đuổi học", "|", "meant"), ("a b c d e f g h i j k", "học", "typed"),
    ],
)  # fmt: skip
def test_rows_that_make_no_sense_are_refused_with_words(typed, meant, field):
    with pytest.raises(ValidationError) as refused:
        row(typed, meant)
    assert field in refused.value.message_dict


def test_the_same_words_a_second_time_are_refused():
    row().save()
    with pytest.raises(ValidationError):
        row("Đuổi học", "khác")


# -- results --------------------------------------------------------------------------------------


def titles(found) -> list[str]:
    return [hit.plain_title for hit in found.hits]


def test_the_words_of_the_law_are_found_on_every_engine(backend, content):
    words = SynonymTable((Synonym(LAW, "khụng khiệng", ("cổng trường",)),))
    assert titles(search("khụng khiệng", None, backend=backend, words=SynonymTable(()))) == []
    found = titles(search("khụng khiệng", None, backend=backend, words=words))
    assert found == ["An toàn giao thông trước cổng trường"]


def test_what_was_typed_itself_stands_first(backend, content):
    """A word of the law brings further entries behind those that hold what was typed."""
    words = SynonymTable((Synonym(LAW, "nhà giáo", ("an toàn giao thông", "giao thông", "bán trú")),))
    found = titles(search("nhà giáo", None, backend=backend, words=words))
    assert found[0] == "Nhà giáo cấy mạ cùng học trò"
    assert "An toàn giao thông trước cổng trường" in found


def test_a_phrase_that_is_brought_must_stand_together_with_its_marks(content):
    words = SynonymTable((Synonym(LAW, "khụng khiệng", ("giao thống",)),))
    assert titles(search("khụng khiệng", None, words=words)) == []


def test_what_was_brought_is_marked(content):
    words = SynonymTable((Synonym(LAW, "khụng khiệng", ("cổng trường",)),))
    hit = search("khụng khiệng", None, words=words).hits[0]
    assert "<mark>cổng trường</mark>" in hit.title
    assert len(syllables(re.sub("<.*?>", "", hit.title))) == len(syllables(hit.plain_title))
