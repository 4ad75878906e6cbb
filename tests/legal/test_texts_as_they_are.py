"""What a document's page says of its text: whose it is, what is no law text, what was abolished, what else is held."""

import datetime
import json
import lzma
import re

import pytest

from cms.legal.models import LegalEvent, Provision, TextVersion
from cms.legal.parsing.article_ranges import format_ranges
from cms.legal.parsing.texts.attached_names import file_name, remove_file_names
from cms.legal.sources.nodes import ArticleRecord, pack_nodes
from cms.legal.validity.articles import find_abolition
from cms.legal.validity.events import Event
from tests.factories import make_school
from tests.factories.legal import make_document

DAY = datetime.date(2016, 7, 1)
NUMBER = "15/2024/TT-BGDĐT"
ADDRESS = "/van-ban/15-2024-tt-bgddt/"


@pytest.fixture
def get(client):
    hosts = {code: make_school(code).site.hostname for code in "AB"}

    def _get(path=ADDRESS, school="A", **data):
        return client.get(path, data, headers={"host": hosts[school]})

    return _get


def html_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def node(number: int, text: str) -> ArticleRecord:
    return ArticleRecord(str(number), f"Điều {number}", "Mẫu", text, f"dieu-{number}")


def keep_text(document, source, state, *nodes, **fields) -> TextVersion:
    packed, digest = pack_nodes(nodes)
    values = {"stated_on": datetime.date(2026, 5, 1), "articles": len(nodes), **fields}
    return TextVersion.objects.create(
        document=document, source=source, state=state, packed=packed, digest=digest, **values
    )


def empty(document, *numbers) -> None:
    Provision.objects.filter(document=document, number__in=map(str, numbers)).update(text="")


def happened(document, kind, provisions, day=DAY, **fields) -> None:
    document.events.add(LegalEvent(kind=kind, provisions=provisions, day=day, **fields))
    document.save()


class TestChapters:
    @pytest.mark.django_db
    def test_of_the_codification_are_none_of_the_law(self, get):
        make_document(NUMBER, articles=4)  # the factory names "Chương I" and "Chương II" as the codification does
        response = get()
        html = html_of(response)
        assert "law__chapter" not in html
        assert "contents__chapter" not in html
        assert [(one.words, one.articles) for one in response.context["codified_chapters"]] == [
            ("Chương I", "1, 2"), ("Chương II", "3, 4"),
        ]  # fmt: skip
        assert "<li>Chương I: Điều 1, 2</li>" in html

    @pytest.mark.django_db
    def test_of_the_law_itself_stay(self, get):
        document = make_document(NUMBER, articles=1)
        Provision.objects.filter(document=document).update(chapter="")
        Provision.objects.create(
            document=document, kind="chapter", number="I", label="Chương I", heading="QUY ĐỊNH CHUNG",
            anchor="chuong-i", order=0,
        )  # fmt: skip
        html = html_of(get())
        assert 'class="law__chapter" id="chuong-i"' in html
        assert 'class="contents__chapter" href="#chuong-i"' in html


class TestNamesOfFiles:
    @pytest.mark.parametrize(
        "line",
        [
            "Phu luc kem theo Thong tu so 17.2015.TT-BGDĐT .doc", "Mẫu số 01.docx", "TT 32.pdf", "33. CMKTNN 1705.doc",
            "Phụ lục 3..docx", "(Xem tệp đính kèm) Mau so 01.docx", "Phu luc - Sai so tuong doi cho phep D%.docx",
        ],
    )  # fmt: skip
    def test_are_known(self, line):
        assert file_name(line)

    @pytest.mark.parametrize(
        "line",
        [
            "a) Định dạng Portable Document Format (.pdf), phiên bản 1.4 trở lên;", "Lưu dưới dạng *.doc hoặc *.txt.",
            "Văn bản có thể định dạng “.doc” hoặc “.docx” hoặc “.pdf’.", "Bản điện tử có đuôi .doc", "Điều 5. Phạm vi",
            "",
        ],
    )  # fmt: skip
    def test_are_not_seen_in_law(self, line):
        assert not file_name(line)

    def test_a_pointer_alone_goes_only_with_a_name(self):
        assert remove_file_names("Một.\n(Xem tệp đính kèm)\nMau.doc") == ("Một.", ("Mau.doc",))
        assert remove_file_names("Một.\n(Xem tệp đính kèm)") == ("Một.\n(Xem tệp đính kèm)", ())

    @pytest.mark.django_db
    def test_stand_as_attachments_and_the_text_is_kept(self, get):
        document = make_document(NUMBER, articles=1)
        document.provisions.update(text="Ban hành Quy chế mẫu.\nPhu luc I.doc")
        html = html_of(get())
        assert re.search(r'class="law__attached">.*Phu luc I\.doc', html, re.DOTALL)
        assert not re.search(r'<p class="law__text">\s*Phu luc I', html)
        assert document.provisions.get().text.endswith("Phu luc I.doc")

    def test_in_all_real_articles(self, legal_data):
        names, law = 0, []
        with lzma.open(legal_data / "legal" / "phapdien_all_articles.jsonl.xz", "rt") as rows:
            for row in rows:
                if ".doc" not in row and ".pdf" not in row:
                    continue
                for line in (json.loads(row).get("text") or "").split("\n"):
                    if file_name(line):
                        names += 1
                        law += [line] if line.endswith((";", ".", ":")) or "định dạng" in line else []
        assert names > 6800
        assert not law


