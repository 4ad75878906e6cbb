"""The mandated section survives every route: one test per route, and each says why it refused."""

import json

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction

from cms.legal.models import (
    FIXED_PAGE_TYPES,
    LegalEducationSectionPage,
    LegalNewsIndexPage,
    LegalNewsPage,
    MaterialIndexPage,
)
from cms.legal.section import protection
from cms.legal.section.protection import SectionProtected, allow_section_change, denial_message
from cms.tenancy.roles import Role
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(school):
    return LegalEducationSectionPage.objects.descendant_of(school.home_page).get()


@pytest.fixture
def news_index(section):
    return LegalNewsIndexPage.objects.child_of(section).get()


@pytest.fixture(params=["school admin", "superuser"])
def user(request, school):
    return make_superuser() if request.param == "superuser" else make_user(Role.SCHOOL_ADMIN, school)


@pytest.fixture
def client(user):
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    return client


@pytest.fixture(params=["section", "child", "home"])
def page(request, school, section, news_index):
    """The section, a fixed child, and the ancestor whose fate they share."""
    return {"section": section, "child": news_index, "home": school.home_page.specific}[request.param]


def snapshot(school):
    fields = ("pk", "path", "title", "slug", "url_path", "live", "go_live_at", "expire_at", "alias_of", "locked")
    return list(Page.objects.filter(path__startswith=school.home_page.path).order_by("path").values_list(*fields))


def assert_refused(response, page):
    """A clear message that names the page, in the answer or on the page that is shown next."""
    texts = [str(message) for message in get_messages(response.wsgi_request)]
    if response.headers["Content-Type"].startswith("application/json"):
        assert response.status_code == 403
        texts.append(response.json()["detail"])
    else:
        assert response.status_code == 302
    assert denial_message(page) in texts


@pytest.fixture
def unchanged(school):
    before = snapshot(school)
    yield
    assert snapshot(school) == before


# --- page views --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("view", ["delete", "unpublish", "copy", "convert_alias"])
def test_page_view(client, page, unchanged, view, method):
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": str(page.get_parent().pk)}
    response = getattr(client, method)(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]), data)
    assert_refused(response, page)


def test_unpublish_with_descendants_through_the_home_page(client, school, unchanged):
    home = school.home_page.specific
    response = client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]), {"include_descendants": "on"})
    assert_refused(response, home)


def test_move_view(client, page, unchanged, b):
    target = b.home_page
    for url in (
        reverse("wagtailadmin_pages:move", args=[page.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]),
    ):
        assert_refused(client.get(url), page)
        assert_refused(client.post(url), page)


@pytest.mark.parametrize("position", ["0", "3"])
def test_set_position(client, section, news_index, unchanged, position):
    url = reverse("wagtailadmin_pages:set_page_position", args=[news_index.pk])
    response = client.post(url, {"position": position})
    assert response.status_code == 403


