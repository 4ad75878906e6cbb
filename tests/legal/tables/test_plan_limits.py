"""Time and memory of a plan do not grow faster than its file; what is refused for it says so."""

import json

import pytest

from cms.legal.importer import duplicates, run
from cms.legal.importer import plan as planning
from cms.legal.importer.articles import unite_articles
from cms.legal.importer.plan import make_plan
from cms.legal.importer.records import ArticleRecord, FileLine, ImportFileError, ImportProblem, ParsedLine
from cms.legal.importer.report import KEPT, ImportReport, ToldProblems, sentence
from cms.legal.importer.text_spool import TextSpool

ROW = {
    "type": "Kế hoạch", "number": "15/KH-UBND", "title": "Kế hoạch mẫu", "issuer": "UBND xã Nam Phù",
    "issued": "05/03/2024",
}  # fmt: skip


def planned(*rows):
    report = ImportReport()
    lines = (ParsedLine(FileLine(number), row) for number, row in enumerate(rows, 1))
    return make_plan(lines, report, TextSpool()), report


def test_a_row_repeated_ten_thousand_times_is_one_document():
    plan, report = planned(*[ROW | {"text": "Điều 1. Một\nNội dung.", "issued": "31/02/2024"}] * 10_000)
    (record,) = plan.records()
    assert (len(plan), report.merged, len(record.articles)) == (1, 9_999, 1)
    assert (record.places, len(record.problems)) == ((FileLine(1),), 1)
    assert (len(report.flagged), report.flagged.total) == (KEPT, 2 * 9_999)  # merged, and each with its date


def test_documents_of_one_number_are_told_apart_by_what_they_state(monkeypatch):
    monkeypatch.setattr(duplicates, "MAX_OF_NUMBER", 3)
    rows = [ROW | {"issued": f"{day}/03/2024"} for day in range(1, 20)]
    plan, report = planned(*rows, *rows, ROW | {"issued": None}, ROW | {"issuer": None, "issued": "1/3/2024"})
    assert (len(plan), report.merged) == (19, 19)
    assert [entry.problem.code for entry in report.rejected] == ["number_repeated"] * 2
    assert all(sentence(entry.problem) for entry in report.rejected)


def test_the_same_documents_are_found_with_and_without_the_index(monkeypatch):
    """Rows that state all, some of a document that states less."""
    base = [ROW | {"issued": f"{day}/03/2024"} for day in range(1, 9)]
    bare = ROW | {"issuer": "UBND xã Ngọc Hồi", "type": None, "issued": "9/3/2024"}
    undated = ROW | {"issued": None, "title": "Khác"}
    rows = [bare, undated, *base, bare | {"type": "Kế hoạch"}, base[3], undated | {"issued": "2/4/2023"}]
    found = []
    for most in (1000, 5):
        monkeypatch.setattr(duplicates, "MAX_OF_NUMBER", most)
        plan, report = planned(*rows)
        found.append(([record.title for record in plan.records()], [entry.place.line for entry in report.flagged]))
    assert found[0] == found[1]
    assert found[0][1] == [11, 12, 13]


def test_documents_without_number_repeat_only_as_a_whole():
    row = ROW | {"number": "Không số", "effective": "06/03/2024"}
    plan, report = planned(row, row, row | {"title": "Khác"}, row | {"issuer": None}, row | {"issuer": None})
    assert (len(plan), report.merged) == (4, 1)


def test_texts_of_one_article_are_kept_once_each():
    articles = [ArticleRecord("1", "Điều 1", "", f"Bản {n % 3}", "dieu-1") for n in range(30)]
    articles.append(ArticleRecord("1", "Điều 1", "", "Khác", "dieu-1-lan-2"))
    assert [(article.anchor, article.text) for article in unite_articles([], articles)] == [
        ("dieu-1", "Bản 0"), ("dieu-1-lan-2", "Bản 1"), ("dieu-1-lan-2-lan-2", "Khác"), ("dieu-1-lan-3", "Bản 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [("MAX_ROWS", "too_many_rows"), ("MAX_DOCUMENTS", "too_many_documents"), ("MAX_LETTERS", "too_many_documents")],
)
def test_files_that_ask_for_too_much_are_refused(monkeypatch, name, code):
    monkeypatch.setattr(planning, name, 2)
    with pytest.raises(ImportFileError) as error:
        planned(*(ROW | {"number": f"{n}/2024/KH-UBND"} for n in range(5)))
    assert error.value.problem.code == code


def test_a_document_with_too_much_text_is_told(monkeypatch):
    monkeypatch.setattr(planning, "MAX_TEXT", 1000)
    rows = [ROW | {"text": f"Điều {n}. Tên\n{'chữ ' * 100}"} for n in range(1, 6)]
    plan, report = planned(*rows)
    assert {entry.problem.code for entry in report.rejected} == {"too_much_text_of_one"}
    assert sum(len(article.text) for record in plan.records() for article in record.articles) < 1000


def test_not_more_text_than_fits_is_loaded_at_once(monkeypatch):
    monkeypatch.setattr(run, "PORTION", 2 * run.ARTICLE + 100)
    portions = []
    monkeypatch.setattr(
        run, "load_records", lambda records, report: portions.append([record.number.number for record in records])
    )
    plan, report = planned(
        *(ROW | {"number": f"{n}/2024/KH-UBND", "text": "Điều 1. A\n" + "x" * 60} for n in range(1, 6)),
        ROW | {"number": "6/2024/KH-UBND", "text": "Điều 1. A\nĐiều 2. B\nĐiều 3. C"},  # short, yet three rows
        ROW | {"number": "7/2024/KH-UBND", "text": "Điều 1. A"},
    )
    run._load(plan.records(), report)
    assert portions == [["1", "2"], ["3", "4"], ["5", "6"], ["7"]]


def test_nested_and_endless_lines_are_told(tmp_path):
    from cms.legal.importer.tables.readers import read_rows

    path = tmp_path / "x.jsonl"
    path.write_text("[" * 10_000 + "]" * 10_000 + "\n" + '{"number": NaN}\n' + json.dumps(ROW) + "\n", encoding="utf-8")
    report = ImportReport()
    plan = make_plan(read_rows(path), report, TextSpool())
    assert [(entry.place.line, entry.problem.code) for entry in report.rejected] == [(1, "not_json"), (2, "no_value")]
    assert len(plan) == 1


def test_of_a_million_flags_some_are_kept_and_all_are_counted():
    first, second = ToldProblems(range(KEPT + 10)), ToldProblems(range(5))
    second.absorb(first)
    assert (len(second), second.total) == (KEPT, KEPT + 15)
    report, other = ImportReport(), ImportReport()
    body = ImportProblem("new_body", (("value", "Hội Khuyến học"),))
    for part in (report, other):
        part.flag(FileLine(1), "1", body)
    whole = ImportReport()
    whole.absorb(report)
    whole.absorb(other)
    assert whole.flagged.total == 1
