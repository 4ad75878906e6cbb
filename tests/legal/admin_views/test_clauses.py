"""The list of clauses, the buttons that decide them, and the rule, in the admin."""

import pytest
from django.urls import reverse

from cms.legal.models import ClauseProposal, LegalRelation, ReviewTask
from cms.legal.modifications import auto_accept, review
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests.factories import make_school, make_superuser
from tests.legal.modifications.library import BEGUN, ENDS, NEW, OLD, make_decree, read

pytestmark = pytest.mark.django_db
LIST, DECIDE, RULE = "library_work:clauses", "library_work:clauses_decide", "library_work:clause_rule"


@pytest.fixture
def old():
    return make_decree(OLD)


@pytest.fixture
def clauses(old):
    """One that is sure, and one with an exception."""
    make_decree("12/2021/NĐ-CP")
    return read(make_decree(NEW, f"{ENDS}\n3. Bãi bỏ Nghị định số 12/2021/NĐ-CP, trừ Điều 5."))


def states():
    return list(ClauseProposal.objects.order_by("pk").values_list("state", flat=True))


def post(client, step, *rows, query=None, **data):
    return client.post(reverse(DECIDE, query=query or {}), {"step": step, "clause": [row.pk for row in rows], **data})


def test_the_list_quotes_the_sentence_and_links_both_documents(librarian, clauses, old):
    html = librarian.get(reverse(LIST)).content.decode()
    assert ENDS in html
    for document in (clauses[0].acting, old):
        assert reverse("wagtailsnippets_legal_legaldocument:edit", args=[document.pk]) in html
    assert f"{clauses[0].acting.canonical_url}#dieu-9-khoan-2" in html
    assert f"{BEGUN:%d/%m/%Y}" in html
    assert "trừ Điều 5" in html
    assert str(clauses[1].doubts_in_words[0]) in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 2),
        ({"sure": "true"}, 1),
        ({"sure": "false"}, 1),
        ({"kind": "ends"}, 2),
        ({"kind": "amends"}, 0),
        ({"target": "11/2021"}, 1),
        ({"acting": NEW}, 2),
        ({"acting": OLD}, 0),
        ({"state": "declined"}, 0),
        ({"state": "x"}, 2),
    ],
)
def test_filters(librarian, clauses, query, found):
    assert len(librarian.get(reverse(LIST), query).context["object_list"]) == found
    assert librarian.get(reverse("library_work:clauses_results"), query).status_code == 200


def test_one_click_takes_or_declines(librarian, clauses, old):
    first, second = clauses
    assert post(librarian, f"take:{first.pk}", note="Đúng").status_code == 302
    post(librarian, f"decline:{second.pk}")
    assert states() == ["by_person", "declined"]
    assert old.status_on(BEGUN).code == "expired"
    first.refresh_from_db()
    assert (first.note, first.decided_by_id) == ("Đúng", int(librarian.session["_auth_user_id"]))
    for state in ("by_person", "declined"):
        assert len(librarian.get(reverse(LIST), {"state": state}).context["object_list"]) == 1
    post(librarian, f"take_back:{first.pk}")
    post(librarian, f"reopen:{second.pk}")
    assert states() == ["open", "open"]
    assert not LegalRelation.objects.exists()


def test_what_is_chosen_is_decided_at_once_and_the_filters_stay(librarian, clauses):
    response = post(librarian, "decline", *clauses, query={"kind": "ends"}, note="Không phải")
    assert response.url == reverse(LIST, query={"kind": "ends"})
    assert states() == ["declined", "declined"]
    assert set(ClauseProposal.objects.values_list("note", flat=True)) == {"Không phải"}


def test_all_is_what_the_filters_show(librarian, clauses):
    post(librarian, "take", query={"sure": "true"}, all="1")
    assert states() == ["by_person", "open"]


def test_too_many_at_once_are_refused(librarian, clauses, monkeypatch):
    monkeypatch.setattr("cms.legal.admin_views.clause_views.MAX_CLAUSES", 1)
    post(librarian, "take", all="1")
    assert states() == ["open", "open"]


@pytest.mark.parametrize(
    "data", [{}, {"step": "x"}, {"step": "take"}, {"step": "take:x"}, {"step": "take:9" + "9" * 30}]
)
def test_nonsense_decides_nothing(librarian, clauses, data):
    assert librarian.post(reverse(DECIDE), data).status_code == 302
    assert states() == ["open", "open"]


