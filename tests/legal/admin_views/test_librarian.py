"""What Wagtail offers for a document works for a librarian: drafts, revisions, preview, locking, approval,
translation."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Locale, Workflow, WorkflowContentType, WorkflowState, WorkflowTask
from wagtail_localize.models import Translation, TranslationSource

from cms.legal.models import LegalDocument
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests.factories.legal import make_document
from tests.legal.test_library_admin import form_data

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(LegalDocument.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def document():
    return make_document("15/2024/TT-BGDĐT", title="Tên đầu", issuers=["Bộ Giáo dục và Đào tạo"])


def save(client, document, title, **action):
    response = client.post(url("edit", document.pk), form_data(document, title=title, **action))
    assert response.status_code == 302, response.context["form"].errors
    document.refresh_from_db()


def test_a_draft_without_anything_is_called_what_it_is(librarian):
    """Drafts are saved without the required fields; Wagtail would show the name of the class in English."""
    response = librarian.post(url("add"), form_data(None, number_raw="", title=""), follow=True)
    document = LegalDocument.objects.get()
    assert response.redirect_chain[-1][0] == url("edit", document.pk)
    assert "LegalDocument (" not in response.content.decode()
    assert document.latest_revision.object_str == LegalDocument._meta.verbose_name


class TestRevisions:
    def test_a_draft_leaves_what_the_public_sees(self, librarian, document):
        save(librarian, document, "Tên nháp")
        assert (document.title, document.has_unpublished_changes) == ("Tên đầu", True)
        assert "Tên đầu" in librarian.get(f"/van-ban/{document.slug}/").content.decode()
        assert librarian.get(url("edit", document.pk)).context["form"].initial["title"] == "Tên nháp"

    def test_an_earlier_revision_comes_back(self, librarian, document):
        save(librarian, document, "Tên một", **{"action-publish": "1"})
        first = document.latest_revision
        save(librarian, document, "Tên hai", **{"action-publish": "1"})
        history = librarian.get(url("history", document.pk))
        assert history.status_code == 200
        page = librarian.get(url("revisions_revert", document.pk, first.pk))
        assert page.context["form"].initial["title"] == "Tên một"
        data = form_data(document, title="Tên một", revision=first.pk, **{"action-publish": "1"})
        assert librarian.post(url("edit", document.pk), data).status_code == 302
        document.refresh_from_db()
        assert document.title == "Tên một"

    def test_two_revisions_are_compared(self, librarian, document):
        save(librarian, document, "Quy định về thư viện")
        first = document.latest_revision
        save(librarian, document, "Quy định về thiết bị")
        page = librarian.get(url("revisions_compare", document.pk, first.pk, document.latest_revision.pk))
        assert "thiết bị" in page.content.decode()

    def test_withdrawn_it_is_no_longer_public(self, librarian, document):
        assert librarian.post(url("unpublish", document.pk)).status_code == 302
        document.refresh_from_db()
        assert not document.live
        assert librarian.get(f"/van-ban/{document.slug}/").status_code == 404


def test_preview_of_a_draft_that_nobody_else_sees(librarian, document):
    address = url("preview_on_edit", document.pk)
    assert librarian.post(address, form_data(document, title="Tên chỉ xem trước")).json()["is_valid"]
    assert "Tên chỉ xem trước" in librarian.get(address).content.decode()
    document.refresh_from_db()
    assert document.title == "Tên đầu"


class TestLocking:
    def test_a_lock_keeps_others_from_editing(self, sign_in, document):
        first = sign_in(Role.OFFICE_LIBRARIAN)
        assert first.post(url("lock", document.pk)).status_code == 302
        document.refresh_from_db()
        assert document.locked
        save(first, document, "Của người khóa", **{"action-publish": "1"})
        second = sign_in(Role.OFFICE_LIBRARIAN)
        second.post(url("edit", document.pk), form_data(document, title="Của người khác", **{"action-publish": "1"}))
        document.refresh_from_db()
        assert document.title == "Của người khóa"

    def test_unlocked_it_can_be_edited_again(self, librarian, document):
        librarian.post(url("lock", document.pk))
        assert librarian.post(url("unlock", document.pk)).status_code == 302
        document.refresh_from_db()
        assert not document.locked
        save(librarian, document, "Tên mới", **{"action-publish": "1"})
        assert document.title == "Tên mới"

    @pytest.mark.parametrize("role", SCHOOL_ROLES)
    def test_schools_do_not_lock(self, sign_in, document, role):
        assert sign_in(role).post(url("lock", document.pk)).status_code == 404
        document.refresh_from_db()
        assert not document.locked


class TestWorkflow:
    @pytest.fixture
    def workflow(self):
        """The approval that the office may set for documents."""
        workflow = Workflow.objects.create(name="Duyệt văn bản", active=True)
        task = GroupApprovalTask.objects.create(name="Duyệt", active=True)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        content_type = ContentType.objects.get_for_model(LegalDocument)
        WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
        return workflow

    def test_a_librarian_submits_and_an_approver_publishes(self, sign_in, document, workflow):
        librarian = sign_in(Role.OFFICE_LIBRARIAN)
        save(librarian, document, "Tên chờ duyệt", **{"action-submit": "1"})
        state = WorkflowState.objects.get(object_id=str(document.pk))
        assert state.status == WorkflowState.STATUS_IN_PROGRESS
        assert document.title == "Tên đầu"
        administrator = sign_in("superuser")
        address = reverse(
            LegalDocument.snippet_viewset.get_url_name("workflow_action"),
            args=[document.pk, "approve", state.current_task_state.pk],
        )
        assert administrator.post(address, {"comment": ""}).status_code in (200, 302)
        document.refresh_from_db()
        state.refresh_from_db()
        assert (document.title, state.status) == ("Tên chờ duyệt", WorkflowState.STATUS_APPROVED)

    def test_what_is_refused_stays_a_draft(self, sign_in, document, workflow):
        librarian = sign_in(Role.OFFICE_LIBRARIAN)
        save(librarian, document, "Tên chờ duyệt", **{"action-submit": "1"})
        state = WorkflowState.objects.get(object_id=str(document.pk))
        address = reverse(
            LegalDocument.snippet_viewset.get_url_name("workflow_action"),
            args=[document.pk, "reject", state.current_task_state.pk],
        )
        sign_in("superuser").post(address, {"comment": "Chưa đủ"})
        document.refresh_from_db()
        state.refresh_from_db()
        assert (document.title, state.status) == ("Tên đầu", WorkflowState.STATUS_NEEDS_CHANGES)


class TestTranslation:
    def test_a_librarian_submits_for_translation(self, librarian, document):
        english = Locale.objects.get_or_create(language_code="en")[0]
        address = reverse("wagtail_localize:submit_snippet_translation", args=["legal", "legaldocument", document.pk])
        assert librarian.get(address).status_code == 200
        assert librarian.post(address, {"locales": [english.pk]}).status_code == 302
        translated = LegalDocument.objects.get(translation_key=document.translation_key, locale=english)
        edit = librarian.get(url("edit", translated.pk))
        assert edit.status_code == 200
        source = TranslationSource.objects.get_for_instance(document)
        assert set(source.stringsegment_set.values_list("context__path", flat=True)) == {"title"}
        assert Translation.objects.filter(source=source, target_locale=english).exists()
        assert translated.number_raw == document.number_raw