class TestStateOfTheText:
    @pytest.mark.django_db
    def test_says_whose_it_is_and_where_the_official_one_stands(self, get):
        document = make_document(NUMBER, articles=2)
        assert get().context["text_state"].words == "Do thư viện nhập."
        keep_text(document, "codification", "extract", node(1, "Một."), shown=True)
        state = get().context["text_state"]
        assert "Pháp điển" in state.words
        assert "01/05/2026" in state.words
        assert (state.official, state.others) == ("", ())
        document.source_url = "https://vbpl.vn/x--1"
        document.save()
        assert 'href="https://vbpl.vn/x--1" rel="external"' in html_of(get())

    @pytest.mark.django_db
    @pytest.mark.parametrize("school", "AB")
    def test_another_sound_text_is_offered_on_every_site(self, get, school):
        document = make_document(NUMBER, articles=2)
        keep_text(document, "codification", "extract", node(1, "Một."), node(2, "Hai."), shown=True)
        other = keep_text(document, "vbpl", "as_issued", node(1, "Lời văn gốc."), node(2, "Hai."))
        address = f"{ADDRESS}ban-khac/{other.pk}/"
        assert f'href="{address}"' in html_of(get(school=school))
        html = html_of(get(address, school=school))
        assert "Lời văn gốc." in html
        assert '<meta name="robots" content="noindex">' in html
        assert f'<link rel="canonical" href="http://cong.localhost{ADDRESS}">' in html
        assert "không phải là bản" in html

    @pytest.mark.django_db
    @pytest.mark.parametrize("school", "AB")
    def test_what_raises_a_doubt_is_former_or_not_public_is_404(self, get, school):
        document, hidden = make_document(NUMBER, articles=2), make_document("16/2024/TT-BGDĐT", confidential=True)
        draft = make_document("17/2024/TT-BGDĐT", live=False)
        nodes = [node(n, "Mẫu.") for n in range(1, 11)]
        shown = keep_text(document, "codification", "extract", *nodes, shown=True)
        closed = [
            keep_text(document, "vbpl", "as_issued", *nodes, doubts=["other_number"]),
            keep_text(document, "vbpl", "as_issued", node(1, "Ít."), current=False),
            keep_text(document, "office", "given", node(1, "Ít hơn hẳn.")),  # far fewer articles
            shown,  # stands at the document's own address
        ]
        html = html_of(get(school=school))
        assert "ban-khac" not in html
        for version in closed:
            assert get(f"{ADDRESS}ban-khac/{version.pk}/", school=school).status_code == 404
        for other in (hidden, draft):
            version = keep_text(other, "vbpl", "as_issued", *nodes)
            for slug in (other.slug, document.slug):
                assert get(f"/van-ban/{slug}/ban-khac/{version.pk}/", school=school).status_code == 404
        assert get(f"{ADDRESS}ban-khac/999999/", school=school).status_code == 404


