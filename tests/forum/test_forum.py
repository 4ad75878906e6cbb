"""The forum: talk, mentions, follow, moderation; and its wall, in two schools."""

import doctest
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.forum import discussion, moderation
from cms.forum.discussion import EntryInput
from cms.forum.models import Board, Entry, EntryReport, Follow, Topic
from cms.tenancy.models import Membership, Notice
from cms.tenancy.roles import Role
from tests.advice.conftest import soup
from tests.factories import client_of, make_office, make_superuser, make_user
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db
SECRET = "Chuyện riêng của trường này"


def board_of(school=None, **more) -> Board:
    make_office()
    return Board.objects.create(school=school, title=more.pop("title", f"Bảng {school or 'chung'}"), **more)


def written(text="Xin hỏi kinh nghiệm.", **more) -> EntryInput:
    return EntryInput(text, more.pop("key", None) or uuid.uuid4(), **more)


def begin(board, user, title="Kinh nghiệm tuyên truyền", text="Xin hỏi kinh nghiệm.") -> Topic:
    return discussion.start_topic(board, title, written(text), user)


def sent(client, url, **more) -> dict:
    return {"key": soup(client.get(url)).select_one("[name=key]")["value"], "text": "Trả lời của tôi", **more}


def address(topic) -> str:
    return reverse("forum_topic", args=[topic.pk])


def test_examples():
    assert doctest.testmod(discussion).failed == 0


def test_pressed_twice_at_the_same_moment_it_is_one_topic(a, monkeypatch):
    """The second request looks before the first has written, and writes after it."""
    board, user, one = board_of(a), make_user(Role.SCHOOL_EDITOR, a), written()
    first = discussion.start_topic(board, "Bắt nạt", one, user)
    looks = iter([None])
    real = discussion._find_started_topic
    monkeypatch.setattr(discussion, "_find_started_topic", lambda *asked: next(looks, real(*asked)))
    assert discussion.start_topic(board, "Bắt nạt", one, user) == first
    assert (Topic.objects.count(), Entry.objects.count()) == (1, 1)


