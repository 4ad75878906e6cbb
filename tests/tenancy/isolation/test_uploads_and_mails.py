"""What the walker cannot send: files, PUT and DELETE of the translation editor; and what leaves by mail."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Comment, CommentReply, Page, PageSubscription
from wagtail_localize.models import OverridableSegment, StringSegment, StringTranslation, Translation

from cms.core.models import SchoolImage
from cms.home.models import NewsPage
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from cms.tenancy.scoped_views.comments import OwnEditView
from tests.factories import make_user
from tests.factories.pages import make_image, make_page
from tests.tenancy.isolation.walker import Walker, undone
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db
DIRECTIONS = pytest.mark.parametrize(("mine", "theirs"), [("A", "B"), ("B", "A")])
ROLES = pytest.mark.parametrize("role", ["editor", "approver", "admin"])


def walker(world, mine, theirs, role="admin") -> Walker:
    client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    client.force_login(world[mine].people[role])
    return Walker(client, world[mine], world[theirs])


# --- files ---------------------------------------------------------------------------------------------------

UPLOADS = [
    ("wagtailimages:add", "", "file", SchoolImage),
    ("wagtailimages:add_multiple", "", "files[]", SchoolImage),
    ("wagtailimages_chooser:create", "image-chooser-upload-", "file", SchoolImage),
    ("wagtaildocs:add", "", "file", get_document_model()),
    ("wagtaildocs:add_multiple", "", "files[]", get_document_model()),
    ("wagtaildocs_chooser:create", "document-chooser-upload-", "file", get_document_model()),
]


def upload(client, name, prefix, field, model, collection, number):
    if model is SchoolImage:
        with make_image("quelle", colour=f"#{number:06x}").open_file() as source:
            file = SimpleUploadedFile("anh.png", source.read(), "image/png")
    else:
        file = SimpleUploadedFile("tep.txt", b"noi dung %d" % number, "text/plain")
    data = {"title": "Tải lên", "collection": collection, "pupil_consent": "no_pupils", "description": "x"}
    data = {prefix + key: value for key, value in data.items()} | {prefix + field: file}
    headers = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if "multiple" in name else {}
    before = set(model.objects.values_list("pk", flat=True))
    answer = client.post(reverse(name), data, **headers)
    return answer, model.objects.exclude(pk__in=before).filter(
        title__in=("Tải lên", "anh", "tep", "anh.png", "tep.txt")
    )


@DIRECTIONS
@ROLES
@pytest.mark.parametrize("case", UPLOADS, ids=[case[0] for case in UPLOADS])
def test_uploads_stay_in_the_own_collections(world, mine, theirs, role, case):
    asks = walker(world, mine, theirs, role)
    with undone():
        answer, rows = upload(asks.client, *case, asks.own.school.collection.pk, 1)
        assert answer.status_code in (200, 302)
        if case[0] == "wagtailimages:add_multiple":  # a picture is kept until its description is there
            assert answer.json()["success"]
        else:
            assert [row.school_id for row in rows] == [asks.own.school.pk]  # the control
    answers = []
    for number, collection in enumerate((asks.other.school.collection.pk, asks.other.ids["collection"], MISSING), 2):
        with undone():
            answer, rows = upload(asks.client, *case, collection, number)
            assert asks.other.marker not in answer.content.decode()
            assert all(row.school_id == asks.own.school.pk for row in rows)
            answers.append((answer.status_code, rows.count()))
    assert len(set(answers)) == 1  # no difference between B's number and a number of nothing


@DIRECTIONS
def test_half_done_uploads_of_others_cannot_be_finished(world, mine, theirs):
    asks = walker(world, mine, theirs)
    for name in ("create_multiple_from_uploaded_image", "delete_upload_multiple"):
        for number in (asks.other.ids["upload"], MISSING):
            path = reverse(f"wagtailimages:{name}", args=[number])
            answer = asks.client.post(path, {"title": "x"}, headers={"x-requested-with": "XMLHttpRequest"})
            assert answer.status_code == 404
    assert all(row is not None for row in asks._rows().values())


# --- the translation editor ----------------------------------------------------------------------------------


def send(client, method, path, **data):
    body = encode_multipart("XxX", data)
    return client.generic(method, path, body, MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", "XxX"))


def segments(side):
    """Numbers of the side's own translation that fit each other."""
    translation = Translation.objects.get(pk=side.ids["translation"])
    text = StringSegment.objects.filter(source=translation.source).first()
    override = OverridableSegment.objects.filter(source=translation.source).first()
    return translation.pk, {"edit_string_translation": text.pk, "edit_override": override.pk}


