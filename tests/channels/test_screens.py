"""The screens, in two schools: who prepares, who sends, who sees; and what readers see of channels."""

import datetime
import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.board import indicators
from cms.channels.models import OutboxItem
from cms.channels.outbox import delivery
from cms.home.models import NewsPage, SchoolSettings
from cms.legal.models import QuestionPage
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import client_of, make_office, make_superuser, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def share(page) -> str:
    return reverse("channels_share", args=[page.pk])


def fields(way="webhook", text="Lời của bài", key=None) -> dict[str, str]:
    return {"way": way, "text": text, "key": str(key or uuid.uuid4())}


def make_item(school, **more) -> OutboxItem:
    row = {"way": "webhook", "title": f"Tin của {school or 'phòng'}", "text": "x", "try_at": timezone.now(), **more}
    return OutboxItem.objects.create(school=school, **row)


def test_prepared_posts_of_a_page(a, ways, news):
    page = BeautifulSoup(client_of(make_user(Role.SCHOOL_EDITOR, a)).get(share(news)).content, "html.parser")
    text = page.select_one("#copy-facebook").get_text()
    assert news.title in text
    assert news.summary in text
    assert news.full_url in text
    assert "?" not in text.split("http")[1].split()[0]  # nothing follows readers
    assert page.select_one("[data-post-share]")["data-url"] == news.full_url
    assert page.select_one("form [name=text]") is None  # an editor copies, and sends nothing
    page = BeautifulSoup(client_of(make_user(Role.SCHOOL_APPROVER, a)).get(share(news)).content, "html.parser")
    assert {field["value"] for field in page.select("[name=way]")} == {"facebook", "zalo", "sms", "webhook", "file"}
    assert "khoa-" not in page.decode()


def test_an_answer_is_posted_with_its_words(a, ways):
    answer = make_page(QuestionPage, a, "Được thu tiền không?", answer="<p>Không, <b>trừ khi</b> tự nguyện.</p>")
    body = client_of(make_user(Role.SCHOOL_EDITOR, a)).get(share(answer)).content.decode()
    assert "Không, trừ khi tự nguyện." in body


def test_a_draft_is_not_posted(a, ways):
    draft = make_page(NewsPage, a, "Bản nháp", live=False)
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    assert client.get(share(draft)).status_code == 200
    assert client.post(share(draft), fields()).status_code == 200
    assert not OutboxItem.objects.exists()


def test_put_in_sent_and_looked_at(a, ways, receiver, news):
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    sent = fields()
    answer = client.post(share(news), sent)
    item = OutboxItem.objects.get()
    assert answer["Location"] == reverse("channels_item", args=[item.pk])
    assert client.post(share(news), sent)["Location"] == answer["Location"]  # pressed twice
    delivery.deliver_due_posts()
    assert b"17_42" in client.get(answer["Location"]).content
    assert item.title in client.get(reverse("channels_outbox")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": "fax"},
        {"way": ""},
        {"text": "  "},
        {"text": "x" * 2001},
        {"key": "1"},
        {"way": "sms", "text": "x" * 161},
    ],
)
def test_bad_input_is_answered_and_nothing_is_lost(a, ways, news, wrong):
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    answer = client.post(share(news), {**fields(), **wrong})
    assert answer.status_code == 200
    assert not OutboxItem.objects.exists()
    if wrong.get("text", "").strip():
        assert wrong["text"] in answer.content.decode()


class TestTwoSchools:
    @pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN])
    def test_nothing_of_another_school(self, a, b, ways, news, role):
        theirs = make_item(a)
        client = client_of(make_user(role, b))
        assert theirs.title not in client.get(reverse("channels_outbox")).content.decode()
        for url in (share(news), reverse("channels_item", args=[theirs.pk])):
            assert client.get(url).status_code == 404
        assert client.post(share(news), fields()).status_code == 404
        for step in ("withdraw", "again"):
            assert client.post(reverse("channels_step", args=[theirs.pk, step])).status_code == 404
        theirs.refresh_from_db()
        assert (theirs.state, OutboxItem.objects.count()) == ("waiting", 1)

    def test_nothing_of_the_office_for_a_school(self, a, ways):
        row = make_item(None)
        client = client_of(make_user(Role.SCHOOL_ADMIN, a))
        assert client.get(reverse("channels_item", args=[row.pk])).status_code == 404
        assert row.title not in client.get(reverse("channels_outbox")).content.decode()
        assert client.get(reverse("channels_sent")).status_code == 404

    def test_an_editor_sends_and_withdraws_nothing(self, a, ways, news):
        item = make_item(a)
        client = client_of(make_user(Role.SCHOOL_EDITOR, a))
        assert client.get(reverse("channels_item", args=[item.pk])).status_code == 200
        assert client.post(share(news), fields()).status_code == 403
        assert client.post(reverse("channels_step", args=[item.pk, "withdraw"])).status_code == 403
        item.refresh_from_db()
        assert (item.state, OutboxItem.objects.count()) == ("waiting", 1)

    def test_the_office_sees_all_who_observes_changes_nothing(self, a, ways):
        item = make_item(a)
        for user in (make_user(Role.OFFICE_ADMIN), make_user(Role.OFFICE_OBSERVER), make_superuser()):
            assert item.title in client_of(user).get(reverse("channels_outbox")).content.decode()
        observer = client_of(make_user(Role.OFFICE_OBSERVER))
        answer = observer.post(reverse("channels_step", args=[item.pk, "withdraw"]))
        assert answer.status_code in (403, 404)
        item.refresh_from_db()
        assert item.state == "waiting"
        assert Client(headers={"host": "cong.localhost"}).get(reverse("channels_outbox")).status_code == 302


