"""Law that does not hold is seen before publishing, swapped by one click, listed for each school, told by mail."""

import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.home.models import NewsPage
from cms.legal.citations.mending.check import check_page, findings_digest
from cms.legal.citations.mending.notices import notify_schools_of_stale_citations
from cms.legal.citations.stale import stale_citations
from cms.legal.models import LegalNewsIndexPage, LegalNewsPage
from cms.tenancy.notifications import digest
from cms.tenancy.roles import Role
from tests.factories import client_of, make_superuser, make_user
from tests.factories.pages import make_page
from tests.legal.citations.test_swap import body, replaced

pytestmark = pytest.mark.django_db

OLD = "Thông tư 37/2020/TT-BGDĐT"


def form(page=None, text=f"<p>Theo {OLD}.</p>", chosen=(), **extra) -> dict:
    links = [{"document": document.pk} for document in chosen]
    return nested_form_data(
        {
            "title": page.title if page else "Bài mới", "slug": page.slug if page else "bai-moi", "date": "2026-03-02",
            "summary": "", "author": "", "comments": inline_formset([]), "document_links": inline_formset(links),
            "body": streamfield([("text", rich_text(text, features=["link", "bold"]))]), **extra,
        }
    )  # fmt: skip


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def live_page(school, text=f"<p>{OLD}</p>", **fields):
    page = make_page(NewsPage, school, live=False, body=body(("text", text)), **fields)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def documents():
    return replaced()


@pytest.fixture
def schools(a, b):
    return a, b


