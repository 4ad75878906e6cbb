"""A text taken apart: by kinds, with stable anchors, nothing lost, twice the same."""

import itertools
import json
import lzma
import re

import pytest

from cms.core.media.file_text.html import html_lines
from cms.legal.documents import lifecycle
from cms.legal.importer.articles import text_records
from cms.legal.models import Provision
from cms.legal.parsing.texts.article_order import find_order_faults
from cms.legal.parsing.texts.structure import Node, clean_lines, parse_structure
from cms.legal.sources.provisions import write_provisions
from tests.factories.legal import give_text, make_document

TEXT = """BỘ MẪU
Căn cứ Luật Mẫu;
Phần thứ nhất
NHỮNG VẤN ĐỀ CHUNG
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Khoản một.
2. Khoản hai:
d) Điểm d;
đ) Điểm đ.
Chương II
QUY ĐỊNH
CỤ THỂ
Mục 1. NHÀ TRƯỜNG
Điều 2. Sửa đổi
“Điều 5. Điều của luật khác
1. Chữ của luật khác.
Điều 6. Cũng của luật khác”
Điều 2a. Thêm vào
Theo Điều 5 của Luật này, Chương II của Luật này và Phụ lục I.
Mục 2
LỚP HỌC
Ðiều 3: Hiệu lực
Có hiệu lực.
TM. BỘ MẪU
BỘ TRƯỞNG
Nơi nhận:
- Các trường.
QUY CHẾ
VỀ LỚP HỌC
(Ban hành kèm theo Quyết định số 1/QĐ-BGDĐT)
Điều 1. Lớp
Một lớp.
PHỤ LỤC I
BIỂU MẪU
Dòng."""


def anchors(text):
    return [node.anchor for node in parse_structure(text)]


def test_every_level_gets_its_anchor():
    assert anchors(TEXT) == [
        "mo-dau",
        "phan-thu-nhat",
        "chuong-i",
        "dieu-1",
        "chuong-ii",
        "chuong-ii-muc-1",
        "dieu-2",
        "dieu-2a",
        "chuong-ii-muc-2",
        "dieu-3",
        "ket",
        "kem-theo",
        "kem-theo-dieu-1",
        "phu-luc-i",
    ]


def test_headings_and_parents():
    by_anchor = {node.anchor: node for node in parse_structure(TEXT)}
    assert by_anchor["chuong-ii"].heading == "QUY ĐỊNH CỤ THỂ"
    assert by_anchor["chuong-ii-muc-2"].heading == "LỚP HỌC"
    assert by_anchor["dieu-1"].heading == "Phạm vi điều chỉnh"
    assert by_anchor["chuong-i"].parent == "phan-thu-nhat"
    assert by_anchor["dieu-2"].parent == "chuong-ii-muc-1"
    assert by_anchor["kem-theo-dieu-1"].parent == "kem-theo"
    assert by_anchor["kem-theo"].label == "QUY CHẾ VỀ LỚP HỌC"


def test_what_an_amending_act_quotes_is_its_text():
    text = next(node.text for node in parse_structure(TEXT) if node.anchor == "dieu-2")
    assert "Điều 6. Cũng của luật khác”" in text


def test_lost_closing_marks_do_not_swallow_the_act():
    text = "Điều 1. Sửa\n“Điều 9. Khác\nChữ.\nĐiều 2. Của mình\nChữ."
    assert anchors(text) == ["dieu-1", "dieu-2"]


def test_plans_have_sections_even_with_one_number_twice():
    assert anchors("KẾ HOẠCH\nI. MỤC ĐÍCH\n1. Một.\nII. NHIỆM VỤ\nHai.\nII. TỔ CHỨC\nBa.") == [
        "mo-dau",
        "muc-i",
        "muc-ii",
        "muc-ii-lan-2",
    ]


def test_html_is_read_line_by_line():
    html = (
        "<style>x</style><p>Điều&nbsp;<b>1</b>.<br>Một</p><table><tr><td>A</td><td><p>B</p><p>C</p></td></tr></table>"
    )
    assert html_lines(html) == ["Điều 1.", "Một", "A | B C"]
    assert html_lines("<!-- nothing -->") == html_lines("") == []
    assert html_lines("<div>" * 200 + "sâu") == ["sâu"]