def test_the_office_posts_what_it_sent_to_schools(a, ways, receiver):
    portal = make_office()
    page = make_page(NewsPage, portal, "Kế hoạch của phòng", summary="Cho mọi trường.")
    row = make_broadcast(page=page)
    client = client_of(make_user(Role.OFFICE_ADMIN))
    assert row.title in client.get(reverse("channels_sent")).content.decode()
    url = reverse("channels_share_sent", args=[row.pk])
    assert page.full_url in client.get(url).content.decode()
    client.post(url, fields())
    delivery.deliver_due_posts()
    assert [path for path, _headers, _body in receiver.asked] == ["/phong"]
    type(row).objects.filter(pk=row.pk).update(recalled_at=timezone.now(), expire_at=None)
    assert client.post(url, fields()).status_code == 200
    assert OutboxItem.objects.count() == 1


def test_a_document_that_was_sent_is_posted_while_it_is_public(a, ways, receiver):
    portal = make_office()
    law = make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    law.summary = "Quyền và bổn phận của trẻ em."
    law.save()
    row = make_broadcast(document=law)
    client = client_of(make_user(Role.OFFICE_ADMIN))
    url = reverse("channels_share_sent", args=[row.pk])
    page = client.get(url).content.decode()
    assert f"http://{portal.site.hostname}" in page
    assert law.get_absolute_url() in page
    assert "102/2016/QH13 – " in page
    client.post(url, fields())
    law.live = False
    law.save()
    delivery.deliver_due_posts()
    assert receiver.asked == []  # not public any more when its turn came
    assert client.post(url, fields()).status_code == 200
    assert OutboxItem.objects.count() == 1


def test_the_list_asks_as_often_for_many_as_for_few(a, ways):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = client_of(make_user(Role.OFFICE_ADMIN)), reverse("channels_outbox")
    counts = []
    for number in (2, 15):
        for _turn in range(number):
            make_item(a)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[1] <= counts[0]
    assert client.get(url + "?state=x&way=y&p=99").status_code == 200


class TestChannelsOfASite:
    ADDRESSES = {
        "facebook_url": "https://www.facebook.com/truong-a", "zalo_url": "https://zalo.me/12345",
        "youtube_url": "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
    }  # fmt: skip

    def test_readers_see_links_and_load_nothing(self, a, b):
        SchoolSettings.objects.update_or_create(site=a.site, defaults=self.ADDRESSES)
        client = Client(headers={"host": a.site.hostname})
        for path in ("/", "/kenh/"):
            answer = client.get(path)
            page = BeautifulSoup(answer.content, "html.parser")
            for url in self.ADDRESSES.values():
                assert page.select_one(f'a[href="{url}"]') is not None, (path, url)
            loaded = [tag.get("src") or "" for tag in page.select("script, img, iframe, link[rel=stylesheet]")]
            assert not any(host in src for src in loaded for host in ("facebook", "youtube", "zalo"))
        feeds = [link["data-embed"] for link in page.select("[data-embed]")]
        assert len(feeds) == 2
        assert "frame-src https://www.facebook.com " in answer["Content-Security-Policy"]
        assert "facebook" not in client.get("/")["Content-Security-Policy"]
        elsewhere = Client(headers={"host": b.site.hostname}).get("/kenh/").content.decode()
        assert "truong-a" not in elsewhere

    def test_a_foreign_address_is_refused_and_never_shown(self, a):
        from django.core.exceptions import ValidationError

        row = SchoolSettings.objects.get_or_create(site=a.site)[0]
        row.tiktok_url = "https://tiktok.com.example.vn/@x"
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert set(error.value.message_dict) == {"tiktok_url"}
        row.save()  # past the form
        assert "example.vn/@x" not in Client(headers={"host": a.site.hostname}).get("/kenh/").content.decode()

    def test_the_board_counts_them_and_what_was_posted(self, a, b):
        from cms.board.indicators.base import MeasuringScope
        from cms.board.measuring.measure import list_measured_schools, open_schools

        SchoolSettings.objects.update_or_create(site=a.site, defaults=self.ADDRESSES)
        make_item(a, state="sent", sent_at=timezone.now())
        make_item(a)
        make_item(b, state="sent", sent_at=timezone.now() - datetime.timedelta(days=800))
        scope = MeasuringScope(timezone.localdate(), tuple(list_measured_schools(open_schools())))
        assert indicators.find_indicator("channels").measure(scope) == {a.pk: 3, b.pk: 0}
        assert indicators.find_indicator("posts_year").measure(scope) == {a.pk: 1, b.pk: 0}


def test_the_demo_has_rounds_and_talk(a, b):
    from django.core.management import call_command

    from cms.forum.models import Entry
    from cms.opinions.models import Consultation

    make_user(Role.SCHOOL_APPROVER, a)
    make_user(Role.SCHOOL_APPROVER, b)
    for _turn in range(2):
        call_command("load_demo_talk")
    assert sorted(row.state for row in Consultation.objects.all()) == ["open", "results"]
    assert Entry.objects.count() == 2
    assert "Đã bổ sung vào dự thảo." in Client(headers={"host": a.site.hostname}).get(
        Consultation.objects.get(school=a).slug and f"/gop-y/{Consultation.objects.get(school=a).pk}-x/", follow=True
    ).content.decode()  # fmt: skip
