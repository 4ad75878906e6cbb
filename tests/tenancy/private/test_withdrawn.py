"""A right that is taken away is gone at once: in sessions that run, editors that are open, files under way, mails that
wait. Two schools: what the same person may in the other one goes on."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from cms.home.models import NewsPage
from cms.legal.importer import uploads
from cms.legal.models import ImportUpload, LegalDocument
from cms.tenancy.models import Letter, Membership, Notice
from cms.tenancy.notifications import digest, notification_types, sending
from cms.tenancy.private import streams
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_user
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db

WAYS = ["left", "suspended", "other_school_only"]
EDIT = "wagtailadmin_pages:edit"


@pytest.fixture
def person(a, b):
    """Approver in A and in B."""
    user = make_user(Role.SCHOOL_APPROVER, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_APPROVER)
    return user


def end(user, school, way="left"):
    row = Membership.objects.get(user=user, school=school)
    if way == "suspended":
        row.suspended_at = timezone.now()
        row.save()
    elif way == "other_school_only":
        Membership.objects.filter(pk=row.pk).delete()  # as a job would, without signals
    else:
        row.delete()


def form_of(page, **more):
    return nested_form_data(
        {
            "title": page.title, "slug": page.slug, "date": "2026-11-09", "summary": "Tóm tắt", "topic": "",
            "body": streamfield([]), "comments": inline_formset([]), **more,
        }
    )  # fmt: skip


# --- sessions and open editors --------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_an_open_editor_stops_saving(a, b, person, way):
    """Page, autosave, ping, preview of what was typed, new page, lock, history: B's are gone, A's go on."""
    mine, lost = (make_page(NewsPage, school, owner=person) for school in (a, b))
    client = client_of(person)

    def open_everything(page):
        """(address, method, form) → status, as the browser of an open editor asks."""
        parent = page.get_parent()
        new = ["home", "newspage", parent.pk]
        session = EditingSession.objects.create(user=person, content_object=page, last_seen_at=timezone.now())
        asked = [
            (reverse(EDIT, args=[page.pk]), "get", None),
            (reverse(EDIT, args=[page.pk]), "post", form_of(page)),
            (reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), "post", form_of(page)),
            (reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), "get", None),
            (reverse("wagtailadmin_pages:preview_on_add", args=new), "post", form_of(page, slug="moi")),
            (reverse("wagtailadmin_pages:preview_on_add", args=new), "get", None),
            (reverse("wagtailadmin_pages:add", args=new), "get", None),
            (reverse("wagtailadmin_pages:view_draft", args=[page.pk]), "get", None),
            (reverse("wagtailadmin_pages:history", args=[page.pk]), "get", None),
            (reverse("wagtailadmin_api:pages:detail", args=[page.pk]), "get", None),
            (
                reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, session.pk]),
                "post",
                {},
            ),
        ]
        return [getattr(client, method)(url, data).status_code for url, method, data in asked]

    before = open_everything(lost)
    assert before == open_everything(mine)
    assert set(before) <= {200, 302}
    end(person, b, way)
    Page.objects.filter(pk=lost.pk).update(title="Đổi tên", draft_title="Đổi tên")
    revisions = lost.revisions.count()
    assert open_everything(lost) == [404] * len(before)
    assert lost.revisions.count() == revisions
    assert open_everything(mine) == before


def test_a_smaller_role_holds_at_the_next_request(a, b, person):
    """Approver in both, from now on editor in B: writing goes on there, publishing does not."""
    mine, other = (make_page(NewsPage, school, live=False) for school in (a, b))
    client = client_of(person)
    assert client.get(reverse(EDIT, args=[other.pk])).status_code == 200
    Membership.objects.filter(user=person, school=b).update(role=Role.SCHOOL_EDITOR)
    for page in (mine, other):
        page.save_revision()
        client.post(reverse(EDIT, args=[page.pk]), form_of(page, **{"action-publish": "1"}))
        client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
        page.refresh_from_db()
    assert (mine.live, mine.locked) == (True, True)
    assert (other.live, other.locked) == (False, False)
    for school, opens in ((a, True), (b, False)):
        url = reverse("wagtail_localize:submit_page_translation", args=[school.home_page.pk])
        assert (client.get(url).status_code == 200) is opens


def test_a_decision_under_way_is_no_longer_ones_own(a, b, person):
    """The task waits for those who decide now; whoever sent the page in and left cannot take it back."""
    editor = make_user(Role.SCHOOL_EDITOR, b)
    page = make_page(NewsPage, b, live=False, owner=editor)
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor).current_task_state
    deciding, asking = client_of(person), client_of(editor)
    action = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    cancel = reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[page.pk])
    assert asking.get(cancel).status_code == 200
    end(person, b)
    end(editor, b)
    assert deciding.post(action, {"comment": ""}).status_code == 404
    assert asking.get(cancel).status_code == 404
    assert asking.post(reverse(EDIT, args=[page.pk]), {"action-cancel-workflow": "1"}).status_code == 404
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    assert list(TaskState.objects.reviewable_by(make_user(Role.SCHOOL_APPROVER, b))) == [state]


def test_a_translation_under_way_is_closed(a, b, person):
    addresses = {}
    for school in (a, b):
        page = make_page(NewsPage, school)
        for obj in (school.home_page.specific, page.get_parent().specific, page):
            source = TranslationSource.get_or_create_from_instance(obj)[0]
            source.update_from_db()
            row = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
            row.save_target(publish=False)
        text = StringSegment.objects.filter(source=source).first()
        addresses[school] = [
            (reverse(EDIT, args=[row.get_target_instance().pk]), "get"),
            (reverse("wagtail_localize:download_pofile", args=[row.pk]), "get"),
            (reverse("wagtail_localize:preview_translation", args=[row.pk]), "get"),
            (reverse("wagtail_localize:edit_string_translation", args=[row.pk, text.pk]), "put"),
        ]
    client = client_of(person)

    def statuses(school):
        return [
            getattr(client, method)(url,
                *(["value=Text", "application/x-www-form-urlencoded"] if method == "put" else []))
            .status_code for url, method in addresses[school]
        ]  # fmt: skip

    before = statuses(b)
    assert 404 not in before
    end(person, b)
    assert statuses(b) == [404] * len(before)
    assert statuses(a) == before


@pytest.mark.parametrize("way", WAYS)
def test_private_pages_files_and_pictures_of_a_school_left_are_closed(a, b, person, way):
    """Outside the admin, at the school's own host and at the one people work at."""
    asked = {}
    for school in (a, b):
        page = make_page(NewsPage, school)
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        closed = school.collection.add_child(instance=Collection(name="Kín"))
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        file = get_document_model().objects.create(title="T", file=ContentFile(b"x", "t.txt"), collection=closed)
        picture = make_image("Kín", collection=closed).get_rendition("fill-20x20")
        asked[school] = [page.url if page.url.startswith("/") else page.get_url_parts()[2], file.url, picture.url]
    at = {school: client_of(person, school.site.hostname) for school in (a, b)}

    def statuses(school):
        return [at[school].get(path).status_code for path in asked[school]]

    assert statuses(a) == statuses(b) == [200, 200, 200]
    end(person, b, way)
    assert statuses(b) == [404, 404, 404]
    assert statuses(a) == [200, 200, 200]