class TestAbolishedArticles:
    def test_whole_articles_on_a_known_day_alone(self):
        def event(kind, anchor, day=DAY):
            return Event(kind, day, anchor, (anchor,))

        gone = event("abolished_part", "dieu-5")
        assert find_abolition("dieu-5", [gone]) == gone
        assert find_abolition("dieu-50", [gone]) is None
        assert find_abolition("dieu-5", [event("abolished_part", "dieu-5-khoan-2")]) is None
        assert find_abolition("dieu-5", [event("abolished_part", "dieu-5", None)]) is None
        assert find_abolition("dieu-5", [event("amended", "dieu-5")]) is None
        assert find_abolition("dieu-5", [gone, event("amended", "dieu-5")]) is None  # a part was meant
        assert find_abolition("dieu-5", [gone, event("supplemented", "dieu-5", DAY.replace(year=2020))]) is None
        assert find_abolition("dieu-5", [gone, event("amended", "dieu-5", DAY.replace(year=2015))]) == gone

    @pytest.mark.django_db
    def test_say_by_what_and_from_when_and_what_they_said(self, get):
        document = make_document(NUMBER, articles=3, effective_from=datetime.date(2015, 1, 1))
        acting = make_document("13/2016/TT-BGDĐT", effective_from=DAY)
        empty(document, 2, 3)
        keep_text(document, "codification", "extract", node(1, "Một."), shown=True, articles=3)
        keep_text(document, "vbpl", "as_issued", node(1, "Một."), node(2, "Lời văn cũ."), node(3, ""))
        happened(document, "abolished_part", "Điều 2; Điều 3", by=acting)
        html = html_of(get())
        assert html.count("đã bị bãi bỏ bởi") == 2
        assert f'href="{acting.get_absolute_url()}"' in html
        assert "01/07/2016" in html
        assert re.search(r"<details>\s*<summary>Lời văn trước đó</summary>\s*.*Lời văn cũ\.", html, re.DOTALL)
        assert html.count("Thư viện không giữ lời văn trước đó.") == 1
        assert "đã thay đổi 1 lần" not in html

    @pytest.mark.django_db
    def test_are_shown_as_in_force_for_days_before(self, get):
        document = make_document(NUMBER, articles=2, effective_from=datetime.date(2015, 1, 1))
        empty(document, 2)
        keep_text(document, "vbpl", "as_issued", node(1, "Một."), node(2, "Lời văn cũ."))
        happened(document, "abolished_part", "Điều 2", by_text="Luật số 84/2015/QH13")
        block = get(day="2016-06-30").context["blocks"][1]
        assert (block.is_abolished, [line.text for line in block.paragraphs]) == (False, ["Lời văn cũ."])
        assert "sẽ bị bãi bỏ" in block.abolition.sentence
        assert get(day="2016-07-01").context["blocks"][1].is_abolished

    @pytest.mark.django_db
    def test_of_the_future_say_so_and_keep_their_words(self, get):
        document = make_document(NUMBER, articles=1)
        happened(document, "abolished_part", "Điều 1", datetime.date(2090, 1, 1))
        block = get().context["blocks"][0]
        assert (block.is_abolished, bool(block.paragraphs)) == (False, True)
        assert "sẽ bị bãi bỏ từ ngày 01/01/2090" in html_of(get())

    @pytest.mark.django_db
    def test_the_codification_that_still_holds_the_words_meant_a_part(self, get):
        document = make_document(NUMBER, articles=1)
        document.provisions.update(source_anchor="01")
        happened(document, "abolished_part", "Điều 1")
        block = get().context["blocks"][0]
        assert (block.abolition, len(block.changes)) == (None, 1)


class TestChangesSaidOnce:
    def test_articles_in_words(self):
        order = ["1", "2", "3", "4", "4a", "5", "7"]
        assert format_ranges(["7", "1", "3", "4", "4a", "x"], order) == "1, 3–4a, 7"
        assert format_ranges([], order) == ""

    @pytest.mark.django_db
    def test_of_many_articles_stand_above_the_text(self, get):
        document = make_document(NUMBER, articles=12)
        for provisions in ("Điều 3", "Điều 4", "khoản 1 Điều 7; Điều 8", "Điều 9"):
            happened(document, "amended", provisions, by_text="Luật số 84/2015/QH13")
        happened(document, "amended", "Điều 5", by_text="Luật số 1/2017/QH14")
        response = get()
        html = html_of(response)
        (change,) = response.context["shared_changes"]
        assert "các Điều 3, 4, 7–9 được sửa đổi" in change.text
        assert html.count(f'href="#{change.anchor}"') == 5
        assert html.count(f'id="{change.anchor}"') == 1
        assert [block.number for block in response.context["blocks"] if block.changes] == ["5"]
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
