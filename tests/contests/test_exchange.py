"""Questions as files: out and in again the same, and strangers' files read safely."""

import io
import zipfile

import openpyxl
import pytest

from cms.contests.exchange import gift, moodle_xml, workbook
from cms.contests.exchange.drafts import MAX_BYTES, FileRefused, QuestionDraft
from tests.contests.factories import LINES

DRAFTS = [
    QuestionDraft(
        kind, f"Câu {kind}: {{a}} ~ b = c # d \\ e?\nDòng hai: 5 < 6 & 7 > 3", tuple(lines), "Vì thế {này}\nvà thế",
        "Điều 5 Luật Trẻ em năm 2016", "Trẻ em", "THCS", number % 3 + 1, number,
    )
    for number, (kind, lines) in enumerate(LINES.items(), start=1)
]  # fmt: skip


def plain(draft):
    return QuestionDraft(**{**draft.__dict__, "place": 0})


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (lambda rows: gift.write_gift(rows).encode(), gift.read_gift),
        (moodle_xml.write_moodle_xml, moodle_xml.read_moodle_xml),
        (workbook.write_workbook, workbook.read_workbook),
    ],
    ids=["gift", "xml", "xlsx"],
)
class TestEveryFormat:
    def test_out_and_in_again_is_the_same(self, write, read):
        found = read(write(DRAFTS))
        assert not found.problems
        assert [plain(one) for one in found.drafts] == [plain(one) for one in DRAFTS]

    def test_a_bad_question_is_named_and_the_others_are_read(self, write, read):
        good = QuestionDraft("short", "Tốt?", ("đúng rồi",))
        try:
            data = write([good, QuestionDraft("one", "Không có đáp án đúng?", ("a", "b")), good])
        except ZeroDivisionError:
            pytest.skip("cannot be written")
        found = read(data)
        assert len(found.drafts) == 2
        assert [one.code for one in found.problems] in (["one_right"], ["some_right"])

    @pytest.mark.parametrize(
        "data", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"<quiz>", "ầ".encode("utf-16-le"), b"\xff" * 50]
    )
    def test_nonsense_is_refused_in_words(self, write, read, data):
        try:
            found = read(data)
        except FileRefused:
            return
        assert not found.drafts
        assert found.problems

    def test_what_is_too_large_is_refused(self, write, read):
        with pytest.raises(FileRefused):
            read(b"x" * (MAX_BYTES + 1))


class TestMoodlesOwn:
    def test_gift(self):
        text = """
// a comment
$CATEGORY: $course$/top/Luật

::Tên câu::[html]Thủ đô của Việt Nam? {=Hà Nội#đúng ~Huế ~Đà Nẵng}

Ai đúng? {~%50%Lan ~%50%Mai ~%-100%Tí}

Nước sôi ở 100 độ. {T}

Số nào? {#5:1}

Ghép {=a -> 1 =b -> 2}

Điền vào {=một =1} rồi đi tiếp.
"""
        found = gift.read_gift(text.encode())
        assert [one.kind for one in found.drafts] == ["one", "several", "true_false", "match", "short"]
        assert found.drafts[0].lines == ("*Hà Nội", "Huế", "Đà Nẵng")
        assert found.drafts[0].text == "Thủ đô của Việt Nam?"
        assert found.drafts[3].lines == ("a = 1", "b = 2")
        assert found.drafts[4].text == "Điền vào ___ rồi đi tiếp."
        assert [one.place for one in found.problems] == [4]

    def test_xml(self):
        text = """<?xml version="1.0"?><quiz><question type="category"><category><text>x</text></category></question>
<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>Ai <b>đúng</b>?</p>]]></text></questiontext>
<single>true</single><answer fraction="100"><text>Lan &amp;amp; Mai</text></answer>
<answer fraction="0"><text>Tí</text></answer>
</question><question type="calculated"><questiontext><text>2+2</text></questiontext></question></quiz>"""
        found = moodle_xml.read_moodle_xml(text.encode())
        assert found.drafts[0].text == "Ai đúng?"
        assert found.drafts[0].lines == ("*Lan & Mai", "Tí")
        assert [one.code for one in found.problems] == ["kind"]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz><question type="essay">&b;</question></quiz>',
        '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay">&x;</question></quiz>',
        '<!DOCTYPE quiz SYSTEM "http://example.com/x.dtd"><quiz></quiz>',
        "<quiz>" + "<a>" * 5000,
        '<?xml version="1.0" encoding="klingon"?><quiz/>',
    ],
)
def test_xml_bombs_and_outside_entities_are_refused(text):
    with pytest.raises(FileRefused):
        moodle_xml.read_moodle_xml(text.encode())


def test_a_workbook_that_unpacks_to_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (50 * 1024 * 1024))
    assert len(out.getvalue()) < MAX_BYTES
    with pytest.raises(FileRefused):
        workbook.read_workbook(out.getvalue())


def test_no_cell_is_a_formula():
    sheet = openpyxl.load_workbook(
        io.BytesIO(workbook.write_workbook([QuestionDraft("short", "=1+1", ("=cmd",))]))
    ).active
    assert sheet["B2"].value == "'=1+1"
    assert (
        workbook.read_workbook(workbook.write_workbook([QuestionDraft("short", "=1+1", ("=cmd",))])).drafts[0].text
        == "=1+1"
    )


def test_the_template_is_read_without_a_complaint():
    found = workbook.read_workbook(workbook.write_template())
    assert len(found.drafts) == len(workbook.EXAMPLES)
    assert not found.problems
