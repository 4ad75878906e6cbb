"""An editor writes, the approver publishes, the public reads: on the school's site, the portal, in the search."""

import io

import pytest
from PIL import Image
from wagtail.models import Page

from cms.core.models import SchoolImage
from cms.legal.models import LegalNewsIndexPage, LegalNewsPage
from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_office, make_school, make_user

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

TITLE = "Học sinh lớp 5 đọc Luật Trẻ em dưới gốc đa"
ALT = "Học sinh ngồi đọc sách dưới gốc cây đa"


@pytest.fixture
def places(live_sites):
    make_office()
    school = make_school("A")
    make_school("B")
    return live_sites, school


def sign_in(page, sites, host, user):
    page.goto(sites.url(host, "/admin/login/"))
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: not url.endswith("/login/"))


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 675), (242, 182, 50)).save(buffer, "PNG")
    return buffer.getvalue()


def upload_picture(page):
    page.click("[data-contentpath=image] [data-chooser-action-choose]")
    page.click(".modal a[href='#tab-upload']")
    page.set_input_files(
        "#id_image-chooser-upload-file", {"name": "goc-da.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.fill("#id_image-chooser-upload-title", "Gốc đa")
    page.fill("#id_image-chooser-upload-description", ALT)
    page.check("[name=image-chooser-upload-pupil_consent][value=no_pupils]")
    page.click(".modal #tab-upload [type=submit]")
    page.wait_for_selector(".modal", state="detached")


def write_and_submit(page, sites, host, index):
    page.goto(sites.url(host, f"/admin/pages/add/legal/legalnewspage/{index.pk}/"))
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", "Cả lớp đọc to một điều rồi vẽ tranh.")
    upload_picture(page)
    page.click("footer [data-controller~='w-dropdown'] button[data-w-dropdown-target='toggle']")
    with page.expect_navigation():
        page.click("[name=action-submit]")
    page.wait_for_load_state("networkidle")
    assert page.locator(".messages .error").count() == 0


def approve(page, sites, host, page_id):
    page.goto(sites.url(host, f"/admin/pages/{page_id}/edit/"))
    page.click("footer [data-controller~='w-dropdown'] button[data-w-dropdown-target='toggle']")
    with page.expect_navigation():
        page.click("[data-workflow-action-name=approve]")
    page.wait_for_load_state("networkidle")


def test_from_the_editor_to_the_public(places, new_page):
    sites, school = places
    host = school.site.hostname
    editor, approver = make_user(Role.SCHOOL_EDITOR, school), make_user(Role.SCHOOL_APPROVER, school)
    index = LegalNewsIndexPage.objects.descendant_of(school.home_page).get()

    desk = new_page()
    sign_in(desk, sites, host, editor)
    write_and_submit(desk, sites, host, index)

    item = LegalNewsPage.objects.get()
    assert not item.live
    assert item.slug == "hoc-sinh-lop-5-doc-luat-tre-em-duoi-goc-da"
    image = SchoolImage.objects.get()
    assert image.school == school
    assert image.collection == school.collection
    address = sites.url(host, f"/pho-bien-giao-duc-phap-luat/tin-tuc-hoat-dong/{item.slug}/")
    visitor = new_page()
    assert visitor.goto(address).status == 404

    head = new_page()
    sign_in(head, sites, host, approver)
    approve(head, sites, host, item.pk)
    assert Page.objects.get(pk=item.pk).live

    assert visitor.goto(address).status == 200
    assert visitor.locator("h1").inner_text() == TITLE
    assert visitor.locator(f"main img[alt='{ALT}']").count() == 1
    visitor.goto(sites.url("cong.localhost", "/tin-cac-truong/"))
    assert visitor.locator(f"main a:has-text('{TITLE}')").count() >= 1
    visitor.goto(sites.url("th-mau-b.localhost", "/tim/?q=hoc+sinh+lop+5+doc+luat+tre+em&scope=all"))
    assert visitor.locator(f"main a:has-text('{TITLE}')").count() >= 1
    visitor.goto(sites.url("th-mau-b.localhost", "/tin-tuc/"))
    assert visitor.locator(f"text={TITLE}").count() == 0