class TestTalk:
    def test_a_topic_its_answer_and_law_that_is_linked(self, a):
        make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
        board, client = board_of(a), client_of(make_user(Role.SCHOOL_EDITOR, a, last_name="Lê", first_name="Hoa"))
        url = reverse("forum_topic_add", args=[board.pk])
        data = sent(client, url, title="Bắt nạt", text="Xem Luật số 102/2016/QH13 <b>nhé</b>")
        location = client.post(url, data)["Location"]
        assert client.post(url, data)["Location"] == location  # pressed twice
        data = sent(client, location, text="Đã xem.")
        for _press in range(2):
            client.post(location, data)
        assert (Topic.objects.count(), Entry.objects.count(), Topic.objects.get().count) == (1, 2, 2)
        page = soup(client.get(location))
        assert page.select_one("a.citation")["href"].startswith("/van-ban/")
        assert "<b>" not in Entry.objects.first().text.replace("<b>", "", 1) or page.select_one("article b") is None
        assert "Lê Hoa" in page.get_text()

    def test_a_quote_stands_above(self, a):
        user = make_user(Role.SCHOOL_EDITOR, a)
        topic, client = begin(board_of(a), user, text="Câu được trích"), client_of(user)
        first = topic.entries.get()
        data = sent(client, f"{address(topic)}?quote={first.pk}", quotes=first.pk)
        client.post(address(topic), data)
        assert topic.entries.last().quotes == first
        other = begin(board_of(a), user).entries.get()
        client.post(address(topic), sent(client, address(topic), quotes=other.pk))
        assert topic.entries.last().quotes is None

    def test_bad_input_loses_nothing(self, a):
        user = make_user(Role.SCHOOL_EDITOR, a)
        topic, client = begin(board_of(a), user), client_of(user)
        for wrong in ({"text": ""}, {"text": "x" * 10_001}, {"key": "x"}, {"files": ["99"]}):
            data = {**sent(client, address(topic)), **wrong}
            answer = client.post(address(topic), data)
            assert answer.status_code == 200, wrong
            if "text" not in wrong:
                assert "Trả lời của tôi" in answer.content.decode()
        for query in ("?p=99", "?p=x", "?quote=x", "?quote=99999999999999999999"):
            assert client.get(address(topic) + query).status_code == 200
        assert topic.entries.count() == 1

    def test_a_colleague_is_told_when_named(self, a, b):
        author = make_user(Role.SCHOOL_EDITOR, a, last_name="Lê", first_name="Hoa")
        near = make_user(Role.SCHOOL_EDITOR, a, last_name="Trần", first_name="Bình")
        far = make_user(Role.SCHOOL_EDITOR, b, last_name="Trần", first_name="Bình")
        begin(board_of(), author, text="Nhờ @Trần Bình xem giúp")
        told = Notice.objects.filter(kind="mentioned")
        assert [row.user for row in told] == [near]
        assert "xem giúp" not in told[0].text + told[0].subject
        topic = begin(board_of(), far)
        discussion.add_reply(topic, written("@tran binh thấy sao?"), author)
        assert set(told.values_list("user", flat=True)) == {near.pk, far.pk}

    def test_followers_are_told_once_until_they_look(self, a):
        author, reader = make_user(Role.SCHOOL_EDITOR, a), make_user(Role.SCHOOL_EDITOR, a)
        topic, client = begin(board_of(a), author), client_of(reader)
        client.post(reverse("forum_topic_step", args=[topic.pk, "follow"]))
        for _turn in range(3):
            discussion.add_reply(topic, written(), author)
        told = Notice.objects.filter(user=reader, kind="followed")
        assert told.count() == 1
        client.get(address(topic))
        discussion.add_reply(topic, written(), author)
        assert told.count() == 2
        assert not Notice.objects.filter(user=author).exists()
        client.post(reverse("forum_topic_step", args=[topic.pk, "unfollow"]))
        client.get(address(topic))
        discussion.add_reply(topic, written(), author)
        assert told.count() == 2

    def test_who_has_left_is_told_nothing(self, a):
        author, reader = make_user(Role.SCHOOL_EDITOR, a), make_user(Role.SCHOOL_EDITOR, a)
        topic = begin(board_of(a), author)
        discussion.set_following(topic, reader, True)
        Membership.objects.filter(user=reader).delete()
        discussion.add_reply(topic, written(), author)
        assert not Notice.objects.filter(user=reader).exists()
        assert client_of(reader).get(address(topic)).status_code in (302, 403, 404)

    def test_files_of_the_own_school_for_those_who_read(self, a, b):
        def file(school):
            content = ContentFile(b"noi dung", "ke-hoach.txt")
            return get_document_model().objects.create(title="Kế hoạch", file=content, collection=school.collection)

        user, reader = make_user(Role.SCHOOL_EDITOR, a), make_user(Role.SCHOOL_EDITOR, b)
        own, theirs, topic = file(a), file(b), begin(board_of(), user)
        client = client_of(user)
        client.post(address(topic), sent(client, address(topic), files=[theirs.pk]))
        assert topic.entries.count() == 1
        again = soup(client.post(address(topic), sent(client, address(topic), files=[own.pk], text=" ")))
        assert again.select_one(f"[name=files][value='{own.pk}']").has_attr("checked")  # chosen stays chosen
        client.post(address(topic), sent(client, address(topic), files=[own.pk]))
        entry = topic.entries.last()
        assert list(entry.files.all()) == [own]
        url = reverse("forum_file", args=[entry.pk, own.pk])
        answer = client_of(reader).get(url)
        assert b"".join(answer.streaming_content) == b"noi dung"
        assert client_of(reader).get(reverse("forum_file", args=[entry.pk, theirs.pk])).status_code == 404
        moderation.hide_entry(entry, "Nhầm", user)
        assert client_of(reader).get(url).status_code == 404

    def test_the_search_finds_with_and_without_marks(self, a, b):
        begin(board_of(a), make_user(Role.SCHOOL_EDITOR, a), "Đồng phục", "Quy định về trang phục")
        own, other = client_of(make_user(Role.SCHOOL_EDITOR, a)), client_of(make_user(Role.SCHOOL_EDITOR, b))
        url = reverse("forum_search")
        assert "Không có" in own.get(url, {"q": "hục"}).content.decode()  # words, not letters within
        for words in ("trang phục", "dong phuc trang", "(Trang phu"):
            assert "Đồng phục" in own.get(url, {"q": words}).content.decode()
            assert "Đồng phục" not in other.get(url, {"q": words}).content.decode().replace(words, "")
        for words in ("", "%", "_" * 300, "'; DROP"):
            assert own.get(url, {"q": words}).status_code == 200


