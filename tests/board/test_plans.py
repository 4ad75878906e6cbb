"""Plans: progress counts itself, evidence is a school's own public page, each school sees its own state."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.board.admin_views.plan_views import SchoolPlanView
from cms.board.measuring import measure
from cms.board.measuring.board_rows import BoardFilters
from cms.board.measuring.progress import measure_progress
from cms.board.models import Plan, PlanEvidence, PlanTask, Snapshot, Target
from cms.legal.models import LegalMaterialPage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_school("A", level="TH"), make_school("B", level="MN")


@pytest.fixture
def plan(today):
    return Plan.objects.create(
        title="Kế hoạch mẫu",
        first_day=today - datetime.timedelta(days=30),
        last_day=today + datetime.timedelta(days=300),
    )


def add_task(plan, **fields):
    return PlanTask.objects.create(plan=plan, **{"number": "1", "title": "Việc mẫu", **fields})


def only(plan, today, **filters):
    [one] = measure_progress(plan, BoardFilters(today, **filters))
    return one


def test_a_task_with_an_indicator_counts_itself(two, plan, today, published):
    add_task(plan, indicator="materials_year", wanted=60)
    published(two[0], model=LegalMaterialPage)
    measure.take_snapshots()
    found = only(plan, today)
    assert (found.done, found.percent, found.reached) == (1, 50.0, False)
    assert [state.school.code for state in found.open_states] == ["B"]
    published(two[1], model=LegalMaterialPage)
    measure.take_snapshots()
    assert only(plan, today).reached


def test_nothing_is_not_done_even_where_the_board_asks_for_nothing_yet(two, plan, today):
    """A day after the start of the school year no in-depth item is asked, so the light is green."""
    task = add_task(plan, indicator="in_depth_year")
    Target.objects.create(indicator=task.indicator, good=0, fair=0)
    measure.take_snapshots()
    assert (only(plan, today).done, only(plan, today).states[0].text) == (0, "0")


def test_a_task_without_one_counts_public_pages_of_evidence(two, plan, today):
    task = add_task(plan)
    page = make_page(LegalMaterialPage, two[0])
    PlanEvidence.objects.create(task=task, school=two[0], page=page)
    assert only(plan, today).done == 1
    page.unpublish()
    assert only(plan, today).done == 0


def test_a_task_for_a_level_asks_those_schools_only(two, plan, today):
    add_task(plan, level="MN")
    assert [state.school.code for state in only(plan, today).states] == ["B"]


def test_late_is_what_is_not_reached_after_its_deadline(two, plan, today):
    task = add_task(plan, deadline=today - datetime.timedelta(days=1))
    assert only(plan, today).late
    for school in two:
        PlanEvidence.objects.create(task=task, school=school, page=make_page(LegalMaterialPage, school))
    assert not only(plan, today).late


def test_a_plan_that_is_over_stays_as_it_ended(two, plan, today):
    add_task(plan, indicator="channels")
    plan.last_day = today - datetime.timedelta(days=3)
    plan.save()
    Snapshot.objects.create(school=two[0], day=plan.last_day, values={"channels": 1}, measured_at=timezone.now())
    Snapshot.objects.create(school=two[0], day=today, values={"channels": 0}, measured_at=timezone.now())
    assert only(plan, today).done == 1


def test_a_school_adds_its_own_published_page_and_no_other(two, plan):
    a, b = two
    task = add_task(plan)
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    url = reverse("board:our_plan", args=[a.pk])
    own, foreign = make_page(LegalMaterialPage, a), make_page(LegalMaterialPage, b)
    draft = make_page(LegalMaterialPage, a, live=False)
    for page in (foreign.pk, draft.pk, 987654321, "x", ""):
        client.post(url, {"plan_task": task.pk, "page": page})
        assert not PlanEvidence.objects.exists(), page
    for _again in range(2):
        assert client.post(url, {"plan_task": task.pk, "page": own.pk}).status_code == 302
    assert [(row.school, row.page_id) for row in PlanEvidence.objects.all()] == [(a, own.pk)]
    assert own.title in client.get(url).content.decode()


def test_a_school_takes_back_its_own_evidence_and_no_other(two, plan):
    task = add_task(plan)
    rows = [
        PlanEvidence.objects.create(task=task, school=school, page=make_page(LegalMaterialPage, school))
        for school in two
    ]
    client = client_of(make_user(Role.SCHOOL_EDITOR, two[0]))
    url = reverse("board:our_plan", args=[two[0].pk])
    for wrong in (rows[1].pk, "x", "9" * 40):
        assert client.post(url, {"remove": wrong}).status_code == 302
    assert PlanEvidence.objects.count() == 2
    page = client.get(url).content.decode()
    assert f'name="remove" value="{rows[0].pk}"' in page
    client.post(url, {"remove": rows[0].pk})
    assert list(PlanEvidence.objects.all()) == [rows[1]]


def test_the_page_of_the_plan_says_what_it_is(two, plan):
    response = client_of(make_user(Role.SCHOOL_EDITOR, two[0])).get(reverse("board:our_plan", args=[two[0].pk]))
    assert [item["label"] for item in response.context["breadcrumbs_items"]][-1] == SchoolPlanView.page_title


def test_a_task_that_counts_itself_takes_no_evidence(two, plan):
    task = add_task(plan, indicator="channels")
    page = make_page(LegalMaterialPage, two[0])
    client_of(make_user(Role.SCHOOL_EDITOR, two[0])).post(
        reverse("board:our_plan", args=[two[0].pk]), {"plan_task": task.pk, "page": page.pk}
    )
    assert not PlanEvidence.objects.exists()


def test_another_schools_plan_does_not_exist(two, plan):
    add_task(plan)
    client = client_of(make_user(Role.SCHOOL_ADMIN, two[0]))
    url = reverse("board:our_plan", args=[two[1].pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404
    assert client.get(reverse("board:plan", args=[plan.pk])).status_code == 404


def test_the_office_writes_a_plan_with_tasks(two):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    data = {
        "title": "Kế hoạch 2026", "document": "", "first_day": "2026-01-01", "last_day": "2026-12-31",
        "tasks-TOTAL_FORMS": "1", "tasks-INITIAL_FORMS": "0", "tasks-MIN_NUM_FORMS": "0", "tasks-MAX_NUM_FORMS": "1000",
        "tasks-0-number": "1.1", "tasks-0-title": "Kết nối cổng thông tin", "tasks-0-rhythm": "always",
        "tasks-0-indicator": "section_problems", "tasks-0-wanted": "100",
    }  # fmt: skip
    response = client.post(reverse("plans:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    plan = Plan.objects.get()
    assert plan.tasks.get().indicator == "section_problems"
    page = client.get(reverse("board:plan", args=[plan.pk]))
    assert "Kết nối cổng thông tin" in page.content.decode()
    observer = client_of(make_user(Role.OFFICE_OBSERVER))
    assert observer.get(reverse("board:plan", args=[plan.pk])).status_code == 200
    assert observer.post(reverse("plans:add"), data).status_code != 302 or Plan.objects.count() == 1


@pytest.mark.parametrize("days", [("2026-12-31", "2026-01-01")])
def test_a_plan_ends_after_it_begins(two, days):
    data = {
        "title": "Kế hoạch", "first_day": days[0], "last_day": days[1], "tasks-TOTAL_FORMS": "0",
        "tasks-INITIAL_FORMS": "0", "tasks-MIN_NUM_FORMS": "0", "tasks-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    response = client_of(make_user(Role.OFFICE_ADMIN)).post(reverse("plans:add"), data)
    assert response.context["form"].errors["last_day"]