# --- files under way ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_an_export_under_way_is_broken_off(a, b, person, way, monkeypatch):
    monkeypatch.setattr(streams, "CHECK_INTERVAL", 1)
    for number in range(3):
        make_page(NewsPage, b, f"Tin số {number}").save_revision().publish()
    make_page(NewsPage, a, "Tin của A").save_revision().publish()
    url = reverse("own_aging_pages")
    response = client_of(person).get(url, {"export": "csv"})
    rows = iter(response.streaming_content)
    assert next(rows)
    end(person, b, way)
    with pytest.raises(streams.AccessWithdrawn):
        list(rows)
    after = b"".join(client_of(person).get(url, {"export": "csv"}).streaming_content).decode()
    assert "Tin của A" in after
    assert "Tin số" not in after


def test_somebody_elses_loss_does_not_break_an_export(a, b, person, monkeypatch):
    monkeypatch.setattr(streams, "CHECK_INTERVAL", 1)
    other = make_user(Role.SCHOOL_APPROVER, b)
    response = client_of(other).get(reverse("own_aging_pages"), {"export": "csv"})
    end(person, b)
    assert b"".join(response.streaming_content)


def test_a_table_that_was_being_built_is_not_handed_over(a, b, person, monkeypatch):
    """The right goes while the rows are gathered."""
    from search.admin import pages as admin_search

    make_page(NewsPage, b, "Tin của B")
    gather = admin_search.page_rows

    def slowly(pages):
        found = gather(pages)
        end(person, b)
        return found

    url = reverse("search_admin_export", args=["csv"])
    assert "Tin của B" in client_of(person).get(url).content.decode()
    monkeypatch.setattr(admin_search, "page_rows", slowly)
    response = client_of(person).get(url)
    assert response.status_code == 404
    assert "Tin của B" not in response.content.decode()


def test_a_closed_account_gets_no_more_of_a_file(a, person, monkeypatch):
    monkeypatch.setattr(streams, "CHECK_INTERVAL", 1)
    response = client_of(person).get(reverse("own_aging_pages"), {"export": "csv"})
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(streams.AccessWithdrawn):
        list(response.streaming_content)


