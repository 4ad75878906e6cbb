import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories.legal import make_document

GOLD = Path(settings.LEGAL_DATA_DIR) / "citations" / "gold_dev.jsonl"


def _run(*args) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def _label(**fields) -> dict:
    label = dict.fromkeys(("article", "clause", "point", "date", "name", "year"))
    return {**label, "type": "Thông tư", "kind": "legal", "partial_number": False, **fields}


@pytest.fixture
def labels(tmp_path):
    def write(*rows):
        path = tmp_path / "labels.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


TEXT = "Điều 5 Thông tư số 37/2020/TT-BGDĐT"
RIGHT = _label(number="37/2020/TT-BGDĐT", article="5", start=0, end=len(TEXT))


def test_bench_counts_what_is_right(labels):
    last = _run("bench_citations", labels({"id": "a", "text": TEXT, "citations": [RIGHT]})).splitlines()[-1]
    assert last == "F1 documents=1.0000 provisions=1.0000 wrong_links=0"


def test_bench_counts_what_is_wrong(labels):
    path = labels(
        {"id": "a", "text": TEXT, "citations": [{**RIGHT, "article": "6"}]},  # another provision
        {"id": "b", "text": TEXT, "citations": [{**RIGHT, "number": "36/2020/TT-BGDĐT"}]},  # another document
        {"id": "c", "text": TEXT, "citations": []},  # no citation
        {"id": "d", "text": "không có gì", "citations": [RIGHT]},  # not found
    )
    lines = _run("bench_citations", path, "--differences").splitlines()
    assert lines[-1] == "F1 documents=0.3333 provisions=0.0000 wrong_links=3"
    assert "differ: a b c d" in lines


def test_bench_refuses_what_is_no_file_of_labels(tmp_path, labels):
    for path in (tmp_path / "none.jsonl", labels({"text": "x"}), labels(["x"])):
        with pytest.raises(CommandError):
            _run("bench_citations", path)


@pytest.mark.skipif(not GOLD.exists(), reason="LEGAL_DATA_DIR holds no labelled sentences")
def test_labelled_sentences():
    lines = _run("bench_citations").splitlines()
    figures = dict(part.split("=") for part in lines[-1].split()[1:])
    assert float(figures["documents"]) >= 0.98
    assert float(figures["provisions"]) >= 0.95
    assert figures["wrong_links"] == "0"


@pytest.mark.django_db
def test_find_in_text(tmp_path):
    make_document("37/2020/TT-BGDĐT")
    path = tmp_path / "text.txt"
    path.write_text(f"Dòng một.\n{TEXT};\nNghị định số 15/2020/NĐ-CP", encoding="utf-8")
    first, second = [json.loads(line) for line in _run("find_citations", path).splitlines()]
    assert (first["id"], first["span"], first["article"], first["resolved"]) == (
        2,
        TEXT,
        "5",
        "/van-ban/37-2020-tt-bgddt/#dieu-5",
    )
    assert (second["id"], second["number"], second["resolved"]) == (3, "15/2020/NĐ-CP", "unresolved")


@pytest.mark.django_db
def test_find_in_json_lines(tmp_path):
    make_document("2797/QĐ-BGDĐT", type_name="Quyết định")
    path = tmp_path / "texts.jsonl"
    rows = [{"id": "a", "text": "xem Quyết định số 2797/QĐ-BGDĐT"}, {"text": "\n" + TEXT}, {"id": 7, "text": ""}]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    found = [json.loads(line) for line in _run("find_citations", path).splitlines()]
    assert [(row["id"], row["resolved"]) for row in found] == [("a", "ambiguous"), (2, "unresolved")]
    [dated, _other] = [json.loads(line) for line in _run("find_citations", path, "--on", "2024-12-01").splitlines()]
    assert dated["resolved"] == "/van-ban/2797-qd-bgddt-2024/"


@pytest.mark.parametrize("content", [b'{"id": 1}', b'{"text"', b"{}\n[1]", b"\xff\xfe"])
def test_find_says_what_it_cannot_read(tmp_path, content):
    path = tmp_path / "bad"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        _run("find_citations", path, "--no-resolve")
