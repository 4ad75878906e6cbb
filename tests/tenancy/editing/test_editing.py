"""Saving: one row after another, a form once, what is said to be live is live, nothing typed is lost."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cms.legal.models import LegalDocument, QuestionIndexPage, QuestionPage
from cms.tenancy.access.references import ForeignReference
from cms.tenancy.models import SentForm
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def typed(title="Ai được bầu lớp trưởng?", answer="<p>Cả lớp bầu.</p>", cited=(), **more):
    rows = [{"document": document.pk, "id": "", "ORDER": place} for place, document in enumerate(cited)]
    return nested_form_data(
        {
            "title": title,
            "slug": "",
            "date": "05/03/2026",
            "answer": rich_text(answer),
            "answered_by": "",
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            "document_links": inline_formset(rows),
            **more,
        }
    )


def token():
    return str(uuid.uuid4())


@pytest.fixture
def place(a):
    index = QuestionIndexPage.objects.descendant_of(a.home_page).get()
    add = reverse("wagtailadmin_pages:add", args=["legal", "questionpage", index.pk])
    approver = make_user(Role.SCHOOL_APPROVER, a)
    return a, add, client_of(approver, a.site.hostname), approver


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def opened(client, page) -> dict:
    """What the form remembers of the version that was opened."""
    revision = Page.objects.get(pk=page.pk).latest_revision
    return {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}


# --- a form is carried out once


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}])
def test_a_form_sent_twice_makes_one_page_and_gives_the_same_answer(place, button):
    _school, add, client, _person = place
    data = typed(**{"editing-token": token()}, **button)
    first = client.post(add, data)
    words = said(first)
    again = client.post(add, data)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    assert words
    assert words in said(again)
    page = QuestionPage.objects.get()
    assert page.live is bool(button)
    assert page.revisions.count() == 1


def test_without_a_token_nothing_is_known_of_the_first_time(place):
    _school, add, client, _person = place
    client.post(add, typed())
    client.post(add, typed())
    assert QuestionPage.objects.count() == 2


def test_leafing_back_and_sending_another_text_leads_to_the_page_that_was_made(place):
    _school, add, client, _person = place
    one, two, three = (make_document() for _ in range(3))
    form = {"editing-token": token()}
    client.post(add, typed(cited=[one, two], **form))
    page = QuestionPage.objects.get()
    answer = client.post(add, typed(answer="<p>Ca lop bau, co giao ghi.</p>", cited=[three], **form))
    assert answer.status_code == 200
    assert answer.context["page"].pk == page.pk
    text = answer.content.decode()
    assert f'action="{edit_url(page)}"' in text
    assert "co giao ghi" in text
    assert QuestionPage.objects.get().get_latest_revision_as_object().answer.endswith("Cả lớp bầu.</p>")

    # What stands in the form now is saved: the rows are those of the form, not both.
    formset = answer.context["form"].formsets["document_links"]
    assert formset.initial_form_count() == 2
    assert [row.instance.pk for row in formset.initial_forms] == [link.pk for link in page.document_links.all()]
    marked = [formset._should_delete_form(row) for row in formset.forms]
    assert marked == [False, True]


def test_the_rows_of_a_page_led_to_are_not_doubled(place):
    _school, add, client, _person = place
    one, two = make_document(), make_document()
    form = {"editing-token": token()}
    client.post(add, typed(cited=[one], **form))
    page = QuestionPage.objects.get()
    answer = client.post(add, typed(answer="<p>Khác.</p>", cited=[two], **form))
    kept = dict(answer.context["form"].data.lists())
    client.post(edit_url(page), {**{name: values[-1] for name, values in kept.items()}, "editing-token": token()})
    latest = QuestionPage.objects.get().get_latest_revision_as_object()
    assert [row.document_id for row in latest.document_links.all()] == [two.pk]
    assert "Khác" in latest.answer


def test_a_form_with_errors_may_be_sent_again(place):
    _school, add, client, _person = place
    form = {"editing-token": token(), "action-publish": "1"}
    assert client.post(add, typed(title="", **form)).status_code == 200
    assert client.post(add, typed(**form)).status_code == 302
    assert QuestionPage.objects.get().live


def test_a_token_is_of_one_person(place):
    school, add, client, _person = place
    form = typed(**{"editing-token": token()})
    client.post(add, form)
    other = client_of(make_user(Role.SCHOOL_EDITOR, school), school.site.hostname)
    other.post(add, form)
    assert QuestionPage.objects.count() == 2
    assert SentForm.objects.count() == 2


def test_approving_twice_publishes_once(place):
    school, _add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=person)
    page.get_workflow().start(page, make_user(Role.SCHOOL_EDITOR, school))
    data = typed(
        **opened(client, page),
        **{"editing-token": token(), "action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    first, again = client.post(edit_url(page), data), client.post(edit_url(page), data)
    assert (first.status_code, again.status_code) == (302, 302)
    page.refresh_from_db()
    assert page.live
    assert page.live_revision_id == page.latest_revision_id
    assert page.revisions.count() == 2


# --- somebody else saved in between


def test_an_older_form_does_not_overwrite_and_loses_nothing(place):
    school, _add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=person)
    older = opened(client, page)
    colleague = make_user(Role.SCHOOL_EDITOR, school, first_name="Mơ", last_name="Nguyễn Thị")
    page.answer = "<p>Của cô Mơ.</p>"
    page.save_revision(user=colleague)

    answer = client.post(edit_url(page), typed(answer="<p>Cua thay Ba.</p>", **older, **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert "Nguyễn Thị Mơ" in said(answer)
    assert "Cua thay Ba." in answer.content.decode()
    page.refresh_from_db()
    assert not page.live
    assert "Của cô Mơ." in page.get_latest_revision_as_object().answer

    client.post(edit_url(page), typed(answer="<p>Cua thay Ba.</p>", **opened(client, page), **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.live
    assert "thay Ba" in page.answer
    assert any("Của cô Mơ." in revision.content["answer"] for revision in page.revisions.all())


def test_an_older_form_of_a_document_does_not_overwrite(a):
    from tests.legal.test_library_admin import form_data, url

    document = make_document()
    librarian = make_user(Role.OFFICE_ADMIN)
    first = document.save_revision(user=librarian)
    document.title = "Tên do người khác sửa"
    document.save_revision(user=make_user(Role.OFFICE_LIBRARIAN))
    older = {"loaded_revision_id": first.pk, "loaded_revision_created_at": first.created_at.isoformat()}
    client = client_of(librarian)
    data = form_data(document, title="Tên của tôi", **older)
    answer = client.post(url("edit", document.pk), {**data, "action-publish": "1"})
    assert answer.status_code == 200
    assert "Tên của tôi" in answer.content.decode()
    latest = LegalDocument.objects.get(pk=document.pk).get_latest_revision_as_object()
    assert latest.title == "Tên do người khác sửa"


# --- the text that the browser kept


def test_a_kept_text_is_shown_in_the_form_and_not_saved(place):
    _school, add, client, _person = place
    answer = client.post(add, typed(answer="<p>Viet do.</p>", **{"editing-restore": "1", "editing-token": token()}))
    assert answer.status_code == 200
    assert "Viet do." in answer.content.decode()
    assert 'data-w-unsaved-force-value="true"' in answer.content.decode()
    assert not QuestionPage.objects.exists()
    assert not SentForm.objects.exists()


def test_kept_rows_come_back_beside_those_that_stand_there(place):
    school, _add, client, person = place
    one, two = make_document(), make_document()
    page = make_page(QuestionPage, school, live=False)
    page.document_links.add(page.document_links.model(document=one))
    page.save()
    link = page.document_links.get()
    page.save_revision(user=person)
    data = typed(cited=[one, two], **opened(client, page))
    data |= {"document_links-INITIAL_FORMS": 1, "document_links-0-id": link.pk}
    shown = client.post(edit_url(page), {**data, "editing-restore": "1"}).context["form"]
    assert [row["document"].value() for row in shown.formsets["document_links"].forms] == [str(one.pk), str(two.pk)]
    assert page.revisions.count() == 1
    client.post(edit_url(page), data)
    latest = QuestionPage.objects.get().get_latest_revision_as_object()
    assert [row.document_id for row in latest.document_links.all()] == [one.pk, two.pk]


def test_a_kept_row_that_somebody_deleted_meanwhile_ends_in_no_error(place):
    school, _add, client, person = place
    one = make_document()
    page = make_page(QuestionPage, school, live=False)
    page.document_links.add(page.document_links.model(document=one))
    page.save()
    link = page.document_links.get()
    page.save_revision(user=person)
    data = typed(cited=[one], **opened(client, page), **{"editing-restore": "1"})
    data |= {"document_links-INITIAL_FORMS": 1, "document_links-0-id": link.pk}
    page.document_links = []
    page.save()
    page.save_revision(user=person)
    assert client.post(edit_url(page), data).status_code == 200


def test_a_kept_text_that_was_saved_after_all_leads_to_its_page(place):
    _school, add, client, _person = place
    form = typed(**{"editing-token": token()})
    first = client.post(add, {**form, "action-publish": "1"})
    answer = client.post(add, {**form, "editing-restore": "1"})
    assert answer["Location"] == first["Location"]


def test_a_kept_text_of_a_form_that_cannot_show_it_changes_nothing(a):
    admin = client_of(make_user(Role.OFFICE_ADMIN))
    address = reverse("wagtailadmin_account")
    answer = admin.post(address, {"name_email-first_name": "Khác", "editing-restore": "1"})
    assert answer.status_code == 302


# --- autosave


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_an_autosave_saves_nothing(place, action):
    school, add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=person)
    for address in (add, edit_url(page)):
        answer = client.post(address, typed(**action), headers={"accept": "application/json"})
        assert answer.status_code == 400
    assert QuestionPage.objects.count() == 1
    assert page.revisions.count() == 1


def test_a_revision_is_never_written_over(place):
    school, _add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    revision = page.save_revision(user=person)
    client.post(edit_url(page), typed(**opened(client, page), overwrite_revision_id=revision.pk))
    assert page.revisions.count() == 2
    assert "Cả lớp bầu" not in Revision.objects.get(pk=revision.pk).content["answer"]


# --- what is said to be live is live


def test_a_publication_that_did_not_end_live_is_taken_back(place, django_capture_on_commit_callbacks):
    school, _add, client, _person = place
    page = make_page(QuestionPage, school, live=False)
    editor = make_user(Role.SCHOOL_EDITOR, school)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    state = page.current_workflow_task_state

    def overtake(request, page):
        Page.objects.filter(pk=page.pk).update(live=False, live_revision=None)

    data = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    with (
        hooks.register_temporarily("after_edit_page", overtake),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        answer = client.post(edit_url(page), typed(**opened(client, page), **data))
    assert callbacks == []
    assert mail.outbox == []
    assert "đăng" in said(answer)
    page.refresh_from_db()
    state.refresh_from_db()
    assert not page.live
    assert state.status == state.STATUS_IN_PROGRESS
    assert page.revisions.count() == 1
    assert not PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").exists()


def test_a_failure_in_the_middle_leaves_nothing_behind(place):
    school, _add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=person)

    def fail(request, page):
        raise RuntimeError("in the middle")

    client.raise_request_exception = False
    with hooks.register_temporarily("before_publish_page", fail):
        answer = client.post(edit_url(page), typed(**opened(client, page), **{"action-publish": "1"}))
    assert answer.status_code == 500
    assert page.revisions.count() == 1


def test_after_an_error_of_the_database_there_are_still_words(place):
    school, _add, client, person = place
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=person)

    def fail(request, page):
        try:
            connection.cursor().execute("SELECT nothing FROM nowhere")
        except DatabaseError as error:
            raise ForeignReference(page, set()) from error

    with hooks.register_temporarily("before_publish_page", fail):
        answer = client.post(edit_url(page), typed(**opened(client, page), **{"action-publish": "1"}))
    assert answer.status_code == 400
    assert page.revisions.count() == 1


# --- what is wanted of a page that came back


def test_the_reviewers_comment_stands_on_the_page(place):
    school, _add, _client, person = place
    editor = make_user(Role.SCHOOL_EDITOR, school)
    page = make_page(QuestionPage, school, live=False)
    page.save_revision(user=editor)
    state = page.get_workflow().start(page, editor)
    state.current_task_state.reject(user=person, comment="Thêm tên <b>tác giả</b>.")
    desk = client_of(editor, school.site.hostname)
    text = desk.get(edit_url(page)).content.decode()
    assert "Thêm tên &lt;b&gt;tác giả&lt;/b&gt;." in text
    page.refresh_from_db()
    page.current_workflow_state.resume(editor)
    assert "Thêm tên" not in desk.get(edit_url(page)).content.decode().split("data-side-panel")[0]


# --- the light question before sending


def test_alive_answers_the_person_alone(place, b):
    school, add, client, person = place
    form = {"editing-token": token()}
    client.post(add, typed(**form))
    address = reverse("editing_alive")
    query = {"token": [form["editing-token"], "khong-phai"]}
    answer = client.get(address, query).json()
    page = QuestionPage.objects.get()
    assert answer["user"] == person.pk
    assert answer["saved"] == {form["editing-token"]: {"made": True, "url": edit_url(page)}}
    other = client_of(make_user(Role.SCHOOL_APPROVER, b), "th-mau-b.localhost").get(address, query).json()
    assert other["saved"] == {}
    assert other["key"] != answer["key"]
    nobody = Client(headers={"host": school.site.hostname}).get(address, query)
    assert (nobody.status_code, nobody.json()) == (401, {"user": None})
    nothing_to_do_here = client_of(make_user(), school.site.hostname).get(address)
    assert nothing_to_do_here.status_code == 401


def test_signing_out_clears_what_the_browser_kept(place):
    _school, _add, client, _person = place
    assert client.post(reverse("wagtailadmin_logout"))["Clear-Site-Data"] == '"storage"'