def test_privacy_view(client, page, unchanged):
    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client.post(url, {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()


def test_lock_view(client, section, unchanged):
    response = client.post(reverse("wagtailadmin_pages:lock", args=[section.pk]))
    assert response.status_code == 403


def test_edit_form_has_no_title_slug_or_schedule(client, user, section, school):
    before = snapshot(school)
    url = reverse("wagtailadmin_pages:edit", args=[section.pk])
    fields = client.get(url).context["form"].fields
    assert not {"title", "slug", "go_live_at", "expire_at"} & set(fields)
    data = {
        "intro": json.dumps({"blocks": [_paragraph("Lời mở đầu mới")], "entityMap": {}}), "search_description": "",
        "title": "Tên khác", "slug": "ten-khac", "expire_at": "2026-12-01 00:00", "go_live_at": "2027-01-01 00:00",
        "action-publish": "1",
    }  # fmt: skip
    client.post(url, data)
    section.refresh_from_db()
    assert "Lời mở đầu mới" in section.intro  # what may be changed, is
    assert snapshot(school) == before


def _paragraph(text):
    return {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}


def test_a_second_section_cannot_be_added(client, school, section):
    url = reverse("wagtailadmin_pages:add", args=["legal", "legaleducationsectionpage", school.home_page.pk])
    assert client.get(url).status_code == 403
    url = reverse("wagtailadmin_pages:add", args=["legal", "materialindexpage", section.pk])
    assert client.post(url, {"intro": "null", "action-publish": "1"}).status_code == 403
    assert LegalEducationSectionPage.objects.descendant_of(school.home_page).count() == 1
    assert MaterialIndexPage.objects.descendant_of(section).count() == 1


def test_allowed_children_can_be_added(client, news_index):
    url = reverse("wagtailadmin_pages:add", args=["legal", "legalnewspage", news_index.pk])
    assert client.get(url).status_code == 200


# --- bulk actions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_bulk_action(client, page, unchanged, action, b):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}"
    data = {"chooser": str(b.home_page.pk), "include_descendants": "on"}
    assert_refused(client.get(url), page)
    assert_refused(client.post(url, data), page)


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_bulk_action_on_all_children(client, school, section, unchanged, action):
    """``id=all`` names no page: the permission of each one refuses."""
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id=all&childOf={section.pk}"
    response = client.post(url, {"chooser": str(school.home_page.pk), "include_descendants": "on"})
    assert response.status_code == 302
    assert [" 0 " in str(message) for message in get_messages(response.wsgi_request)] == [True]


# --- admin API ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "copy", "create_alias", "convert_alias"])
def test_admin_api_action(client, page, unchanged, action):
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    data = {"destination_page_id": page.get_parent().pk, "recursive": True}
    assert_refused(client.post(url, data, content_type="application/json"), page)


def test_admin_api_revert_brings_back_the_text_alone(client, section, unchanged):
    old = _revision(section, title="Tên khác", slug="ten-khac", expire_at=timezone.now(), intro="<p>Lời cũ</p>")
    _revision(section, intro="<p>Lời mới</p>").publish()
    url = reverse("wagtailadmin_api:pages:action", args=[section.pk, "revert_to_page_revision"])
    response = client.post(url, {"revision_id": old.pk}, content_type="application/json")
    assert response.status_code == 200
    section.refresh_from_db()
    section.get_latest_revision().publish()
    section.refresh_from_db()
    assert section.intro == "<p>Lời cũ</p>"


# --- revisions and workflow ----------------------------------------------------------------------------------


def _revision(page, **changes):
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision(clean=False)


def test_publishing_an_older_revision(section, unchanged):
    revision = _revision(section, title="Tên khác", slug="ten-khac", intro="<p>Lời</p>")
    revision.publish()
    section.refresh_from_db()
    assert section.intro == "<p>Lời</p>"


def test_reverting_to_an_older_revision(section, user, unchanged):
    revision = _revision(section, title="Tên khác", slug="ten-khac")
    RevertToPageRevisionAction(section, revision, user=user).execute().publish()


def test_revert_view(client, section, unchanged):
    revision = _revision(section, title="Tên khác", slug="ten-khac")
    response = client.get(reverse("wagtailadmin_pages:revisions_revert", args=[section.pk, revision.pk]))
    assert response.status_code == 200
    assert "Tên khác" not in response.content.decode()
    client.post(
        reverse("wagtailadmin_pages:edit", args=[section.pk]),
        {"revision": revision.pk, "intro": "null", "search_description": "", "action-publish": "1"},
    )


def test_a_scheduled_revision(section, unchanged):
    past = timezone.now() - timezone.timedelta(days=1)
    revision = _revision(section, expire_at=past, go_live_at=past)
    revision.publish()
    call_command("publish_scheduled")


def test_approving_a_revision_with_another_title(section, school, unchanged):
    editor, approver = make_user(Role.SCHOOL_EDITOR, school), make_user(Role.SCHOOL_APPROVER, school)
    _revision(section, title="Tên khác", slug="ten-khac", intro="<p>Qua duyệt</p>")
    state = section.get_workflow().start(section, editor)
    state.current_task_state.approve(user=approver)
    section.refresh_from_db()
    assert section.intro == "<p>Qua duyệt</p>"


# --- wagtail-localize ----------------------------------------------------------------------------------------


@pytest.fixture
def english(section):
    """The section translated below a translated home page."""
    locale = Locale.objects.get(language_code="en")
    return CopyPageForTranslationAction(section, locale, copy_parents=True).execute().specific


def test_a_translation_is_protected_too(client, english):
    for name in ("delete", "unpublish", "copy", "move"):
        assert_refused(client.post(reverse(f"wagtailadmin_pages:{name}", args=[english.pk])), english)
    home = english.get_parent().specific
    assert_refused(client.post(reverse("wagtailadmin_pages:delete", args=[home.pk])), home)
    assert Page.objects.filter(pk=english.pk).exists()


def test_convert_a_translation_to_an_alias(client, english):
    url = reverse("wagtail_localize:convert_to_alias", args=[english.pk])
    assert_refused(client.post(url), english)
    english.refresh_from_db()
    assert english.alias_of is None


def test_a_translation_may_have_its_own_title_but_not_its_own_address(english):
    english.title = "Legal education"
    english.save()
    english.slug = "legal-education"
    with pytest.raises(SectionProtected):
        english.save()


# --- the wall beneath ------------------------------------------------------------------------------------------


def test_delete_in_code(page, unchanged):
    for delete in (page.delete, Page.objects.get(pk=page.pk).delete, Page.objects.filter(pk=page.pk).delete):
        with pytest.raises((SectionProtected, ProtectedError)), transaction.atomic():
            delete()  # homes are held by their school as well


def test_unpublish_in_code(page, unchanged):
    with pytest.raises(SectionProtected):
        page.unpublish()
    with pytest.raises(SectionProtected):
        Page.objects.filter(pk=page.pk).unpublish()


def test_move_in_code(page, unchanged, b):
    with pytest.raises(SectionProtected):
        page.move(b.home_page, pos="last-child")


def test_copy_and_alias_in_code(section, news_index, unchanged):
    for page in (section, news_index):
        for to in (None, page.get_parent()):
            with pytest.raises(SectionProtected):
                page.copy(update_attrs={"slug": "ban-sao"}, to=to)
        with pytest.raises(SectionProtected):
            page.create_alias(update_slug="bi-danh")


def test_actions_with_a_user(page, user, unchanged, b):
    parent, other = page.get_parent(), b.home_page
    for action in (
        DeletePageAction(page, user=user),
        UnpublishPageAction(page, user=user, include_descendants=True),
        CopyPageAction(page, user=user, to=parent, update_attrs={"slug": "ban-sao"}),
        CreatePageAliasAction(page, user=user, parent=parent, update_slug="bi-danh"),
        MovePageAction(page, other, pos="last-child", user=user),
    ):
        with pytest.raises(PermissionDenied):
            action.execute()


@pytest.mark.parametrize("changes", [{"title": "Tên khác"}, {"slug": "ten-khac"}, {"live": False}, {"locked": True}])
def test_save_in_code(section, unchanged, changes):
    for instance in (section, Page.objects.get(pk=section.pk)):
        for name, value in changes.items():
            setattr(instance, name, value)
        with pytest.raises(SectionProtected):
            instance.save()


def test_restrict_in_code(page):
    with pytest.raises(SectionProtected):
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def test_every_fixed_type_is_guarded(section):
    for model in FIXED_PAGE_TYPES:
        page = section if model is LegalEducationSectionPage else model.objects.child_of(section).get()
        assert protection.is_protected(page)
        with pytest.raises(SectionProtected), transaction.atomic():
            page.delete()


def test_pages_below_are_free(news_index, user):
    article = news_index.add_child(instance=LegalNewsPage(title="Tin", slug="tin"))
    article.title = "Tin khác"
    article.save()
    article.unpublish()
    article.delete(user=user)
    assert not LegalNewsPage.objects.exists()


# --- with a reason ---------------------------------------------------------------------------------------------


def test_a_superuser_unlocks_with_a_reason_that_is_logged(school, section, news_index):
    boss = make_superuser()
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(boss)
    url = reverse("section_unlock", args=[news_index.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200  # a reason is required
    assert not PageLogEntry.objects.filter(action=protection.LOG_UNLOCK).exists()
    reason = "Theo Quyết định 12/QĐ-PGD"
    assert client.post(url, {"reason": reason}).status_code == 302
    assert PageLogEntry.objects.get(action=protection.LOG_UNLOCK).data["reason"] == reason
    assert_refused(client.post(reverse("wagtailadmin_pages:delete", args=[section.pk])), section)  # not unlocked
    client.post(reverse("wagtailadmin_pages:unpublish", args=[news_index.pk]))
    news_index.refresh_from_db()
    assert not news_index.live
    entry = PageLogEntry.objects.get(action=protection.LOG_CHANGE)
    assert entry.user == boss
    assert entry.data == {"reason": reason, "changes": ["unpublish"]}
    client.post(reverse("wagtailadmin_pages:delete", args=[news_index.pk]))
    assert not Page.objects.filter(pk=news_index.pk).exists()
    history = client.get(reverse("wagtailadmin_pages:history", args=[section.pk]))
    assert history.status_code == 200


def test_the_unlocking_ends(section, news_index, monkeypatch):
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(make_superuser())
    client.post(reverse("section_unlock", args=[section.pk]), {"reason": "Theo quyết định của phòng"})
    from cms.legal.section import middleware

    late = middleware.time.time() + middleware.UNLOCK_SECONDS + 1
    monkeypatch.setattr(middleware.time, "time", lambda: late)
    assert_refused(client.post(reverse("wagtailadmin_pages:delete", args=[section.pk])), section)


def test_nobody_else_unlocks(school, section):
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(make_user(Role.OFFICE_ADMIN))
    url = reverse("section_unlock", args=[section.pk])
    assert client.post(url, {"reason": "Tôi muốn xoá mục này"}).status_code == 403
    assert not PageLogEntry.objects.filter(action=protection.LOG_UNLOCK).exists()
    assert_refused(client.post(reverse("wagtailadmin_pages:delete", args=[section.pk])), section)


def test_a_command_may_change_the_section_with_a_reason(section):
    with allow_section_change(None, "Đổi tên theo chính sách mới"):
        section.title = "Tên theo chính sách mới"
        section.save()
    assert PageLogEntry.objects.get(action=protection.LOG_CHANGE).data["changes"] == ["title"]
    section.title = "Tên khác nữa"
    with pytest.raises(SectionProtected):
        section.save()
    with pytest.raises(ValueError, match="reason"), allow_section_change(None, " "):
        pass


def test_another_schools_people_learn_nothing(section, b):
    """No message and no title: the answer is the same as for any page that is not theirs."""
    stranger = make_user(Role.SCHOOL_ADMIN, b)
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(stranger)
    response = client.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))
    texts = [str(message) for message in get_messages(response.wsgi_request)]
    assert not any(section.title in text for text in texts)
