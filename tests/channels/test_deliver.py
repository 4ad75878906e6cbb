"""The outbox against real servers: what arrives, what fails, what is never sent twice."""

import hashlib
import hmac
import json
import threading
import uuid
from urllib.parse import parse_qs

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from cms.channels.models import OutboxItem
from cms.channels.outbox import delivery, transitions
from cms.channels.outbox.delivery import ORPHANED_AFTER, RETRY_DELAYS
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.pages import make_image
from tests.search.engines.own_engine import free_port

pytestmark = pytest.mark.django_db
TEXT = "Hội thi\n\nhttps://th-mau-a.localhost/"


def put(school, way, page, **fields) -> OutboxItem:
    return transitions.enqueue_post(school, way, uuid.uuid4(), page.title, TEXT, None, page=page, **fields)


def after(item) -> OutboxItem:
    item.refresh_from_db()
    return item


def due(item) -> None:
    OutboxItem.objects.filter(pk=item.pk).update(try_at=timezone.now())


def test_a_post_of_a_facebook_page(a, ways, receiver, news):
    item = put(a, "facebook", news)
    assert delivery.deliver_due_posts() == "1 sent, 0 not"
    path, _headers, body = receiver.asked[0]
    sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
    assert path == "/v23.0/1234567/feed"
    assert sent == {"message": TEXT, "link": news.full_url, "access_token": "khoa-trang"}
    assert (after(item).state, item.known_as) == ("sent", "17_42")
    assert item.sent_at is not None
    delivery.deliver_due_posts()
    assert len(receiver.asked) == 1


def test_an_article_of_a_zalo_account(a, ways, receiver, news):
    from cms.core.media import sized_pictures
    from cms.core.media.picture_sizes import SHARED

    news.image = make_image(collection=a.collection)
    news.save_revision().publish()
    sized_pictures.make_renditions.func(news.image_id, SHARED)
    receiver.usual = {"error": 0, "message": "Success", "data": {"token": "t-1"}}
    item = put(a, "zalo", news)
    delivery.deliver_due_posts()
    path, headers, body = receiver.asked[0]
    data = json.loads(body)
    assert (path, headers["access_token"]) == ("/v2.0/article/create", "khoa-oa")
    assert (data["title"], data["description"]) == (news.title, news.summary)
    # Of local files the site's address, of a bucket the one that visitors are given.
    assert data["cover"]["photo_url"].startswith("http")
    assert "/images/" in data["cover"]["photo_url"]
    assert after(item).known_as == "t-1"
    receiver.usual = {"error": -216, "message": "Access token is invalid: khoa-oa"}
    refused = put(a, "zalo", news)
    delivery.deliver_due_posts()
    assert after(refused).state == "failed"
    assert "-216" in refused.reason
    assert "khoa-oa" not in refused.reason


def test_a_webhook_is_signed_and_tried_again_with_the_same_key(a, ways, receiver, news):
    receiver.answers = [(503, {}), "hang up", (429, {})]
    item = put(a, "webhook", news)
    for turn, pause in enumerate(RETRY_DELAYS[:3], start=1):
        before = timezone.now()
        delivery.deliver_due_posts()
        assert (after(item).state, item.tries) == ("waiting", turn)
        assert 60 * pause - 5 <= (item.try_at - before).total_seconds() <= 60 * pause + 5
        delivery.deliver_due_posts()
        assert len(receiver.asked) == turn  # not before its time
        due(item)
    delivery.deliver_due_posts()
    assert (after(item).state, item.reason) == ("sent", "")
    keys = {headers["Idempotency-Key"] for _path, headers, _body in receiver.asked}
    assert keys == {str(item.key)}
    _path, headers, body = receiver.asked[-1]
    assert headers["X-Signature"] == "sha256=" + hmac.new(b"khoa-hook", body, hashlib.sha256).hexdigest()
    assert json.loads(body)["school"] == "A"


def test_a_server_that_fails_for_ever_is_given_up_and_people_are_told(a, ways, receiver, news):
    decider = make_user(Role.SCHOOL_APPROVER, a)
    receiver.answers = [(500, {})] * 20
    item = put(a, "webhook", news)
    for _turn in range(len(RETRY_DELAYS) + 1):
        delivery.deliver_due_posts()
        due(item)
    assert after(item).state == "failed"
    assert "HTTP 500" in item.reason
    assert len(receiver.asked) == len(RETRY_DELAYS) + 1
    assert Notice.objects.get(user=decider, kind="channels").path.endswith(f"/{item.pk}/")
    receiver.answers.clear()
    transitions.retry_post(item)
    delivery.deliver_due_posts()
    assert after(item).state == "sent"


def test_where_nobody_knows_whether_it_arrived_it_is_not_sent_again(a, ways, receiver, news):
    """Facebook takes no key: a second try could be a second post."""
    receiver.answers = ["hang up", (502, {})]
    for _turn in range(2):
        item = put(a, "facebook", news)
        delivery.deliver_due_posts()
        due(item)
        delivery.deliver_due_posts()
        assert after(item).state == "failed"
        assert item.reason
    assert "HTTP 502" in item.reason
    assert len(receiver.asked) == 2


