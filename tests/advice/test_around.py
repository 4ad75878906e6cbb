"""What stands around questions: the board's numbers, machine-readable answers, the search's offers, the demo, what the
queue costs."""

import datetime
import json

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse
from django.utils import timezone

from cms.advice import demo
from cms.advice.models import AdviceRules, FieldTarget, Question
from cms.advice.views.advice_rules import RulesForm
from cms.board import indicators
from cms.legal.documents.seeds import seed_library
from cms.legal.models import LegalField, QuestionPage
from cms.tenancy.roles import Role
from search.index import indexing, outbox
from tests.advice.conftest import asked, newest, soup, visitor
from tests.factories import client_of, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.tenancy.isolation.walker import addresses

pytestmark = pytest.mark.django_db


def publish(school, title, answer) -> QuestionPage:
    page = make_page(QuestionPage, school, title, answer=answer, answered_by="Luật sư mẫu")
    page.save_revision().publish()
    return page


def test_the_board_counts_what_was_asked_and_what_is_late(a, b):
    from cms.board.indicators.base import MeasuringScope
    from cms.board.measuring.measure import list_measured_schools, open_schools

    asked(visitor(a))
    asked(visitor(a))
    asked(visitor(b))
    asked(visitor())
    today = timezone.localdate()
    late = Question.objects.filter(school=a).order_by("pk").first()
    Question.objects.filter(pk=late.pk).update(due_on=today - datetime.timedelta(days=1))
    scope = MeasuringScope(today, tuple(list_measured_schools(open_schools())))

    def values(code):
        return indicators.find_indicator(code).measure(scope)

    assert values("questions_late") == {a.pk: 1, b.pk: 0}
    assert values("questions_asked_year") == {a.pk: 2, b.pk: 1}
    assert values("questions_in_time_year") == {a.pk: 0, b.pk: 0}
    Question.objects.filter(school=b).update(state="answered", closed_at=timezone.now())
    Question.objects.filter(pk=late.pk).update(state="answered", closed_at=timezone.now())
    assert values("questions_in_time_year") == {a.pk: 0, b.pk: 1}
    assert values("questions_late") == {a.pk: 0, b.pk: 0}


