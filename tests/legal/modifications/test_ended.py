"""What held documents plainly end, and the labels that ``make bench-clauses`` measures."""

import datetime
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.legal.modifications.corpus import crawled_documents
from cms.legal.modifications.ended import find_plainly_ended
from cms.legal.modifications.parser import read_modifications
from cms.legal.modifications.records import KINDS, Document, Provision
from cms.legal.modifications.scoring import read_labels, score_modifications

DAY = datetime.date(2030, 7, 1)
LABELS = Path(__file__).parent / "labels"


def make(number: str, text: str = "", type_name: str = "Nghị định", **values: object) -> Document:
    values.setdefault("effective_from", DAY)
    return Document(type_name, number, "", (Provision("Điều 9", "", text, "dieu-9"),), **values)


def ended(day: datetime.date = DAY, **held: Document) -> list[tuple[str, str]]:
    return [(one.ended, one.by) for one in find_plainly_ended(held, day)]


def test_a_held_document_in_force_ends_a_held_one():
    old, new = make("11/2021/NĐ-CP"), make("90/2030/NĐ-CP", "Bãi bỏ Nghị định số 11/2021/NĐ-CP.")
    assert ended(old=old, new=new) == [("old", "new")]
    assert ended(day=DAY - datetime.timedelta(days=1), old=old, new=new) == []


def test_what_is_not_plain_ends_nothing():
    old = make("11/2021/NĐ-CP")
    for text in (
        "Bãi bỏ Nghị định số 11/2021/NĐ-CP, trừ Điều 5.",
        "Bãi bỏ Điều 5 Nghị định số 11/2021/NĐ-CP.",
        "Bãi bỏ Nghị định số 11/2021/NĐ-CP kể từ ngày 01 tháng 01 năm 2032.",
    ):
        assert ended(old=old, new=make("90/2030/NĐ-CP", text)) == [], text
    assert ended(old=old, new=make("90/2030/NĐ-CP", "Bãi bỏ Nghị định số 11/2021/NĐ-CP.", effective_from=None)) == []


def test_one_number_may_be_a_law_and_a_resolution():
    law, resolution = make("18/2008/QH12", type_name="Luật"), make("18/2008/QH12", type_name="Nghị quyết")
    new = make("90/2030/QH17", "Luật Vườn số 18/2008/QH12 hết hiệu lực kể từ ngày Luật này có hiệu lực.", "Luật")
    assert ended(law=law, resolution=resolution, new=new) == [("law", "new")]


def test_numbers_that_come_every_year_need_the_day():
    right = make("896/QĐ-BYT", type_name="Quyết định", issued_on=datetime.date(2022, 5, 31))
    other = make("896/QĐ-BYT", type_name="Quyết định", issued_on=datetime.date(2021, 5, 31))
    new = make("90/2030/TT-BYT", "Bãi bỏ Quyết định số 896/QĐ-BYT ngày 31 tháng 5 năm 2022.", "Thông tư")
    assert ended(right=right, other=other, new=new) == [("right", "new")]


def test_nothing_ends_what_comes_later():
    assert ended(old=make("11/2021/NĐ-CP", "Bãi bỏ Nghị định số 90/2030/NĐ-CP."), new=make("90/2030/NĐ-CP")) == []


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_labels_hold_facts_alone(path):
    for row in read_labels(path):
        assert row["doc"].partition(":")[0] in ("vbpl", "pd")
        for label in row["clauses"]:
            assert label["kind"] in KINDS
            assert label.keys() <= {"article", "kind", "target", "name", "provisions", "exception", "day"}


def test_no_document_is_labelled_twice():
    documents = [row["doc"] for path in LABELS.glob("*.jsonl") for row in read_labels(path)]
    assert len(documents) == len(set(documents)) > 150


def test_the_score_tells_right_wrong_and_missed():
    held = {"vbpl:1": make("90/2030/NĐ-CP", "Bãi bỏ Nghị định số 11/2021/NĐ-CP; Nghị định số 12/2021/NĐ-CP về vườn.")}
    labels = [{"article": "9", "kind": "ends", "target": number} for number in ("11/2021/NĐ-CP", "13/2021/NĐ-CP")]
    report = score_modifications([{"doc": "vbpl:1", "clauses": labels}, {"doc": "vbpl:2", "clauses": labels}], held)
    assert (report.documents, report.absent, report.precision, report.recall) == (1, 1, 0.5, 0.5)
    assert report.wrong == ["vbpl:1 ends 12/2021/NĐ-CP Điều 9"]
    assert report.missed == ["vbpl:1 ends 13/2021/NĐ-CP"]


def test_the_command_says_what_it_cannot_read(tmp_path, settings):
    settings.LEGAL_DATA_DIR = tmp_path
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("bench_clauses", str(tmp_path / "none.jsonl"))
    (tmp_path / "bad.jsonl").write_text(json.dumps({"doc": "vbpl:1"}))
    with pytest.raises(CommandError, match="line 1"):
        call_command("bench_clauses", str(tmp_path / "bad.jsonl"))


EXAMPLES = [
    ("129/2025/QH15", "Điều 43", "58/2010/QH12", True),
    ("356/2025/NĐ-CP", "Điều 42", "13/2023/NĐ-CP", True),
    ("28/2026/NĐ-CP", "Điều 3", "57/2022/NĐ-CP", True),
    ("126/2025/QH15", "Điều 50", "103/2016/QH13", False),  # "trừ quy định tại Điều 51"
]


@pytest.mark.legal_data
def test_four_plain_clauses_of_real_documents(legal_data):
    wanted = {number for number, *_rest in EXAMPLES}
    held = {document.number: document for _key, document in crawled_documents(legal_data) if document.number in wanted}
    for number, article, target, sure in EXAMPLES:
        found = [one for one in read_modifications(held[number]) if one.target.number == target and one.kind == "ends"]
        assert [(one.sure, one.place.endswith(article), one.day) for one in found] == [
            (sure, True, held[number].effective_from)
        ], number
        assert sure == (not found[0].exceptions)