def test_where_it_is_certainly_not_there_it_is_tried_again(a, ways, receiver, news, settings):
    receiver.answers = [(400, {"error": {"code": 4, "message": "limit"}})]
    busy = put(a, "facebook", news)
    delivery.deliver_due_posts()
    assert after(busy).state == "waiting"
    settings.FACEBOOK_API = "http://127.0.0.1:9/v23.0"  # nobody listens there
    away = put(a, "facebook", news)
    delivery.deliver_due_posts()
    assert (after(away).state, bool(away.reason)) == ("waiting", True)
    settings.FACEBOOK_API = f"{receiver.url}/v23.0"
    receiver.answers = [(400, {"error": {"code": 190, "message": "expired khoa-trang"}}), (302, {})]
    due(away)
    delivery.deliver_due_posts()
    assert after(away).state == "failed"
    assert "190" in away.reason
    assert "khoa-trang" not in away.reason
    moved = put(a, "webhook", news)
    delivery.deliver_due_posts()
    assert after(moved).state == "failed"
    assert "HTTP 302" in moved.reason


class Mails:
    def __init__(self):
        self.got, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answer.startswith("250"):
            self.got.append(envelope)
        return self.answer


@pytest.fixture
def gateway(settings):
    handler = Mails()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield handler
    controller.stop()


def test_a_text_message_goes_by_mail(a, ways, gateway, news, settings):
    item = put(a, "sms", news)
    gateway.answer = "451 later"
    delivery.deliver_due_posts()
    assert (after(item).state, gateway.got) == ("waiting", [])
    gateway.answer = "250 OK"
    due(item)
    delivery.deliver_due_posts()
    assert after(item).state == "sent"
    assert gateway.got[0].rcpt_tos == ["84900000000@sms.example.vn"]
    assert str(item.key).encode() in gateway.got[0].content
    gateway.answer = "554 no"
    refused = put(a, "sms", news)
    delivery.deliver_due_posts()
    assert after(refused).state == "failed"
    assert "554" in refused.reason
    settings.EMAIL_PORT = 9
    away = put(a, "sms", news)
    delivery.deliver_due_posts()
    assert after(away).state == "waiting"


def test_a_file_is_there_once(a, ways, news, tmp_path, settings):
    item = put(a, "file", news)
    delivery.deliver_due_posts()
    OutboxItem.objects.filter(pk=item.pk).update(state="waiting")
    delivery.deliver_due_posts()
    assert [path.name for path in tmp_path.iterdir()] == [f"{item.key}.json"]
    assert json.loads((tmp_path / f"{item.key}.json").read_text())["text"] == TEXT
    settings.CHANNELS = [f"A|file|{tmp_path}/fehlt|"]
    lost = put(a, "file", news)
    delivery.deliver_due_posts()
    assert after(lost).state == "waiting"


def test_a_form_sent_twice_makes_one_post_and_no_other_schools(a, b, ways, news):
    key = uuid.uuid4()
    one = transitions.enqueue_post(a, "file", key, "x", TEXT, None, page=news)
    assert transitions.enqueue_post(a, "file", key, "x", TEXT, None, page=news) == one
    with pytest.raises(transitions.TransitionNotAllowed):
        transitions.enqueue_post(b, "webhook", key, "x", TEXT, None)
    assert OutboxItem.objects.count() == 1


def test_what_is_no_longer_public_does_not_go_out(a, ways, receiver, news):
    hidden, gone = put(a, "webhook", news), put(a, "webhook", news)
    news.unpublish()
    OutboxItem.objects.filter(pk=gone.pk).update(page=None)
    delivery.deliver_due_posts()
    assert after(hidden).state == after(gone).state == "withdrawn"
    assert receiver.asked == []


def test_a_way_whose_key_is_gone(a, ways, receiver, news):
    item = put(a, "webhook", news)
    ways.CHANNELS = []
    delivery.deliver_due_posts()
    assert after(item).state == "failed"
    with pytest.raises(transitions.TransitionNotAllowed):
        put(a, "webhook", news)


def test_withdrawn_in_time_and_too_late(a, ways, receiver, news):
    item = put(a, "webhook", news)
    transitions.withdraw_post(item, "Trần Duyệt")
    delivery.deliver_due_posts()
    assert receiver.asked == []
    with pytest.raises(transitions.TransitionNotAllowed):
        transitions.retry_post(after(item))
    sent = put(a, "webhook", news)
    delivery.deliver_due_posts()
    with pytest.raises(transitions.TransitionNotAllowed):
        transitions.withdraw_post(sent, "Trần Duyệt")
    assert after(sent).state == "sent"


def test_a_worker_that_was_killed_while_it_sent(a, ways, receiver, news):
    hook, page = put(a, "webhook", news), put(a, "facebook", news)
    long_ago = timezone.now() - 2 * ORPHANED_AFTER
    OutboxItem.objects.update(state="sending", claimed_at=long_ago, tries=1)
    stale = OutboxItem.objects.get(pk=hook.pk)
    delivery.deliver_due_posts()
    assert (after(hook).state, after(page).state) == ("waiting", "failed")
    assert delivery._finish(stale, "sent", "") is False  # who wakes up late says nothing any more
    due(hook)
    delivery.deliver_due_posts()
    assert after(hook).state == "sent"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_send_it_once(a, ways, receiver, news):
    items = [put(a, "webhook", news) for _number in range(6)]
    start = threading.Barrier(2)

    def work():
        start.wait()
        delivery.deliver_due_posts()
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    delivery.deliver_due_posts()
    keys = [headers["Idempotency-Key"] for _path, headers, _body in receiver.asked]
    assert sorted(keys) == sorted(str(item.key) for item in items)
    assert all(after(item).state == "sent" for item in items)