class TestModeration:
    def test_reported_hidden_with_a_reason_and_shown_again(self, a):
        topic = begin(board_of(a), make_user(Role.SCHOOL_EDITOR, a), text=SECRET)
        entry, reader = topic.entries.get(), client_of(make_user(Role.SCHOOL_EDITOR, a))
        boss = make_user(Role.SCHOOL_APPROVER, a)
        moderator, url = client_of(boss), lambda step: reverse("forum_entry_step", args=[entry.pk, step])
        reader.post(url("report"), {"reason": ""})
        assert not EntryReport.objects.exists()
        for _press in range(2):
            reader.post(url("report"), {"reason": "Nêu tên học sinh"})
        assert EntryReport.objects.count() == 1
        assert Notice.objects.filter(user=boss, kind="reported").count() == 1
        assert "Nêu tên học sinh" in moderator.get(reverse("forum_reports")).content.decode()
        assert "Nêu tên học sinh" not in reader.get(reverse("forum_reports")).content.decode()
        assert reader.post(url("hide"), {"reason": "x"}).status_code == 403
        moderator.post(url("hide"), {"reason": "Nêu tên học sinh"})
        assert SECRET not in reader.get(address(topic)).content.decode()
        assert SECRET in moderator.get(address(topic)).content.decode()
        assert SECRET not in reader.get(reverse("forum_search"), {"q": "chuyen"}).content.decode()
        assert EntryReport.objects.filter(done_at=None).count() == 0
        moderator.post(url("show"))
        assert SECRET in reader.get(address(topic)).content.decode()

    def test_locked_moved_and_hidden(self, a, b):
        author = make_user(Role.SCHOOL_EDITOR, a)
        topic, moderator, writer = (
            begin(board_of(a), author),
            client_of(make_user(Role.SCHOOL_ADMIN, a)),
            client_of(author),
        )
        url = lambda step: reverse("forum_topic_step", args=[topic.pk, step])  # noqa: E731
        data = sent(writer, address(topic))
        moderator.post(url("lock"))
        writer.post(address(topic), data)
        assert topic.entries.count() == 1
        moderator.post(url("unlock"))
        writer.post(address(topic), data)
        assert topic.entries.count() == 2
        target = board_of(a, title="Bảng khác")
        for wrong in (board_of(), board_of(b)):
            moderator.post(url("move"), {"board": wrong.pk})
        moderator.post(url("move"), {"board": "x"})
        topic.refresh_from_db()
        assert topic.board.title != "Bảng khác"
        moderator.post(url("move"), {"board": target.pk})
        topic.refresh_from_db()
        assert topic.board == target
        for step in ("lock", "move", "hide"):
            assert writer.post(url(step), {"reason": "x"}).status_code == 403
        moderator.post(url("hide"), {"reason": ""})
        assert writer.get(address(topic)).status_code == 200
        moderator.post(url("hide"), {"reason": "Trùng"})
        assert writer.get(address(topic)).status_code == 404
        assert moderator.get(address(topic)).status_code == 200

    def test_boards_are_made_by_administrators(self, a, b):
        url = reverse("forum_board_add")
        fields = {"title": "Giáo viên chủ nhiệm", "order": 1}
        for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER):
            assert client_of(make_user(role, a)).post(url, fields).status_code == 403
        admin = client_of(make_user(Role.SCHOOL_ADMIN, a))
        assert admin.post(url, {**fields, "of": b.pk}).status_code == 302
        assert Board.objects.get().school == a
        assert client_of(make_user(Role.OFFICE_ADMIN)).post(url, fields).status_code == 302
        shared = Board.objects.get(school=None)
        assert admin.post(reverse("forum_board_edit", args=[shared.pk]), fields).status_code == 403
        assert admin.post(url, {"title": "", "order": "x"}).status_code == 200

    def test_a_closed_board_is_read(self, a):
        author = make_user(Role.SCHOOL_EDITOR, a)
        board = board_of(a)
        topic = begin(board, author)
        Board.objects.update(closed=True)
        client = client_of(author)
        assert client.get(address(topic)).status_code == 200
        assert client.post(address(topic), {"key": uuid.uuid4(), "text": "x"}).status_code == 403
        assert client.get(reverse("forum_topic_add", args=[board.pk])).status_code == 403


