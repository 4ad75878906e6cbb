"""Synchronizes the database with the table of roles: role groups, the shared workflow, people's groups.

Rights on pages, media, collections and settings are computed from ``Membership`` rows
(``cms.tenancy.policies``). The groups made here have only ``access_admin`` and model
permissions, so that one group serves all schools and no permission row ever names a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Locale,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.tenancy.models import Membership, SchoolApprovalTask
from cms.tenancy.private import media
from cms.tenancy.roles import TABLE, Role, group_name

WORKFLOW_NAME = "Trường duyệt"
TASK_NAME = "Trường duyệt"
#: Made by Wagtail's own migrations; their rights would reach every school.
STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"


@transaction.atomic
def ensure_roles_and_workflow() -> Workflow:
    """Creates role groups with their permissions, and the workflow of all pages. Idempotent; returns the workflow."""
    _remove_stock_rights()
    groups = {group.name: group for group in Group.objects.all()}
    have = defaultdict(set)
    for group_id, permission_id in Group.permissions.through.objects.values_list("group_id", "permission_id"):
        have[group_id].add(permission_id)
    for role, wanted in _role_permission_ids().items():
        name = group_name(role)
        group = groups.get(name) or Group.objects.get_or_create(name=name)[0]
        if have[group.pk] != wanted:
            group.permissions.set(wanted)
    return _ensure_workflow()


def ensure_locales() -> dict[str, Locale]:
    """Returns a ``Locale`` row for each content language, by code; Vietnamese first. Creates missing ones."""
    return {
        code: Locale.objects.get_or_create(language_code=code)[0] for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES
    }


def sync_users(user_ids: Iterable[int] | None = None) -> int:
    """Adds people to the groups of their roles and removes them from the others; ``None``: everybody.

    Returns the number of rows written. Call it after writing memberships in bulk, which sends no signals.
    """
    missing, surplus = _group_drift(user_ids)
    through = get_user_model().groups.through
    for user_id, group_id in surplus:
        through.objects.filter(user_id=user_id, group_id=group_id).delete()
    through.objects.bulk_create(
        [through(user_id=user_id, group_id=group_id) for user_id, group_id in missing], ignore_conflicts=True
    )
    return len(missing) + len(surplus)


def find_drift() -> list[str]:
    """Returns what differs from the table of roles, one line each; empty without drift. Reads only."""
    return [*_role_drift(), *_workflow_drift(), *_people_drift(), *_foreign_rights(), *media.find_drift()]


@transaction.atomic
def repair_drift() -> list[str]:
    """Repairs what ``find_drift`` finds; returns the repaired lines."""
    found = find_drift()
    if found:
        ensure_locales()
        ensure_roles_and_workflow()
        sync_users()
        media.repair_drift()
        for model in (GroupPagePermission, GroupCollectionPermission, GroupSitePermission):
            model.objects.all().delete()
    left = set(find_drift())
    return [line for line in found if line not in left]


# --- role groups ---------------------------------------------------------------------------------------


def _role_permission_ids() -> dict[Role, set[int]]:
    """Returns the permissions of each role; leaves out missing ones (a model without drafts has no ``publish``)."""
    known = defaultdict(set)
    for pk, app, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename"):
        known[f"{app}.{codename}"].add(pk)
    return {role: {pk for name in TABLE[role].permissions for pk in known.get(name, ())} for role in Role}


def _role_drift() -> list[str]:
    found = []
    groups = {group.name: group for group in Group.objects.prefetch_related("permissions")}
    for role, wanted in _role_permission_ids().items():
        group = groups.get(group_name(role))
        if group is None:
            found.append(_("The group %(group)s is missing.") % {"group": group_name(role)})
            continue
        have = {permission.pk: permission.codename for permission in group.permissions.all()}
        for codename in Permission.objects.filter(pk__in=wanted - have.keys()).values_list("codename", flat=True):
            found.append(
                _("The group %(group)s lacks the permission %(permission)s.") % {"group": group, "permission": codename}
            )
        for pk in sorted(have.keys() - wanted):
            found.append(
                _("The group %(group)s has the permission %(permission)s too many.")
                % {"group": group, "permission": have[pk]}
            )
    found += [
        _("Wagtail's own group %(group)s still exists.") % {"group": name} for name in STOCK_GROUPS if name in groups
    ]
    return found


def _remove_stock_rights() -> None:
    Group.objects.filter(name__in=STOCK_GROUPS).delete()
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW):
        if workflow.workflow_states.exists():
            workflow.deactivate()
        else:
            workflow.delete()
    for task in GroupApprovalTask.objects.all():
        if task.task_states.exists():
            task.deactivate()
        else:
            task.delete()


# --- workflow ------------------------------------------------------------------------------------------


def _ensure_workflow() -> Workflow:
    """Creates one workflow with one task on the root of the tree: every page of every school inherits it."""
    task = SchoolApprovalTask.objects.order_by("pk").first() or SchoolApprovalTask.objects.create(name=TASK_NAME)
    if not task.active:
        task.active = True
        task.save()
    workflow = Workflow.objects.filter(workflow_tasks__task=task).order_by("pk").first()
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    if not workflow.active:
        workflow.active = True
        workflow.save()
    root = Page.objects.get(depth=1)
    if not WorkflowPage.objects.filter(page=root, workflow=workflow).exists():
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def _workflow_drift() -> list[str]:
    found = []
    row = WorkflowPage.objects.filter(page__depth=1, workflow__active=True).select_related("workflow").first()
    tasks = row.workflow.tasks.filter(active=True).specific() if row else []
    if not any(isinstance(task, SchoolApprovalTask) for task in tasks):
        found.append(_("The root of the page tree lacks the schools' approval workflow."))
    for task in GroupApprovalTask.objects.filter(active=True):
        found.append(_("The task %(task)s asks groups, which all schools share.") % {"task": task})
    return found


# --- people --------------------------------------------------------------------------------------------


def _group_drift(user_ids: Iterable[int] | None) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Returns the (user, group) pairs that are missing, and those that are extra, among the role groups."""
    groups = dict(Group.objects.filter(name__in=[group_name(role) for role in Role]).values_list("name", "pk"))
    members = Membership.objects.active().filter(user__is_active=True)
    rows = get_user_model().groups.through.objects.filter(group_id__in=groups.values())
    if user_ids is not None:
        user_ids = list(user_ids)
        members = members.filter(user_id__in=user_ids)
        rows = rows.filter(user_id__in=user_ids)
    wanted = {
        (user_id, groups[group_name(Role(role))])
        for user_id, role in members.values_list("user_id", "role").distinct().order_by()
        if group_name(Role(role)) in groups
    }
    have = set(rows.values_list("user_id", "group_id"))
    return wanted - have, have - wanted