def words(text):
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.long
def test_real_texts_lose_no_word_and_count_their_articles(legal_data):
    """Of 574 real texts nearly all count 1, 2, 3…; the others print forms and contracts among their articles."""
    total, uneven = 0, []
    with lzma.open(legal_data / "legal/vbpl_documents_fulltext.jsonl.xz", "rt", encoding="utf-8", newline="\n") as file:
        for row in map(json.loads, file):
            if row["lang"] != "vi" or not row.get("text"):
                continue
            total += 1
            nodes = parse_structure(row["text"])
            assert len({node.anchor for node in nodes}) == len(nodes)
            kept = "".join(" ".join((node.label, node.heading, node.text)) for node in nodes)
            assert words(kept) == words("".join(clean_lines(row["text"]))), row["number"]
            own = [node for node in nodes if node.anchor.startswith("dieu-")]
            counts = [int(re.match(r"\d+", node.number).group()) for node in own]
            if any(after - before not in (0, 1) for before, after in itertools.pairwise(counts)):
                uneven.append(row["number"])
    assert total > 500
    assert len(uneven) <= total * 0.03, uneven


@pytest.mark.parametrize("reference", ["Điều 142.", "Điều 142", "Điều 2.", "Điều 142 của Luật Mẫu."])
def test_a_wrapped_reference_is_no_article(reference):
    assert anchors(["Điều 1. Một", "Việc xử lý theo quy định tại", reference, "Điều 2. Hai", "Chữ."]) == [
        "dieu-1",
        "dieu-2",
    ]


def test_a_title_after_a_comma_is_an_article():
    assert anchors(["Điều 1. Một", "Danh mục lòng sông, lòng hồ,", "Điều 2. Hai", "Chữ."]) == ["dieu-1", "dieu-2"]


def test_a_signature_above_the_text_stays_in_the_preamble():
    lines = [
        "BỘ MẪU",
        "KT. BỘ TRƯỞNG",
        "THỨ TRƯỞNG",
        "Căn cứ Luật Mẫu;",
        "Điều 1. Một",
        "Chữ.",
        "Nơi nhận:",
        "- Như trên;",
    ]
    assert anchors(lines) == ["mo-dau", "dieu-1", "ket"]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("1 2 3", []),
        ("1 2 2a 3", []),
        ("2 50 3", ["starts: 2", "leap: 2 → 50"]),
        ("1 2 5 6", ["gap: 2 → 5"]),
        ("1 2 2 3", ["twice: 2 → 2"]),
        ("1 4 2", ["leap: 1 → 4"]),
        ("1 2 3 1", ["back: 3 → 1"]),
    ],
)
def test_the_order_of_articles(numbers, expected):
    nodes = [Node("article", number, f"Điều {number}", "", "", f"dieu-{number}") for number in numbers.split()]
    assert [str(fault) for fault in find_order_faults(nodes)] == expected


@pytest.mark.django_db
def test_storing_twice_changes_nothing_and_keeps_the_rows(django_assert_max_num_queries):
    document = make_document()
    assert write_provisions({document: text_records(TEXT)})[0] == {document.pk}
    before = list(Provision.objects.order_by("pk").values())
    with django_assert_max_num_queries(5):
        assert write_provisions({document: text_records(TEXT)}) == (set(), {"created": 0, "updated": 0})
    assert list(Provision.objects.order_by("pk").values()) == before
    assert Provision.objects.get(anchor="dieu-2").parent.parent.anchor == "chuong-ii"
    article = Provision.objects.get(anchor="dieu-3").pk
    give_text(document, TEXT.replace("Có hiệu lực.", "Có hiệu lực ngay.").replace("PHỤ LỤC I\n", "PHỤ LỤC II\n"))
    assert Provision.objects.get(anchor="dieu-3").pk == article
    assert not Provision.objects.filter(anchor="phu-luc-i").exists()
    lifecycle.announce_documents([document.pk])
