"""A document's page in a real browser: its contents follow the reader, paper has page numbers."""

import io

import pytest
from pypdf import PdfReader

from cms.legal.models import LegalNewsPage, LegalRelation, RelationKind
from tests.factories import make_school
from tests.factories.legal import give_text, make_document
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

CHAPTER = "Nội dung và hình thức phổ biến, giáo dục pháp luật trong nhà trường"


@pytest.fixture
def law(live_sites):
    school = make_school()
    law = make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    give_text(
        law, "\n".join([f"Chương I\n{CHAPTER}", *(f"Điều {n}. Tiêu đề {n}\n1. Khoản một." for n in range(1, 31))])
    )
    LegalRelation.objects.create(source=make_document(), target=law, kind=RelationKind.BASIS)
    text = [("text", "<p>Theo Luật Trẻ em số 102/2016/QH13.</p>")]
    make_page(LegalNewsPage, school, body=text).save_revision().publish()
    return live_sites.url("cong.localhost", f"/van-ban/{law.slug}/")


def current(page):
    return page.locator(".contents [aria-current]").evaluate_all("(links) => links.map((link) => link.hash)")


def test_the_contents_follow_the_article_being_read(new_page, law):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(law)
    for article in ("dieu-4", "dieu-27", "dieu-2"):
        page.evaluate("(id) => document.getElementById(id).scrollIntoView()", article)
        page.wait_for_function(
            "(hash) => document.querySelector('.contents [aria-current]')?.hash === hash", arg=f"#{article}"
        )
        assert current(page) == [f"#{article}"]
        box = page.locator(".side").bounding_box()
        link = page.locator(".contents [aria-current]").bounding_box()
        assert box["y"] - 1 <= link["y"] <= box["y"] + box["height"], "the current line stands in sight"


def test_names_of_chapters_take_the_whole_line(new_page, law):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(law)
    chapter = page.locator(".contents__chapter").first
    assert CHAPTER in chapter.inner_text()
    lines = chapter.evaluate(
        "(one) => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert lines <= 5


def test_every_part_of_the_page_stands_in_the_jump_row(new_page, law):
    page = new_page()
    page.goto(law)
    parts = page.locator("main section[id]").evaluate_all("(parts) => parts.map((part) => '#' + part.id)")
    assert {"#luoc-do", "#vien-dan"} <= set(parts)
    row = page.locator("main nav .tabs a").evaluate_all("(links) => links.map((link) => link.hash)")
    assert row == parts


def test_paper_has_page_numbers(new_page, law):
    page = new_page()
    page.goto(law)
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert f"{number} / {len(sheets)}" in " ".join(sheet.extract_text().split())


LONG, DEEP = 200, 173
SENTENCE = "Cơ quan, tổ chức, cơ sở giáo dục, gia đình và cá nhân có trách nhiệm thực hiện quy định này. " * 4


@pytest.fixture
def long_law(live_sites):
    make_school()
    law = make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    lines = []
    for n in range(1, LONG + 1):
        lines += [f"Điều {n}. Tiêu đề {n}", *(f"{k}. {SENTENCE * (1 + n % 3)}" for k in range(1, 4))]
    lines[-1] += " Câu cuối cùng của luật."
    give_text(law, "\n".join(lines))
    return live_sites.url("cong.localhost", f"/van-ban/{law.slug}/")


def top_of(page, anchor):
    page.wait_for_timeout(300)  # what comes near the window is drawn, and keeps its place
    return page.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", anchor)


@pytest.mark.parametrize("script", [True, False], ids=["", "no script"])
def test_an_address_deep_in_a_long_law_leads_there(new_page, long_law, script):
    for width in (360, 1280):
        page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=script)
        for anchor in (f"dieu-{DEEP}", f"dieu-{DEEP}-khoan-2", f"dieu-{LONG}-khoan-3"):
            page.goto("about:blank")
            page.goto(f"{long_law}#{anchor}")
            assert 0 <= top_of(page, anchor) <= (120 if f"-{DEEP}" in anchor else 800), anchor  # the last: in sight


def test_a_long_law_is_drawn_where_it_is_read(new_page, long_law):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(long_law)
    seen = "(one) => one.checkVisibility({ contentVisibilityAuto: true })"
    drawn = f"[...document.querySelectorAll('.law__block > *')].filter({seen})"
    total = page.locator(".law__block").count()
    assert total >= LONG
    assert page.evaluate(f"{drawn}.length") < 60
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", f"dieu-{DEEP}")
    assert 0 <= top_of(page, f"dieu-{DEEP}") <= 120
    assert page.evaluate(f"{drawn}.length") < 120
    room = page.locator(".law").bounding_box()["height"]
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".law__block { content-visibility: visible !important; }");
      document.adoptedStyleSheets = [sheet];
    }""")
    assert 0.8 < room / page.locator(".law").bounding_box()["height"] < 1.25, "the room kept is about the room needed"


def test_what_is_not_drawn_yet_is_found_read_and_copied(new_page, long_law):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(long_law)
    assert page.evaluate("window.find('Câu cuối cùng của luật')")  # what Ctrl+F does
    page.wait_for_timeout(300)
    top = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().top")
    assert 0 <= top <= 800
    assert page.get_by_role("heading", name=f"Điều {DEEP}. Tiêu đề {DEEP}").count() == 1  # read out


def test_all_of_a_long_law_is_printed(new_page, long_law):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(long_law)
    text = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages).split())
    assert f"Điều {DEEP}. Tiêu đề {DEEP}" in text
    assert "Câu cuối cùng của luật." in text
