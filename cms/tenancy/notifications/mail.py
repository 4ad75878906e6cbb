"""Mails about approvals to the school's own people, after the transaction has been committed."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.mail import (
    EmailNotificationMixin,
    Notifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import AbstractPage, TaskState

from cms.tenancy import rights, scope
from cms.tenancy.models import SchoolApprovalTask
from cms.tenancy.notifications import digest
from cms.tenancy.notifications.notification_types import NotificationType, register_type


def current_recipients(page) -> Q:
    """Returns a filter for the active users who may work on this page now."""
    return rights.find_people(rights.roles_with("page", {"add", "change"}), scope.owner_id(page))


#: The person's choice is stored in Wagtail's own settings.
APPROVAL = register_type(NotificationType("approval", _("Approval of pages"), duty=True))


class _RecordedMail(EmailNotificationMixin):
    """Records the mail in the office's list of mails."""

    def send_emails(self, template_set, context, recipients, **kwargs):
        owner = scope.owner_id(context.get("page") or context.get("object"))
        subject = render_to_string(template_set["subject"], context).strip()
        sent = [(user, super(_RecordedMail, self).send_emails(template_set, context, [user])) for user in recipients]
        for user, done in sent:
            digest.record_sent_mail(user, owner if isinstance(owner, int) else None, APPROVAL, subject, done)
        return all(done for _user, done in sent)


class _AfterCommit:
    """Nobody is notified of a decision that is rolled back."""

    def __call__(self, instance=None, **kwargs):
        transaction.on_commit(lambda: super(_AfterCommit, self).__call__(instance, **kwargs), robust=True)
        return True


class SubmissionNotifier(_AfterCommit, _RecordedMail, Notifier):
    """A page waits for approval: notifies the approvers of its school, never another school's.

    Texts: ``wagtailadmin/notifications/task_state_submitted*.txt``.
    """

    notification = "submitted"

    def __init__(self):
        super().__init__((TaskState,))

    def can_handle(self, instance, **kwargs):
        return super().can_handle(instance, **kwargs) and isinstance(instance.task.specific, SchoolApprovalTask)

    def get_recipient_users(self, task_state, user=None, **kwargs):
        """Returns the school's own people; the office's only where nobody at the school can decide."""
        page = task_state.workflow_state.content_object
        approvers = task_state.task.specific.approvers(page)
        if user:
            approvers = approvers.exclude(pk=user.pk)
        owner = scope.owner_id(page)
        own = (
            approvers.filter(memberships__school=owner, memberships__suspended_at=None).distinct()
            if isinstance(owner, int)
            else approvers.none()
        )
        return own if own.exists() else approvers

    def get_context(self, task_state, **kwargs):
        obj = task_state.workflow_state.content_object
        return {
            **super().get_context(task_state, **kwargs),
            "task": task_state.task.specific,
            "object": obj,
            "page": obj.specific if isinstance(obj, AbstractPage) else None,
            "requested_by": task_state.workflow_state.requested_by,
            "model_name": obj._meta.verbose_name,
        }


class _ToCurrentRecipients:
    """Notifies the person who submitted a page of the decision, unless the person has left the school."""

    def get_recipient_users(self, workflow_state, **kwargs):
        asked = super().get_recipient_users(workflow_state, **kwargs)
        allowed = get_user_model().objects.filter(current_recipients(workflow_state.content_object))
        return set(allowed.filter(pk__in=[user.pk for user in asked]))


class ApprovalNotifier(_AfterCommit, _ToCurrentRecipients, _RecordedMail, WorkflowStateApprovalEmailNotifier):
    pass


class RejectionNotifier(_AfterCommit, _ToCurrentRecipients, _RecordedMail, WorkflowStateRejectionEmailNotifier):
    pass


notify_approval, notify_rejection = ApprovalNotifier(), RejectionNotifier()
notify_submission = SubmissionNotifier()
