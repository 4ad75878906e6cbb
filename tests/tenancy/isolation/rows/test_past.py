"""People with a past: what somebody wrote, locked, sent in, uploaded and was told in a school that was left, or where
the membership rests, shows nowhere any more, on no screen that asks "what is mine?"."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageSubscription, UploadedFile, WorkflowState

from cms.tenancy.access import url_rules
from cms.tenancy.access.rule_types import Access
from cms.tenancy.models import Letter, Membership, Notice
from cms.tenancy.roles import Role
from cms.tenancy.scoped_views import dashboard
from tests.factories import client_of, make_user
from tests.tenancy.isolation.walker import Walker, addresses, fillings, path_of

pytestmark = pytest.mark.django_db

WAYS = ["left", "suspended"]
SKIPPED = {"wagtailadmin_logout", "wagtailadmin_error_test"}


def end(user, school, way):
    rows = Membership.objects.filter(user=user, school=school)
    for row in rows:
        if way == "left":
            row.delete()
        else:
            row.suspended_at = timezone.now()
            row.save()


@pytest.fixture
def person(world):
    """B's editor, who has done one of everything there, and works for A too."""
    b = world["B"]
    user = b.people["editor"]
    type(user).objects.filter(pk=user.pk).update(last_name="Lan", first_name="Lê", email="lan@example.vn")
    user.refresh_from_db()
    Membership.objects.create(user=user, school=world["A"].school, role=Role.SCHOOL_APPROVER)
    page = Page.objects.get(pk=b.ids["page"])
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=user, locked_at=timezone.now())
    PageSubscription.objects.get_or_create(user=user, page=page, defaults={"comment_notifications": True})
    Notice.objects.create(user=user, school=b.school, kind="links", subject=b.marker, text=b.marker, path="/admin/")
    Letter.objects.create(user=user, school=b.school, subject=b.marker)
    return user


def walker_of(user, world) -> Walker:
    client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    client.force_login(user)
    return Walker(client, world["A"], world["B"])


def lists():
    for address in addresses():
        rule = url_rules.find_rule(address.name)
        if not address.arguments and address.name not in SKIPPED and (rule is None or rule.access is not Access.OFFICE):
            yield f"/{address.route}"


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_no_list_shows_what_was_ones_own(world, person, way):
    end(person, world["B"].school, way)
    walker = walker_of(person, world)
    for path in lists():
        walker.ask("GET", path)
        if "results" in path or "export" in path or path.startswith("/admin/reports/"):
            walker.ask("GET", path, {"export": "csv"})
        walker.ask("GET", path, {"q": world["B"].word})
    assert not walker.findings, "\n".join(f"{one.kind}: {one.request} {one.detail}" for one in walker.findings)


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
def test_no_address_opens_what_was_ones_own(world, person, way):
    """Own uploads, an own session of editing, an own notice among the numbers."""
    end(person, world["B"].school, way)
    walker = walker_of(person, world)
    del walker.before[UploadedFile, walker.other.ids["upload"]]  # until its form is filled in the uploader's alone
    for address in addresses():
        if address.name in SKIPPED:
            continue
        for arguments, foreign in fillings(address, walker.own, walker.other, 1):
            if foreign:
                walker.ask("GET", path_of(address, arguments))
                walker.ask("POST", path_of(address, arguments), {"title": "Mới", "comment": "x"})
    assert not walker.findings, "\n".join(f"{one.kind}: {one.request} {one.detail}" for one in walker.findings)


def home(user) -> str:
    return client_of(user).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_the_first_screen_follows_at_once(world, person, way):
    """The panels do show the own things while they are; it is the right that makes the difference."""
    b, client = world["B"], client_of(person)
    before = client.get(reverse("wagtailadmin_home")).content.decode()
    assert before.count(f"/admin/pages/{b.ids['page']}/edit/") >= 2  # edited, and locked
    assert f"/admin/pages/{b.ids['draft']}/edit/" in before  # sent in
    Page.objects.filter(pk__in=[b.ids["page"], b.ids["draft"]]).update(
        title="zqxbeta, đổi tên", draft_title="zqxbeta, đổi tên"
    )
    end(person, b.school, way)
    after = client.get(reverse("wagtailadmin_home")).content.decode()
    assert b.marker not in after
    assert f"/admin/pages/{b.ids['page']}/" not in after
    assert f"/admin/pages/{b.ids['draft']}/" not in after


def test_who_has_left_everything_sees_nothing(world, person):
    Membership.objects.filter(user=person).delete()
    for path in lists():
        response = client_of(person).get(path)
        assert world["B"].marker not in response.content.decode(errors="replace"), path


def test_the_first_screen_follows_the_choice_of_a_school(world, person):
    client, b = client_of(person), world["B"]
    client.post(reverse("working_for"), {"place": world["A"].school.pk})
    assert f"/admin/pages/{b.ids['page']}/edit/" not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(reverse("working_for"), {"place": b.school.pk})
    assert f"/admin/pages/{b.ids['page']}/edit/" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_number_of_pages_is_that_of_the_own_ones(world, person, rf):
    """Where the trees of two schools meet Wagtail counts those of all schools."""
    request = rf.get("/admin/")
    request.user = person
    shown = dashboard.OwnPagesSummary(request).get_context_data({})["total_pages"]
    trees = [world[code].school.home_page.translation_key for code in "AB"]
    roots = Page.objects.filter(depth=2, translation_key__in=trees)
    assert shown == sum(Page.objects.filter(path__startswith=root.path).count() for root in roots)
    assert shown < Page.objects.count() - 1


def test_every_panel_is_known(world, person):
    """A panel that Wagtail adds to the first screen later is looked at before it is shown to schools."""
    client = client_of(make_user(Role.SCHOOL_ADMIN, world["A"].school))
    for panel in client.get(reverse("wagtailadmin_home")).context["panels"]:
        known = type(panel).__module__.startswith("cms.") or type(panel).__name__ == "WorkflowObjectsToModeratePanel"
        assert known, type(panel)


def test_pages_in_moderation_of_a_closed_past_stay_for_others(world, person):
    """The page that was sent in still waits for the school's approvers."""
    state = WorkflowState.objects.get(pk=world["B"].ids["workflow_state"])
    end(person, world["B"].school, "left")
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert f"/admin/pages/{world['B'].ids['draft']}/edit/" in home(world["B"].people["approver"])