def test_seen_before_it_is_published(schools, documents):
    new = documents[1]
    page = make_page(LegalNewsPage, schools[0], live=False)
    page.save_revision()
    client = client_of(make_user(Role.SCHOOL_APPROVER, schools[0]))
    assert client.post(edit(page), form(page)).status_code == 302, "a draft is saved without a word"
    shown = client.get(edit(page)).content.decode()
    assert new.number_raw in shown
    assert 'name="citations-seen"' in shown
    refused = client.post(edit(page), form(page, **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert OLD in refused.content.decode(), "nothing that was typed is lost"
    page.refresh_from_db()
    assert not page.live
    seen = findings_digest(check_page(page.get_latest_revision_as_object()))
    client.post(edit(page), form(page, **{"action-publish": "1", "citations-seen": seen}))
    page.refresh_from_db()
    assert page.live


def test_what_was_not_seen_is_shown_again(schools, documents):
    replaced("38/2020/TT-BGDĐT", "16/2025/TT-BGDĐT")
    page = make_page(LegalNewsPage, schools[0], live=False)
    page.save_revision()
    client = client_of(make_user(Role.SCHOOL_APPROVER, schools[0]))
    client.post(edit(page), form(page))
    seen = findings_digest(check_page(page.get_latest_revision_as_object()))
    both = form(page, f"<p>{OLD}, Thông tư 38/2020/TT-BGDĐT</p>", **{"action-publish": "1", "citations-seen": seen})
    assert client.post(edit(page), both).status_code == 200


def test_law_that_holds_is_not_spoken_of(schools, documents):
    page = make_page(LegalNewsPage, schools[0], live=False)
    page.save_revision()
    client = client_of(make_user(Role.SCHOOL_APPROVER, schools[0]))
    text = f"<p>{documents[1].number_raw}</p>"
    client.post(edit(page), form(page, text, **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.live
    assert 'name="citations-seen"' not in client.get(edit(page)).content.decode()


def test_one_click_swaps_in_the_draft_with_what_was_just_typed(schools, documents):
    old, new = documents
    page = live_page(schools[0])
    legal = make_page(LegalNewsPage, schools[0])
    client = client_of(make_user(Role.SCHOOL_EDITOR, schools[0]))
    data = form(legal, f"<p>Vừa gõ: <b>khoản 2</b> Điều 5 {OLD}.</p>", chosen=[old], **{"swap-citation": str(old.pk)})
    assert client.post(edit(legal), data).status_code == 302
    legal.refresh_from_db()
    draft = legal.get_latest_revision_as_object()
    [block] = draft.body.get_prep_value()
    assert block["value"].count("15/2025/TT-BGDĐT") == 1
    assert "Vừa gõ: <b>khoản 2</b> Điều 5 Thông tư 15/2025/TT-BGDĐT." in block["value"]
    assert [link.document for link in draft.document_links.all()] == [new]
    assert OLD not in json.dumps(legal.body.get_prep_value(), ensure_ascii=False)
    assert "15/2025" not in json.dumps(legal.body.get_prep_value()), "the live page waits for its publication"
    assert "37/2020" in json.dumps(page.body.get_prep_value())


def test_swapping_while_creating_makes_a_draft(schools, documents):
    index = LegalNewsIndexPage.objects.descendant_of(schools[0].home_page).get()
    client = client_of(make_user(Role.SCHOOL_EDITOR, schools[0]))
    add = reverse("wagtailadmin_pages:add", args=["legal", "legalnewspage", index.pk])
    assert client.post(add, form(**{"swap-citation": str(documents[0].pk)})).status_code == 302
    page = LegalNewsPage.objects.get(slug="bai-moi")
    assert not page.live
    assert "15/2025/TT-BGDĐT" in json.dumps(
        page.get_latest_revision_as_object().body.get_prep_value(), ensure_ascii=False
    )
    assert client.post(add, form(slug="bai-hai", **{"action-submit": "1"})).status_code == 200, "sending shows it too"


def test_ways_around_the_form_lead_to_it(schools, documents):
    page = make_page(LegalNewsPage, schools[0], live=False, body=body(("text", f"<p>{OLD}</p>")))
    page.save_revision()
    editor, approver = make_user(Role.SCHOOL_EDITOR, schools[0]), make_user(Role.SCHOOL_APPROVER, schools[0])
    page.get_workflow().start(page, editor)
    page.refresh_from_db()
    client = client_of(approver)
    state = page.current_workflow_task_state
    action = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
    for url in (action, bulk):
        assert client.post(url, {"comment": ""}).url == edit(page)
    page.refresh_from_db()
    assert not page.live
    seen = findings_digest(check_page(page.get_latest_revision_as_object()))
    data = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    assert client.post(edit(page), form(page, **data)).status_code == 200
    client.post(edit(page), form(page, **data, **{"citations-seen": seen}))
    page.refresh_from_db()
    assert page.live


def test_lists_show_each_school_its_own_and_the_office_all(schools, documents):
    pages = [live_page(school, title=f"Bài của {school.code}") for school in schools]
    live_page(schools[0], "<p>Thông tư 15/2025/TT-BGDĐT</p>", title="Bài đúng")
    assert {(row.school_id, row.page_id) for row in stale_citations()} == {
        (school.pk, page.pk) for school, page in zip(schools, pages, strict=True)
    }
    url = reverse("citations:stale")
    for number, school in enumerate(schools):
        for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN):
            client = client_of(make_user(role, school))
            shown = client.get(url).content.decode()
            assert pages[number].title in shown
            assert pages[1 - number].title not in shown
            assert "Bài đúng" not in shown
            assert reverse("citations:stale") in client.get(reverse("wagtailadmin_home")).content.decode()
            assert client.get(reverse("citations:unresolved")).status_code == 404
    for role in (Role.OFFICE_LIBRARIAN, Role.OFFICE_APPROVER, Role.OFFICE_ADMIN, Role.OFFICE_OBSERVER):
        client = client_of(make_user(role))
        shown = client.get(url).content.decode()
        assert all(page.title in shown for page in pages), role
        assert client.get(reverse("citations:unresolved")).status_code == 200
    nobody = client_of(make_user())
    assert all(page.title not in nobody.get(url).content.decode() for page in pages)
    assert all(page.title in client_of(make_superuser()).get(url).content.decode() for page in pages)
    assert Client(headers={"host": "cong.localhost"}).get(url).status_code == 302


def test_the_list_asks_one_number_of_questions(schools, documents, django_assert_max_num_queries):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    url = reverse("citations:stale")
    live_page(schools[0])
    client.get(url)
    with django_assert_max_num_queries(60) as captured:
        client.get(url)
    few = len(captured)
    for school in schools:
        for _number in range(5):
            live_page(school)
    client.get(url)  # what is kept until something changes is read again once
    with django_assert_max_num_queries(few + 2):
        client.get(url)


def test_the_schools_concerned_are_told_and_nobody_else(schools, documents):
    a, b = schools
    old = documents[0]
    live_page(a, title="Bài của A")
    live_page(b, "<p>Thông tư 15/2025/TT-BGDĐT</p>")
    told = [make_user(role, a) for role in (Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN)]
    make_user(Role.SCHOOL_EDITOR, a)
    make_user(Role.SCHOOL_ADMIN, a, is_active=False)
    make_user(Role.SCHOOL_ADMIN, b)
    make_user(Role.OFFICE_ADMIN)
    make_superuser()
    mail.outbox.clear()
    assert notify_schools_of_stale_citations.func([old.pk]) == 1
    assert mail.outbox == []
    digest.send_digest()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in told)
    assert "Bài của A" in mail.outbox[0].body
    assert old.number_raw in mail.outbox[0].body


def test_a_change_of_status_is_put_into_the_queue(schools, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    from tests.factories.legal import make_document

    document = make_document("37/2020/TT-BGDĐT")
    live_page(schools[0])
    assert not stale_citations().filter(school=schools[0]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        document.status_override, document.status_reason = "suspended", "x"
        document.save()
    assert stale_citations().filter(school=schools[0]).exists()
    assert DBTaskResult.objects.filter(task_path__endswith="notify_schools_of_stale_citations").count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        document.status_override = document.status_reason = ""
        document.save()
    assert DBTaskResult.objects.filter(task_path__endswith="notify_schools_of_stale_citations").count() == 1
    assert not stale_citations().filter(school=schools[0]).exists()


def test_the_checks_of_the_editor_find_it_in_the_preview(schools, documents):
    """The side panel runs the rule on the preview, where the link carries the mark that the rule looks for."""
    page = make_page(LegalNewsPage, schools[0], live=False)
    page.save_revision()
    client = client_of(make_user(Role.SCHOOL_EDITOR, schools[0]))
    panel = client.get(edit(page)).content.decode()
    assert "a.citation--expired" in panel
    assert "stale-law" in panel
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, form(page)).json()["is_valid"]
    preview = client.get(address, {"in_preview_panel": "true"}).content.decode()
    assert 'class="citation citation--expired"' in preview
    assert "<wagtail-userbar" in preview
    public = live_page(schools[0])
    visited = Client(headers={"host": schools[0].site.hostname}).get(public.url.split("localhost")[-1]).content.decode()
    assert 'class="citation citation--expired"' in visited
    assert "<wagtail-userbar" not in visited
