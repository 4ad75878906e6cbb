"""A post and a receiver that fails first: tried later, refused with a reason, sent again by a person, there once."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.channels.models import OutboxItem
from cms.channels.outbox import delivery
from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.browser.test_axe import HOST
from tests.browser.test_policy import watched
from tests.browser.test_story import sign_in
from tests.channels.conftest import Receiver
from tests.factories import make_school, make_user
from tests.factories.pages import make_page

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def receiver(settings):
    found = Receiver()
    settings.CHANNELS = [f"A|webhook|{found.url}/hook|khoa-bi-mat"]
    yield found
    found.stop()


def state(page) -> str:
    page.reload()
    return page.locator("dd .w-status").inner_text().strip()


def work():
    OutboxItem.objects.filter(state="waiting").update(try_at=timezone.now())  # the pause is over
    delivery.deliver_due_posts()


def put_in(page, sites, news) -> OutboxItem:
    page.goto(sites.url(HOST, f"/admin/channels/pages/{news.pk}/"))
    page.fill("#text-webhook", f"Mời phụ huynh dự hội thi. {news.full_url}")
    page.get_by_role("button", name="Đưa vào hộp gửi đi").click()
    page.wait_for_url(lambda url: "/channels/pages/" not in url)
    return OutboxItem.objects.latest("pk")


def test_a_receiver_that_fails(live_sites, new_page, receiver):
    school, other = make_school("A"), make_school("B")
    news = make_page(NewsPage, school, "Hội thi tìm hiểu pháp luật", summary="Sáng thứ hai.")
    head, stranger = new_page(), new_page()
    said = watched(head)
    sign_in(head, live_sites, HOST, make_user(Role.SCHOOL_APPROVER, school))
    sign_in(stranger, live_sites, "th-mau-b.localhost", make_user(Role.SCHOOL_ADMIN, other))

    receiver.answers = [(503, {}), (403, {"error": "khoa-bi-mat"})]
    item = put_in(head, live_sites, news)
    work()
    assert state(head) == "Đang chờ"
    expect(head.get_by_text("HTTP 503")).to_be_visible()
    work()
    assert state(head) == "Không gửi được"
    expect(head.get_by_text("HTTP 403")).to_be_visible()
    for path in (f"/admin/channels/{item.pk}/", f"/admin/channels/pages/{news.pk}/"):
        assert stranger.goto(live_sites.url("th-mau-b.localhost", path)).status == 404

    head.get_by_role("button", name="Gửi lại").click()
    expect(head.locator(".messages .success")).to_be_visible()
    for _turn in range(2):
        work()
    assert state(head) == "Đã gửi"
    expect(head.get_by_role("button", name="Gửi lại")).to_have_count(0)
    assert {headers["Idempotency-Key"] for _path, headers, _body in receiver.asked} == {str(item.key)}
    assert len(receiver.asked) == 3  # twice refused, once taken

    put_in(head, live_sites, news)
    head.get_by_role("button", name="Rút bài").click()
    expect(head.locator(".messages .success")).to_be_visible()
    work()
    assert state(head) == "Đã rút"
    assert len(receiver.asked) == 3
    assert "khoa-bi-mat" not in head.content()
    assert said == []
