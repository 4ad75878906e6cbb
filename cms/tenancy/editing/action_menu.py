"""Puts the most used button first in the editor: send for approval, or approve. Read-only people get no button."""

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.action_menu import SubmitForModerationMenuItem, WorkflowMenuItem
from wagtail.models import AbstractPage, WorkflowState

from cms.tenancy import rights, scope


class SendForApprovalMenuItem(SubmitForModerationMenuItem):
    """In plain words, without the workflow's name, because there is only one workflow."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        again = state and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        context["label"] = _("Send for approval again") if again else _("Send for approval")
        return context


def remove_forbidden_actions(items, request, context):
    """Removes the actions on pages and snippets that the person may open but not change."""
    obj = context.get("page") or context.get("instance")
    if obj is None:
        return
    action = "page.change" if isinstance(obj, AbstractPage) else permission_name(obj, "change")
    if not rights.has_right(request.user, action, scope.owner_id(obj)):
        items.clear()


def permission_name(obj: Model, action: str) -> str:
    return f"{obj._meta.app_label}.{get_permission_codename(action, obj._meta)}"


def order_actions_by_need(items, request, context):
    for number, item in enumerate(items):
        if type(item) is SubmitForModerationMenuItem:
            items[number] = SendForApprovalMenuItem(order=item.order)
    for item in items:
        approves = isinstance(item, WorkflowMenuItem) and item.name == "approve" and not item.launch_modal
        sends = isinstance(item, SendForApprovalMenuItem) and not _may_publish(context, request.user)
        if approves or sends:
            items.remove(item)
            items.insert(0, item)
            return


def _may_publish(context, user) -> bool:
    page = context.get("page")
    if page is not None and page.pk:
        return page.permissions_for_user(user).can_publish()
    return context["parent_page"].permissions_for_user(user).can_publish_subpage()