def test_numbers_of_the_year_by_field_and_school(a, b, people):
    field = LegalField.objects.create(name="Trẻ em thử")
    for school in (a, a, b):
        asked(visitor(school))
    today = timezone.localdate()
    first, second, other = Question.objects.order_by("pk")
    Question.objects.filter(pk=first.pk).update(field=field, state="answered", closed_at=timezone.now(), due_on=today)
    Question.objects.filter(pk=second.pk).update(due_on=today - datetime.timedelta(days=3))
    Question.objects.filter(pk=other.pk).update(state="answered", closed_at=timezone.now(), due_on=None)
    url = reverse("advice_numbers")

    def tables(user):
        found = soup(client_of(user).get(url)).select("table.listing")
        return [[[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]
                for table in found]  # fmt: skip

    assert tables(people.clerk) == [[
        [str(LegalField.objects.get(pk=field.pk).label), "1", "0", "0", "1", "1 (100 %)"],
        [tables(people.clerk)[0][1][0], "1", "1", "1", "0", "0"],
    ]]  # fmt: skip
    office = tables(make_user(Role.OFFICE_ADMIN))
    assert sorted(row[1] for row in office[1]) == ["1", "2"]
    assert {row[0] for row in office[1]} == {a.name, b.name}
    assert client_of(people.clerk).get(url + "?year=x").status_code == 200
    assert client_of(people.expert).get(url).status_code == 404


def test_machines_read_an_answer(a):
    page = publish(a, "Có được </script> thu tiền không?", "<p>Không, theo <b>quy định</b>.</p>")
    text = soup(visitor(a).get(page.get_url())).select_one("script[type='application/ld+json']").get_text()
    data = json.loads(text)
    assert data["@type"] == "QAPage"
    assert data["mainEntity"]["name"] == page.title
    assert data["mainEntity"]["acceptedAnswer"]["text"].strip() == "Không, theo quy định."
    assert data["mainEntity"]["acceptedAnswer"]["url"] == page.full_url


def test_what_was_answered_and_law_are_offered_while_typing(a, engine, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = publish(a, "Nhà trường có được thu tiền máy lạnh không?", "<p>Chỉ khi phụ huynh tự nguyện.</p>")
        publish(a, "Học sinh có phải mặc đồng phục không?", "<p>Theo nội quy.</p>")
    outbox.replay_outbox()
    indexing.reconcile_database()
    if engine:
        engine.refresh()
    client = visitor(a)
    found = client.post("/hoi-dap/goi-y/", {"text": "thu tiền máy lạnh"}).json()["offers"]
    assert [(one["kind"], one["title"]) for one in found] == [("question", page.title)], found
    assert page.full_url.endswith(found[0]["url"])
    assert all("đồng phục" not in one["title"] for one in found)
    for text in ("", "a", "x" * 5000, "\u202e\u0000'; DROP", "?" * 50):
        assert client.post("/hoi-dap/goi-y/", {"text": text}).status_code == 200
    assert client.get("/hoi-dap/goi-y/?text=thu+tien").status_code == 405  # never in an address


def test_the_demo_has_a_question_of_every_kind(a):
    seed_library()
    make_document("102/2016/QH13", type_name="Luật", title="Trẻ em", issuers=("Quốc hội",))
    make_user(Role.SCHOOL_APPROVER, a)
    make_user(Role.SCHOOL_EDITOR, a)
    make_user(Role.OFFICE_ADMIN)
    call_command("load_demo_questions")
    call_command("load_demo_questions")
    states = sorted(Question.objects.values_list("state", flat=True))
    assert states == ["answered", "assigned", "new", "new"]
    assert Question.objects.filter(at_office=True).count() == 1
    assert Question.objects.filter(field=None).count() == 1  # one waits to be sorted
    page = Question.objects.get(state="answered").page
    assert page.owner.email == demo.EXPERT
    assert visitor(a).get(page.get_url()).status_code == 200


def test_the_queue_asks_as_often_for_many_as_for_few(a, people, django_assert_max_num_queries):
    client = client_of(people.clerk)
    url = reverse("advice_queue")

    def ask_for(number):
        for _turn in range(number):
            asked(visitor(a), asker="citizen")
            Question.objects.filter(pk=newest().pk).update(assigned_to=people.expert)

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask_for(2)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    ask_for(12)
    client.get(url)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) <= len(few)


def test_no_two_apps_share_an_address_of_the_admin():
    """The first of two would answer for both."""
    ours = ("advice_", "channels_", "contests_", "district_", "forum_", "opinions_", "board:")
    names = {row.name for row in addresses() if row.name.startswith(ours) and not row.arguments}
    assert {"advice_queue", "contests_questions", "channels_outbox"} <= names
    assert {name for name in names if resolve(reverse(name)).view_name != name} == set()


def test_filters_and_nonsense(a, people):
    asked(visitor(a))
    client = client_of(people.clerk)
    url = reverse("advice_queue")
    for query in (
        "?state=late",
        "?state=all&asker=parent",
        "?q=%2399999999999",
        "?field=x",
        "?state=x",
        "?p=99",
        "?q=" + "a" * 500,
    ):
        assert client.get(url + query).status_code == 200, query
    assert reverse("advice_item", args=[newest().pk]) in client.get(f"{url}?q={newest().pk}").content.decode()


def test_the_office_sets_days_and_terms_and_nobody_else(a, people):
    field = LegalField.objects.create(name="Trẻ em thử")
    url = reverse("advice_rules")
    sent = {
        "open": "on", "days": 5, "keep_months": 6, "days-TOTAL_FORMS": 1, "days-INITIAL_FORMS": 0,
        "days-0-field": field.pk, "days-0-days": 3,
    }  # fmt: skip
    for user in (people.clerk, people.approver, people.expert, make_user(Role.OFFICE_OBSERVER)):
        assert client_of(user).post(url, sent).status_code in (403, 404)
    assert not AdviceRules.objects.exists()
    boss = client_of(make_user(Role.OFFICE_ADMIN))
    assert boss.get(url).status_code == 200
    assert boss.post(url, {**sent, "days": 0}).status_code == 200
    assert not AdviceRules.objects.exists()
    assert boss.post(url, sent).status_code == 302
    rules = AdviceRules.current()
    assert (rules.second_person, rules.days, rules.keep_months) == (False, 5, 6)
    assert FieldTarget.objects.get().days == 3
    AdviceRules(attachments=True, days=7).save()
    page = soup(boss.get(url))
    shown = {box["name"] for box in page.select("form input[name]")}
    assert set(RulesForm.base_fields) <= shown  # what is not on the screen would be switched off by each saving
    assert page.select_one("[name=attachments]").has_attr("checked")


def test_a_day_that_is_still_to_come_is_named(a, people):
    asked(visitor(a))
    page = client_of(people.clerk).get(reverse("advice_queue")).content.decode()
    assert f"{newest().due_on:%d/%m/%Y}" in page
    assert "Vừa xong" not in page


def test_every_screen_has_a_heading_and_a_way_back(a, people):
    """Of questions, opinions, the forum and channels; a word in the context once stood in the heading's place."""
    client = client_of(make_user(Role.OFFICE_ADMIN))
    for name in (
        "advice_queue", "advice_numbers", "advice_rules", "advice_experts", "advice_reports", "advice_tasks",
        "forum_boards", "forum_search", "forum_reports", "forum_board_add", "opinions_rounds", "opinions_add",
        "opinions_asked", "channels_outbox", "channels_sent",
    ):  # fmt: skip
        page = soup(client.get(reverse(name)))
        assert page.select_one("h1").get_text(strip=True), name
        assert page.select_one("nav[aria-label] a[href='/admin/'], .w-breadcrumbs a[href='/admin/']"), name


def test_the_way_to_the_form_stands_where_people_look_for_an_answer(a):
    page = publish(a, "Nhà trường có được thu tiền máy lạnh không?", "<p>Chỉ khi phụ huynh tự nguyện.</p>")
    section = page.get_parent().get_parent()
    client = visitor(a)
    for prefix in ("", "/en"):
        form = f"{prefix}/hoi-dap/dat-cau-hoi/"
        assert client.get(form).status_code == 200
        for path in (page.get_url(), page.get_parent().get_url(), section.get_url()):
            assert soup(client.get(path)).select_one("main a[href='/hoi-dap/dat-cau-hoi/']"), path
        assert soup(client.get(f"{prefix}/tim/", {"q": "nuôi khủng long"})).select_one(f"main .empty a[href='{form}']")
        assert client.get(f"{prefix}/hoi-dap/").url == form