def test_one_clause_with_its_history(librarian, clauses):
    address = reverse("library_work:clause", args=[clauses[0].pk])
    assert ENDS in librarian.get(address).content.decode()
    assert librarian.post(address, {"step": "take", "note": "Đúng"}).status_code == 302
    assert "Đúng" in librarian.get(address).content.decode()
    acting = clauses[0].acting
    history = reverse(acting.snippet_viewset.get_url_name("history"), args=[acting.pk])
    assert "khoản 2 Điều 9" in librarian.get(history).content.decode()
    assert librarian.get(reverse("library_work:clause", args=[0])).status_code == 404


def test_the_second_to_decide_is_told(librarian, clauses):
    review.decline_modifications([clauses[0].pk], make_superuser())
    address = reverse("library_work:clause", args=[clauses[0].pk])
    response = librarian.post(address, {"step": "take"}, follow=True)
    assert list(response.context["messages"])
    assert states() == ["declined", "open"]


def test_the_review_task_leads_to_the_clauses_and_closes_by_itself(librarian, clauses, old):
    task = ReviewTask.objects.get(document=old)
    html = librarian.get(reverse("library_work:review", args=[task.pk])).content.decode()
    assert "target=11%2F2021%2FN%C4%90-CP" in html
    assert old.number_raw in librarian.get(reverse("library_work:reviews")).content.decode()
    for kind, found in (("clause", 2), ("guided_expired", 0)):
        assert len(librarian.get(reverse("library_work:reviews"), {"kind": kind}).context["object_list"]) == found
    post(librarian, f"take:{clauses[0].pk}")
    task.refresh_from_db()
    assert task.state == "done"


def test_the_first_screen_says_how_many_wait(librarian, clauses):
    address = reverse(LIST)
    assert f'href="{address}"' in librarian.get(reverse("wagtailadmin_home")).content.decode()
    panel = 'id="clauses-panel"'
    assert panel in librarian.get(reverse("wagtailadmin_home")).content.decode()
    post(librarian, "decline", *clauses)
    assert panel not in librarian.get(reverse("wagtailadmin_home")).content.decode()


def test_the_rule_is_switched_and_takes_and_is_taken_back(librarian, clauses, old, committed):
    from django_tasks_db.models import DBTaskResult

    assert librarian.get(reverse(RULE)).context["waiting"] == 1
    with committed():
        librarian.post(reverse(RULE), {"step": "on"})
    assert auto_accept.current_rule().on
    assert (
        DBTaskResult.objects.filter(task_path__endswith="modifications.signal_handlers.accept_waiting_later").count()
        == 1
    )
    auto_accept.accept_waiting()
    page = librarian.get(reverse(RULE))
    assert (page.context["waiting"], page.context["taken"]) == (0, 1)
    assert "take_all_back" not in page.content.decode()
    librarian.post(reverse(RULE), {"step": "off"})
    assert states() == ["by_rule", "open"]
    assert "take_all_back" in librarian.get(reverse(RULE)).content.decode()
    with committed():
        librarian.post(reverse(RULE), {"step": "take_all_back"})
    assert (
        DBTaskResult.objects.filter(task_path__endswith="modifications.signal_handlers.revoke_all_later").count() == 1
    )


@pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
def test_others_of_the_office_read_and_decide_nothing(sign_in, clauses, role):
    client = sign_in(role)
    html = client.get(reverse(LIST)).content.decode()
    assert ENDS in html
    assert "decide-clauses" not in html
    address = reverse("library_work:clause", args=[clauses[0].pk])
    assert 'name="step"' not in client.get(address).content.decode()
    assert 'name="step"' not in client.get(reverse(RULE)).content.decode()
    for request in (reverse(DECIDE), address, reverse(RULE)):
        client.post(request, {"step": "on" if request == reverse(RULE) else "take", "clause": [clauses[0].pk]})
    assert states() == ["open", "open"]
    assert not auto_accept.current_rule().on


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_schools_get_404(sign_in, clauses, role):
    client = sign_in(role)
    addresses = [reverse(LIST), reverse(RULE), reverse("library_work:clause", args=[clauses[0].pk])]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert post(client, "take", *clauses).status_code == 404
    assert client.post(reverse(RULE), {"step": "on"}).status_code == 404
    assert states() == ["open", "open"]
    assert 'id="clauses-panel"' not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_what_was_taken_shows_its_sentence_on_every_schools_site(client, librarian, clauses, old):
    review.accept_modifications([clauses[0].pk], make_superuser())
    for code in ("A", "B"):
        for document in (old, clauses[0].acting):
            host = make_school(code).site.hostname
            html = client.get(f"/van-ban/{document.slug}/", HTTP_HOST=host).content.decode()
            assert f'<q lang="vi">{ENDS}</q>' in html
            assert "khoản 2 Điều 9" in html