@DIRECTIONS
@pytest.mark.parametrize("role", ["approver", "admin"])
def test_put_and_delete(world, mine, theirs, role):
    asks = walker(world, mine, theirs, role)
    (own, own_parts), (other, other_parts) = segments(asks.own), segments(asks.other)
    path = reverse("wagtail_localize:edit_string_translation", args=[own, own_parts["edit_string_translation"]])
    with undone():
        assert send(asks.client, "PUT", path, value="Own words").status_code in (200, 201)  # the control
        assert StringTranslation.objects.filter(data="Own words").exists()
        assert send(asks.client, "DELETE", path).status_code == 200
    before = StringTranslation.objects.count()
    for name in ("edit_string_translation", "edit_override"):
        for numbers in ((other, other_parts[name]), (own, other_parts[name]), (other, own_parts[name])):
            missing = [MISSING if number in (other, other_parts[name]) else number for number in numbers]
            for method in ("GET", "PUT", "DELETE", "PATCH", "POST"):
                path, nothing = (reverse(f"wagtail_localize:{name}", args=args) for args in (numbers, missing))
                answer = send(asks.client, method, path, value="Injected")
                assert answer.status_code == send(asks.client, method, nothing, value="Injected").status_code == 404
                assert asks.other.marker not in answer.content.decode()
    assert StringTranslation.objects.count() == before
    file = SimpleUploadedFile("x.po", b'msgid ""\nmsgstr ""\n')
    for name in ("upload_pofile", "download_pofile", "machine_translate", "stop_translation", "preview_translation"):
        args = (other, "") if name == "preview_translation" else (other,)
        for method in (asks.client.get, asks.client.post):
            answer = method(reverse(f"wagtail_localize:{name}", args=args[:1]), {"file": file})
            assert answer.status_code == 404
            file.seek(0)
    asks._compare("translation editor")
    assert not asks.findings


# --- mails ---------------------------------------------------------------------------------------------------


@pytest.fixture
def people(a, b):
    roles = {"editor": Role.SCHOOL_EDITOR, "approver": Role.SCHOOL_APPROVER, "admin": Role.SCHOOL_ADMIN}
    found = {
        f"{name}_{side}": make_user(role, school)
        for name, role in roles.items()
        for side, school in (("a", a), ("b", b))
    }
    return {"a": a, "b": b, **found}


def recipients():
    return {address for message in mail.outbox for address in message.to}


def addresses_of(people, side):
    return {person.email for name, person in people.items() if name.endswith(f"_{side}")}


@pytest.mark.parametrize("ending", ["approve", "reject", "cancel"])
def test_no_mail_about_b_goes_to_a(people, ending, django_capture_on_commit_callbacks):
    page = make_page(NewsPage, people["b"], "zqxbeta", live=False, owner=people["editor_b"])
    page.save_revision(user=people["editor_b"])
    with django_capture_on_commit_callbacks(execute=True):
        state = page.get_workflow().start(page, people["editor_b"])
        task = state.current_task_state
        if ending == "cancel":
            state.cancel(user=people["admin_b"])
        else:
            getattr(task, ending)(user=people["approver_b"])
    assert recipients() & addresses_of(people, "b")  # the control
    assert not recipients() & addresses_of(people, "a")


@pytest.mark.parametrize("ending", ["approve", "reject"])
def test_who_has_left_the_school_is_mailed_nothing_more(people, ending, django_capture_on_commit_callbacks):
    page = make_page(NewsPage, people["b"], "zqxbeta", live=False)
    page.save_revision(user=people["editor_b"])
    with django_capture_on_commit_callbacks(execute=True):
        state = page.get_workflow().start(page, people["editor_b"])
    Membership.objects.filter(user=people["editor_b"]).update(school=people["a"])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        getattr(state.current_task_state, ending)(user=people["approver_b"])
    assert people["editor_b"].email not in recipients()


def comment_on(page, people, author):
    """The mails of a new reply, a new comment and a resolved one, written by ``author``."""
    view = OwnEditView()
    view.page = page
    view.request = type("Request", (), {"user": author})()
    old = Comment.objects.filter(page=page).first()
    reply = CommentReply.objects.create(comment=old, user=author, text="zqxbeta trả lời")
    new = Comment.objects.create(page=page, user=author, text="zqxbeta mới", contentpath="title")
    changes = {
        "new_comments": [new], "deleted_comments": [], "resolved_comments": [], "edited_comments": [],
        "new_replies": [(old, [reply])], "edited_replies": [],
    }  # fmt: skip
    mail.outbox.clear()
    view.send_commenting_notifications(changes)


def test_comments_are_mailed_to_those_who_still_work_there(people):
    page = make_page(NewsPage, people["b"], "zqxbeta")
    Comment.objects.create(page=page, user=people["editor_b"], text="zqxbeta", contentpath="title")
    for person in (people["admin_b"], people["approver_a"]):  # A's approver had a role in B once
        PageSubscription.objects.create(page=page, user=person, comment_notifications=True)
    comment_on(Page.objects.get(pk=page.pk), people, people["approver_b"])
    assert recipients() == {people["admin_b"].email, people["editor_b"].email}
    thread = next(message for message in mail.outbox if message.to == [people["editor_b"].email])
    assert "zqxbeta mới" not in thread.body  # only the threads one takes part in, as Wagtail does
    Membership.objects.filter(user=people["editor_b"]).delete()
    comment_on(Page.objects.get(pk=page.pk), people, people["approver_b"])
    assert recipients() == {people["admin_b"].email}


def test_wagtails_edit_view_mails_through_ours(people):
    from wagtail.admin.viewsets.pages import page_viewset_registry

    assert issubclass(page_viewset_registry.get_by_type(NewsPage).edit_view_class, OwnEditView)
