"""Groups and the workflow follow the table of roles; drift is told and mended."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage

from cms.core.models import User
from cms.tenancy import grants
from cms.tenancy.models import Membership, SchoolApprovalTask
from cms.tenancy.roles import Role, group_name
from tests.factories import make_office, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return make_office()


def test_a_new_office_has_no_drift_and_a_second_run_writes_nothing(django_assert_max_num_queries):
    assert grants.find_drift() == []
    rows = Group.permissions.through.objects.count()
    workflow = grants.ensure_roles_and_workflow()
    assert grants.ensure_roles_and_workflow() == workflow
    assert Group.permissions.through.objects.count() == rows
    assert grants.find_drift() == []


def test_one_workflow_for_every_page(school):
    workflow = Page.objects.get(depth=1).get_workflow()
    for page in school.home_page.get_descendants(inclusive=True):
        assert page.get_workflow() == workflow
    assert [type(task) for task in workflow.tasks.specific()] == [SchoolApprovalTask]


def test_nothing_is_left_of_wagtails_own_rights():
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not GroupPagePermission.objects.exists()
    assert not GroupApprovalTask.objects.exists()
    assert Workflow.objects.count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_role_groups_carry_admin_access_and_nothing_about_pages(role):
    names = set(Group.objects.get(name=group_name(role)).permissions.values_list("codename", flat=True))
    assert "access_admin" in names
    assert not {
        name for name in names if name.endswith(("_page", "_image", "_document", "_collection", "_site", "_group"))
    }
    assert not {"publish_page", "add_workflow", "change_workflow", "add_task", "change_task"} & names


def test_groups_follow_memberships(school, b):
    user = make_user()
    group = Group.objects.get(name=group_name(Role.SCHOOL_EDITOR))
    one = Membership.objects.create(user=user, school=school, role=Role.SCHOOL_EDITOR)
    two = Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    assert list(user.groups.all()) == [group]
    one.delete()
    assert list(user.groups.all()) == [group]  # still an editor of B
    two.role = Role.SCHOOL_APPROVER
    two.save()
    assert [g.name for g in user.groups.all()] == [group_name(Role.SCHOOL_APPROVER)]
    two.delete()
    assert not user.groups.exists()


def test_a_suspended_person_leaves_the_groups_and_comes_back():
    user = make_user(Role.OFFICE_OBSERVER)
    user.is_active = False
    user.save()
    assert not user.groups.exists()
    user.is_active = True
    user.save()
    assert user.groups.count() == 1


def test_memberships_written_in_bulk_are_drift_until_synced():
    user = make_user()
    Membership.objects.bulk_create([Membership(user=user, role=Role.OFFICE_LIBRARIAN)])
    assert len(grants.find_drift()) == 1
    assert grants.sync_users([user.pk]) == 1
    assert grants.find_drift() == []


def test_drift_is_told_and_mended():
    user = make_user()
    editors = Group.objects.get(name=group_name(Role.SCHOOL_EDITOR))
    User.groups.through.objects.create(user=user, group=editors)
    editors.permissions.add(Permission.objects.get(codename="change_user"))
    Group.objects.get(name=group_name(Role.OFFICE_OBSERVER)).delete()
    WorkflowPage.objects.all().delete()
    Group.objects.create(name="Moderators")
    GroupPagePermission.objects.create(group=editors, page=Page.objects.get(depth=1), permission_type="change")
    found = grants.find_drift()
    assert len(found) == 6
    assert sorted(grants.repair_drift()) == sorted(found)
    assert grants.find_drift() == []
    assert grants.repair_drift() == []


def test_groups_given_by_hand_are_taken_back_at_once():
    user, group = make_user(Role.OFFICE_OBSERVER), Group.objects.get(name=group_name(Role.OFFICE_ADMIN))
    user.groups.add(group)
    group.user_set.add(user)
    assert [g.name for g in user.groups.all()] == [group_name(Role.OFFICE_OBSERVER)]
    user.groups.clear()
    assert [g.name for g in user.groups.all()] == [group_name(Role.OFFICE_OBSERVER)]
