"""Every public template with the longest real numbers, titles and names: nothing is wider than the window.

Windows of 320, 360 and 1,280 px, letters of 100, 150 and 200 %. The numbers, titles and names are those of the real
library and lists of schools; a title without a space is what an editor pastes.
"""

import pytest

from cms.home.models import NewsPage, StandardPage
from cms.legal.models import LegalDocumentIssuer, LegalRelation, RelationKind
from search.index import indexing
from tests.browser.test_axe import HOST, fill
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WIDTHS, LETTERS = (320, 360, 1280), (100, 150, 200)
NUMBERS = ("01/1999/NQLT-TP-VHTT-NNPTNT-DTMN-ND", "26/2011/TTLT-BGDĐT-BKHCN-BYT", "68/2011/TTLT-BGDĐT-BNV-BTC-BLĐTBXH")
TITLE = (
    "Thông tư bãi bỏ Thông tư liên tịch số 15/2010/TTLT-BTC-BGDĐT ngày 29/01/2010 hướng dẫn quản lý và sử dụng kinh "
    "phí "
    "thực hiện Chương trình đảm bảo chất lượng giáo dục trường học giai đoạn 2010 – 2015 và Thông tư liên tịch số "
    "143/2013/TTLT-BTC-BGDĐT ngày 18/10/2013 sửa đổi, bổ sung một số điều của Thông tư liên tịch số "
    "15/2010/TTLT-BTC-BGDĐT"
)
ISSUER = "Bộ Giáo dục và Đào tạo, Bộ Nội vụ, Bộ Tài chính, Bộ Lao động - Thương binh và Xã hội"
SCHOOL = "Trường Phổ thông Dân tộc nội trú THPT tỉnh Tuyên Quang"
ADDRESS = (
    "https://thuvien.example.vn/van-ban/ke-hoach-pho-bien-giao-duc-phap-luat-nam-hoc-2026-2027-ban-chinh-thuc.html"
)
OFFICE = "cong.localhost"

#: What is wider than the window, to read in a failure.
WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return null; }
  const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > width + 1
    && !one.closest("svg, .visually-hidden, details:not([open])"));
  const name = (one) => one.tagName + "." + one.className + " " + one.textContent.trim().slice(0, 30);
  return out.slice(-3).map(name).join(" | ");
}"""


def documents():
    """Slugs of documents with everything that their page can have."""
    found = []
    for number in NUMBERS:
        document = make_document(
            number, title=TITLE, source_url=ADDRESS, articles=3, issuers=("Bộ Giáo dục và Đào tạo", "Bộ Tư pháp")
        )
        LegalDocumentIssuer.objects.filter(document=document).update(name_as_printed=ISSUER)
        found.append(document)
    for kind in (RelationKind.REPLACES, RelationKind.GUIDES):
        LegalRelation.objects.create(source=found[0], target=found[1], kind=kind)
    make_document(NUMBERS[0].replace("1999", "2001"), title=TITLE, issuers=(), type_name="")
    return [document.slug for document in found]


@pytest.fixture
def addresses():
    school = make_school("A", name=SCHOOL, host_label="th-mau-a", short_name=SCHOOL[:42])
    make_school("B", name=SCHOOL, address="Thôn Gốc Duỗi, xã Ngọc Thanh")
    slugs = documents()
    inner = fill(school)
    story = make_page(NewsPage, school, "https://" + "nguyenthiminhkhai" * 4 + ".edu.vn/" + "tintuc" * 6, summary=TITLE)
    about = StandardPage.objects.child_of(school.home_page).get(slug="cong-khai")
    indexing.reconcile_database()
    first, second, third = (f"/van-ban/{slug}/" for slug in slugs)
    of_school = [
        "/", *inner, f"/tin-tuc/{story.slug}/", "/gioi-thieu/", f"/{about.slug}/", "/van-ban/", first,
        "/tim/?q=thong+tu", "/tim/?q=xylophon", "/tim/", "/khong-co-trang-nay/",
    ]  # fmt: skip
    of_office = [
        "/", "/truong/", "/truong/?q=xylophon", "/tin-cac-truong/", "/bai-chon-loc/", "/van-ban/",
        "/van-ban/?q=xylophon", first, second, third, f"{second}vien-dan/", f"/van-ban/{slugs[1]}/so-sanh/{slugs[0]}/",
        "/van-ban/01/", "/so-do-trang/", "/van-ban/khong-co-so-nay/", "/tim/?q=thong+tu", "/lien-he/",
    ]  # fmt: skip
    return [(HOST, path) for path in of_school] + [(OFFICE, path) for path in of_office]


def test_nothing_is_wider_than_the_window(live_sites, new_page, addresses):
    page = new_page(viewport={"width": 360, "height": 800})
    problems = []
    for host, path in addresses:
        answer = page.goto(live_sites.url(host, path))
        assert answer.status < 500, path
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for letters in LETTERS:
                page.evaluate("(size) => { document.documentElement.style.fontSize = size + '%'; }", letters)
                if wider := page.evaluate(WIDER):
                    problems.append(f"{host}{path} at {width} px, {letters} %: {wider}")
    assert problems == []