class TestTwoSchools:
    @pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT])
    def test_nothing_of_another_schools_board(self, a, b, role):
        board = board_of(a, title=SECRET)
        topic = begin(board, make_user(Role.SCHOOL_EDITOR, a), SECRET, SECRET)
        entry, client = topic.entries.get(), client_of(make_user(role, b))
        EntryReport.objects.create(entry=entry, reason=SECRET, at=topic.at)
        for url in (
            reverse("forum_board", args=[board.pk]), reverse("forum_board_edit", args=[board.pk]), address(topic),
            reverse("forum_topic_add", args=[board.pk]), reverse("forum_boards"), reverse("forum_reports"),
            reverse("forum_search") + "?q=chuyen",
        ):  # fmt: skip
            assert SECRET not in client.get(url).content.decode(), url
        key = {"key": uuid.uuid4(), "text": "x", "title": "x", "reason": "x"}
        for name, number, steps in (
            ("forum_topic_step", topic.pk, ("follow", "lock", "hide")),
            ("forum_entry_step", entry.pk, ("report", "hide", "show", "keep")),
        ):
            for step in steps:
                assert client.post(reverse(name, args=[number, step]), key).status_code == 404
        assert client.post(address(topic), key).status_code == 404
        assert client.post(reverse("forum_topic_add", args=[board.pk]), key).status_code == 404
        entry.refresh_from_db()
        assert (Entry.objects.count(), entry.hidden_reason, Follow.objects.count()) == (1, "", 1)

    def test_a_board_of_all_is_everybodys_who_has_a_place(self, a, b):
        topic = begin(board_of(), make_user(Role.SCHOOL_EDITOR, a), text=SECRET)
        for user in (make_user(Role.SCHOOL_EDITOR, b), make_user(Role.OFFICE_LIBRARIAN), make_superuser()):
            client = client_of(user)
            assert SECRET in client.get(address(topic)).content.decode(), user
            client.post(address(topic), sent(client, address(topic)))
        assert topic.entries.count() == 4
        observer = client_of(make_user(Role.OFFICE_OBSERVER))
        assert SECRET in observer.get(address(topic)).content.decode()
        observer.post(address(topic), {"key": uuid.uuid4(), "text": "x"})
        assert topic.entries.count() == 4
        assert client_of(make_user(Role.SCHOOL_EXPERT, a)).get(address(topic)).status_code == 404
        assert client_of(make_user()).get(address(topic)).status_code in (302, 403, 404)
        assert Client(headers={"host": a.site.hostname}).get(address(topic)).status_code == 302
        school_boss = client_of(make_user(Role.SCHOOL_ADMIN, b))
        assert school_boss.post(reverse("forum_topic_step", args=[topic.pk, "lock"])).status_code == 403


def test_a_topic_asks_as_often_for_many_as_for_few(a, b):
    users = [make_user(Role.SCHOOL_EDITOR, school) for school in (a, b)]
    topic, client, counts = begin(board_of(), users[0]), client_of(users[0]), []
    for number in (2, 14):
        for turn in range(number):
            discussion.add_reply(topic, written(), users[turn % 2])
        client.get(address(topic))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(topic))
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_ten_thousand_topics_are_searched_by_right_in_as_many_questions_as_few(a, b):
    """Typed without marks, over titles and answers; of them only those on boards that the person reads."""
    rows = ((board_of(a), "của An"), (board_of(b), "của Bình"), (board_of(), "chung"))
    author, now = make_user(Role.SCHOOL_EDITOR, a), timezone.now()
    client, url = client_of(author), reverse("forum_search")

    def fill(count):
        topics = Topic.objects.bulk_create(
            Topic(board=board, title=f"Chủ đề {number} {name}", by=author, at=now, last_at=now, count=1)
            for number in range(count)
            for board, name in rows
        )
        text = "Bắt nạt trên mạng"
        Entry.objects.bulk_create(
            Entry(
                topic=one,
                text=text,
                words=discussion.search_words(f"{one.title} {text}"),
                by=author,
                at=now,
                form_key=uuid.uuid4(),
            )
            for one in topics
        )

    def asked(words) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url, {"q": words})
        return len(queries), answer.content.decode()

    fill(5)
    asked("bat nat")  # what is asked once is asked
    few, _page = asked("bat nat")
    fill(3_400)
    many, page = asked("bat nat")
    assert many <= few
    assert "của An" in page
    assert "chung" in page
    assert "Trang 1 trên 227" in " ".join(soup(client.get(url, {"q": "bat nat"})).get_text().split())  # 2 × 3,405 of 30
    _count, page = asked("chu de 3399 cua")
    assert "Chủ đề 3399 của An" in page
    assert "của Bình" not in page
    assert asked("cua binh")[1].count("/forum/topics/") == 0