def _people_drift() -> list[str]:
    missing, surplus = _group_drift(None)
    users = get_user_model().objects.in_bulk({user_id for user_id, __ in missing | surplus})
    groups = Group.objects.in_bulk({group_id for __, group_id in missing | surplus})
    return [
        _("%(user)s lacks the group %(group)s.") % {"user": users[user].email, "group": groups[group]}
        for user, group in sorted(missing)
    ] + [
        _("%(user)s is in the group %(group)s without such a membership.")
        % {"user": users[user].email, "group": groups[group]}
        for user, group in sorted(surplus)
    ]


def _foreign_rights() -> list[str]:
    """Returns rows that hang on groups: nothing here reads the first three, and the last two would expose one school's
    private objects to all others."""
    found = []
    for model in (GroupPagePermission, GroupCollectionPermission, GroupSitePermission):
        for row in model.objects.select_related("group"):
            found.append(
                _("%(kind)s no. %(id)s of the group %(group)s has no meaning here.")
                % {"kind": model._meta.verbose_name, "id": row.pk, "group": row.group}
            )
    for model in (PageViewRestriction, CollectionViewRestriction):
        for row in model.objects.filter(restriction_type=model.GROUPS):
            found.append(
                _("%(kind)s no. %(id)s opens to a group, which all schools share.")
                % {"kind": model._meta.verbose_name, "id": row.pk}
            )
    return found
