"""Staff of one school talk: a board, a topic with law, a file and a name, a quote, what a moderator hides; another
school finds nothing of it."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect
from wagtail.documents import get_document_model

from cms.forum.models import Board, Topic
from cms.tenancy.roles import Role
from tests.browser.test_axe import HOST
from tests.browser.test_policy import watched
from tests.browser.test_story import sign_in
from tests.factories import make_school, make_user
from tests.factories.legal import make_document

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
OTHER_HOST = "th-mau-b.localhost"
TITLE = "Phiên tòa giả định cho học sinh"
ASKED = "Theo Luật số 102/2016/QH13 thì mời ai tham gia? Nhờ @Trần Bình xem giúp."


def test_staff_of_a_school_talk(live_sites, new_page):
    school, other = make_school("A"), make_school("B")
    make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    files = get_document_model()
    script = files(title="Kịch bản phiên tòa", school=school, collection=school.collection)
    script.file.save("kich-ban.txt", ContentFile("Cảnh một".encode()))

    def desk(role, place, host=HOST, **options):
        person, page = make_user(role, place, **options), new_page(viewport={"width": 360, "height": 740})
        page.said = watched(page)
        sign_in(page, live_sites, host, person)
        return page

    manager = desk(Role.SCHOOL_ADMIN, school)
    manager.goto(live_sites.url(HOST, "/admin/forum/"))
    manager.get_by_role("link", name="Chuyên mục mới").click()
    manager.fill("#id_title", "Kinh nghiệm")
    manager.get_by_role("button", name="Lưu").click()
    manager.wait_for_url("**/forum/boards/*/")
    board = Board.objects.get()

    teacher = desk(Role.SCHOOL_EDITOR, school, last_name="Lê", first_name="Hoa")
    colleague = desk(Role.SCHOOL_EDITOR, school, last_name="Trần", first_name="Bình")
    teacher.goto(live_sites.url(HOST, f"/admin/forum/boards/{board.pk}/"))
    teacher.get_by_role("link", name="Chủ đề mới").click()
    teacher.fill("#title", TITLE)
    teacher.fill("#text", ASKED)
    teacher.locator("summary").click()
    teacher.get_by_label("Kịch bản phiên tòa").check()
    teacher.get_by_role("button", name="Mở chủ đề").click()
    expect(teacher.locator("article a.citation")).to_have_attribute("href", "/van-ban/102-2016-qh13/")
    topic = Topic.objects.get()

    colleague.goto(live_sites.url(HOST, "/admin/notices/"))
    colleague.get_by_role("link", name="nhắc đến").first.click()
    with colleague.expect_download() as download:
        colleague.get_by_role("link", name="Kịch bản phiên tòa").click()
    assert download.value.path().read_text("utf-8") == "Cảnh một"
    colleague.get_by_role("link", name="Trích dẫn").click()
    colleague.fill("#text", "Mời công an xã. Số của tôi: 0900 000 000.")
    colleague.get_by_role("button", name="Gửi trả lời").click()
    answer = colleague.locator("article").nth(1)
    expect(answer.locator("blockquote")).to_contain_text("mời ai tham gia?")
    assert colleague.evaluate("document.documentElement.scrollWidth") <= 360

    stranger = desk(Role.SCHOOL_ADMIN, other, OTHER_HOST)
    entry = topic.entries.order_by("pk").first()
    for path in (
        f"boards/{board.pk}/", f"topics/{topic.pk}/", f"entries/{entry.pk}/files/{script.pk}/",
    ):  # fmt: skip
        assert stranger.goto(live_sites.url(OTHER_HOST, f"/admin/forum/{path}")).status == 404, path
    for page, count in ((stranger, 0), (teacher, 2)):
        host = OTHER_HOST if page is stranger else HOST
        page.goto(live_sites.url(host, "/admin/forum/"))
        page.fill("#q", "phien toa gia dinh")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=**")
        expect(page.get_by_role("link", name=TITLE)).to_have_count(count)

    head = desk(Role.SCHOOL_APPROVER, school)
    head.goto(live_sites.url(HOST, f"/admin/forum/topics/{topic.pk}/"))
    shown = head.locator("article").nth(1)
    shown.locator("summary").click()
    shown.get_by_label("Lý do").fill("Có số điện thoại")
    shown.get_by_role("button", name="Ẩn", exact=True).click()
    expect(head.locator(".messages .success")).to_be_visible()
    teacher.goto(live_sites.url(HOST, f"/admin/forum/topics/{topic.pk}/"))
    expect(teacher.locator("article").nth(1)).to_contain_text("Có số điện thoại")
    expect(teacher.get_by_text("0900 000 000")).to_have_count(0)
    assert [page.said for page in (manager, teacher, colleague, stranger, head)] == [[]] * 5