def test_visitors_are_not_asked(client, a, django_assert_num_queries):
    """Files of visitors without a session stay fit for caches."""
    file = get_document_model().objects.create(title="T", file=ContentFile(b"x", "t.txt"), collection=a.collection)
    response = client.get(file.url, headers={"host": a.site.hostname})
    assert "Cookie" not in response.get("Vary", "")


# --- mails that wait, jobs that run later ---------------------------------------------------------------------

KIND = notification_types.NotificationType("withdrawn_test", "Thử")


@pytest.fixture(autouse=True)
def _a_kind_of_its_own(monkeypatch):
    monkeypatch.setitem(notification_types._TYPES, KIND.code, KIND)


@pytest.mark.parametrize("way", [*WAYS, "closed account", "closed school"])
def test_a_letter_that_waits_is_not_sent_to_who_has_left(a, b, person, mailoutbox, way):
    """The letter was made while the person worked there; the mail server was away since."""
    for school in (a, b):
        sending.notify_school(KIND, school, f"Việc của {school.code}", "Xem lại.", "/admin/")
    assert digest.bundle_notices() == 2
    if way == "closed account":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    elif way == "closed school":
        type(b).objects.filter(pk=b.pk).update(closed_on=timezone.localdate())
    else:
        end(person, b, way)
    digest.send_due_letters()
    sent = [message.subject for message in mailoutbox]
    assert sent == ([] if way == "closed account" else ["Việc của A"])
    letter = Letter.objects.get(school=b)
    assert (letter.state, letter.next_try_at, letter.sent_at) == (Letter.State.DROPPED, None, None)
    digest.send_due_letters()
    assert len(mailoutbox) == len(sent)
    shown = client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("notices_outbox"), {"state": "dropped"})
    assert "Việc của B" in shown.content.decode()


def test_notices_of_a_school_left_are_not_shown(a, b, person):
    for school in (a, b):
        sending.notify_school(KIND, school, f"Việc của {school.code}", "Xem lại.", "/admin/")
    client = client_of(person)
    lost = Notice.objects.get(user=person, school=b)
    end(person, b)
    shown = client.get(reverse("notices")).content.decode()
    assert "Việc của A" in shown
    assert "Việc của B" not in shown
    assert client.get(reverse("notice", args=[lost.pk])).status_code == 404


TABLE = (
    "type,number,title,issuer,issued,effective\n"
    "Thông tư,15/2024/TT-BGDĐT,Quy định mẫu,Bộ Giáo dục và Đào tạo,2024-03-05,2024-05-01\n"
)


@pytest.fixture
def waiting_import(a, monkeypatch):
    """Tried and confirmed by a librarian; the worker has not come to it."""
    make_office()
    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    librarian = make_user(Role.OFFICE_LIBRARIAN)
    Membership.objects.create(user=librarian, school=a, role=Role.SCHOOL_ADMIN)
    client = client_of(librarian)
    client.post(reverse("library_work:imports"), {"file": SimpleUploadedFile("bang.csv", TABLE.encode())})
    call_command("run_jobs", "--once")
    upload = ImportUpload.objects.get()
    client.post(reverse("library_work:import", args=[upload.pk]), {"confirm": "1"})
    return librarian, upload


def test_an_import_ordered_by_who_left_the_library_is_not_run(waiting_import):
    librarian, upload = waiting_import
    Membership.objects.get(user=librarian, school=None).delete()
    call_command("run_jobs", "--once")
    upload.refresh_from_db()
    assert (upload.state, upload.problem["code"], LegalDocument.objects.count()) == ("failed", "withdrawn", 0)
    page = client_of(make_user(Role.OFFICE_LIBRARIAN)).get(reverse("library_work:import", args=[upload.pk]))
    assert page.context["problem"]


def test_an_import_ordered_by_who_is_still_there_is_run(waiting_import):
    _librarian, upload = waiting_import
    call_command("run_jobs", "--once")
    upload.refresh_from_db()
    assert (upload.state, LegalDocument.objects.count()) == ("done", 1)


def test_a_publication_that_was_ordered_stays_ordered(a, b, person):
    """Decided: the school decided on the day, by somebody who might; another one may take it back."""
    page = make_page(NewsPage, b, live=False)
    later = timezone.now() + datetime.timedelta(hours=1)
    page.go_live_at = later
    page.save_revision(user=person).publish(user=person)
    end(person, b)
    revision = page.revisions.get()
    assert revision.approved_go_live_at == later
    past = timezone.now() - datetime.timedelta(minutes=1)  # an hour and a minute go by
    revision.approved_go_live_at, revision.content["go_live_at"] = past, past.isoformat()
    revision.save()
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert page.live
    assert client_of(person).get(reverse(EDIT, args=[page.pk])).status_code == 404
