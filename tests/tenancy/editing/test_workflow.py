"""From draft to publication inside one school: the other school sees, decides and receives nothing."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.legal.models import LegalNewsIndexPage, LegalNewsPage
from cms.tenancy.models import Letter, Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_superuser, make_user

pytestmark = pytest.mark.django_db


def make_news(place, owner, title="Phiên toà giả định"):
    index = LegalNewsIndexPage.objects.descendant_of(place.home_page).get()
    page = index.add_child(instance=LegalNewsPage(title=title, slug="tin", live=False, owner=owner))
    page.save_revision(user=owner)
    return page


@pytest.fixture
def people(a, b):
    return {
        "a": a, "b": b, "editor": make_user(Role.SCHOOL_EDITOR, a), "approver": make_user(Role.SCHOOL_APPROVER, a),
        "admin": make_user(Role.SCHOOL_ADMIN, a), "stranger": make_user(Role.SCHOOL_APPROVER, b),
        "office": make_user(Role.OFFICE_APPROVER), "librarian": make_user(Role.OFFICE_LIBRARIAN),
    }  # fmt: skip


def submit(page, user):
    return page.get_workflow().start(page, user).current_task_state


def test_mail_goes_to_the_schools_own_approvers(people, django_capture_on_commit_callbacks):
    make_user(Role.SCHOOL_APPROVER, people["a"], is_active=False)
    make_superuser()
    with django_capture_on_commit_callbacks(execute=True):
        submit(make_news(people["a"], people["editor"]), people["editor"])
    wanted = {people["approver"].email, people["admin"].email}
    assert {address for message in mail.outbox for address in message.to} == wanted
    assert all("Phiên toà giả định" in message.subject for message in mail.outbox)
    sent = Letter.objects.filter(school=people["a"], state=Letter.State.SENT)
    assert {row.user.email for row in sent} == wanted  # the office sees it among the mails sent
    assert all(f"/admin/pages/{LegalNewsPage.objects.get().pk}/edit/" in message.body for message in mail.outbox)


def test_the_office_is_asked_where_a_school_has_nobody_to_decide(people, django_capture_on_commit_callbacks):
    lonely = make_school("C")
    editor = make_user(Role.SCHOOL_EDITOR, lonely)
    with django_capture_on_commit_callbacks(execute=True):
        submit(make_news(lonely, editor), editor)
    assert {address for message in mail.outbox for address in message.to} == {people["office"].email}


def test_the_submitter_gets_no_mail_about_the_own_page(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submit(make_news(people["a"], people["admin"]), people["admin"])
    assert people["admin"].email not in {address for message in mail.outbox for address in message.to}


def test_nothing_is_mailed_when_the_transaction_fails(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        submit(make_news(people["a"], people["editor"]), people["editor"])
    assert mail.outbox == []


def test_pages_of_the_portal_are_the_offices(people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        state = submit(make_news(make_office(), people["librarian"]), people["librarian"])
    assert {address for message in mail.outbox for address in message.to} == {people["office"].email}
    assert list(TaskState.objects.reviewable_by(people["office"])) == [state]
    for name in ("approver", "admin", "stranger", "librarian"):
        assert not TaskState.objects.reviewable_by(people[name]).exists()


def test_who_may_decide(people):
    page = make_news(people["a"], people["editor"])
    state = submit(page, people["editor"])
    task = state.task.specific
    deciding = ("approver", "admin", "office")
    for name in ("editor", "approver", "admin", "stranger", "office", "librarian"):
        user = people[name]
        may = name in deciding
        assert bool(task.get_actions(page, user)) is may
        assert task.user_can_access_editor(page, user) is may
        assert task.locked_for_user(page, user) is not may
        assert list(TaskState.objects.reviewable_by(user)) == ([state] if may else [])
    suspended = people["approver"]
    suspended.is_active = False
    assert not task.get_actions(page, suspended)


def test_the_other_schools_approver_cannot_open_or_decide(people):
    page = make_news(people["a"], people["editor"])
    state = submit(page, people["editor"])
    client = client_of(people["stranger"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 404
    action = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(action, {"comment": ""})
    client.post(edit, {"title": "Của trường khác", "action-workflow-action": "1", "workflow-action-name": "approve"})
    page.refresh_from_db()
    state.refresh_from_db()
    assert state.status == TaskState.STATUS_IN_PROGRESS
    assert not page.live
    assert "Phiên toà giả định" not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Phiên toà giả định" in client_of(people["approver"]).get(reverse("wagtailadmin_home")).content.decode()


def test_one_person_in_two_schools_decides_where_the_role_is(people):
    editor_of_a_approver_of_b = people["stranger"]
    Membership.objects.create(user=editor_of_a_approver_of_b, school=people["a"], role=Role.SCHOOL_EDITOR)
    in_a = submit(make_news(people["a"], people["editor"]), people["editor"])
    in_b = submit(make_news(people["b"], editor_of_a_approver_of_b), editor_of_a_approver_of_b)
    assert list(TaskState.objects.reviewable_by(editor_of_a_approver_of_b)) == [in_b]
    assert in_a not in TaskState.objects.reviewable_by(editor_of_a_approver_of_b)


def test_an_editor_sends_and_an_approver_publishes(people, django_capture_on_commit_callbacks):
    index = LegalNewsIndexPage.objects.descendant_of(people["a"].home_page).get()
    add = reverse("wagtailadmin_pages:add", args=["legal", "legalnewspage", index.pk])
    editor, approver = client_of(people["editor"]), client_of(people["approver"])
    assert editor.get(add).status_code == 200
    data = nested_form_data(
        {
            "title": "Ngày Pháp luật", "slug": "ngay-phap-luat", "date": "2026-11-09", "summary": "Cả trường dự.",
            "body": streamfield([]), "comments": inline_formset([]), "document_links": inline_formset([]),
            "action-submit": "1",
        }
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(add, data)
    assert response.status_code == 302
    page = LegalNewsPage.objects.get(slug="ngay-phap-luat")
    assert not page.live
    assert people["approver"].email in {address for message in mail.outbox for address in message.to}
    # The editor may not publish it on another way.
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(edit, {**data, "action-publish": "1"})
    page.refresh_from_db()
    assert not page.live
    mail.outbox.clear()
    action = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", page.current_workflow_task_state.pk]
    )
    with django_capture_on_commit_callbacks(execute=True):
        approver.post(action, {"comment": ""})
    page.refresh_from_db()
    assert page.live
    assert [message.to for message in mail.outbox] == [[people["editor"].email]]


def test_changes_wanted_go_back_to_the_editor(people, django_capture_on_commit_callbacks):
    page = make_news(people["a"], people["editor"])
    state = submit(page, people["editor"])
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        state.reject(user=people["approver"], comment="Thiếu ngày tổ chức")
    assert [message.to for message in mail.outbox] == [[people["editor"].email]]
    assert "Thiếu ngày tổ chức" in mail.outbox[0].body


def test_the_button_that_is_needed_stands_first(people):
    index = LegalNewsIndexPage.objects.descendant_of(people["a"].home_page).get()
    add = reverse("wagtailadmin_pages:add", args=["legal", "legalnewspage", index.pk])

    def first(user, url):
        return client_of(user).get(url).context["action_menu"].default_item.name

    assert first(people["editor"], add) == "action-submit"
    assert first(people["approver"], add) != "action-submit"
    page = make_news(people["a"], people["editor"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert first(people["editor"], edit) == "action-submit"
    submit(page, people["editor"])
    assert first(people["approver"], edit) == "approve"
