"""Approval inside a school: one shared task that checks memberships, not groups.

Wagtail's own ``GroupApprovalTask`` checks groups only; with groups shared by all schools it would let
one school's approver open another's drafts.
"""

from django.contrib.auth import get_user_model
from django.db.models import CharField, F
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry

from cms.tenancy import rights, scope
from cms.tenancy.roles import OFFICE_ROLES, approving_roles


class SchoolApprovalTask(Task):
    """Decided by the approvers and administrators of the page's school; on the portal by the office's."""

    class Meta:
        verbose_name = _("approval by the school")
        verbose_name_plural = _("approvals by the school")

    @classmethod
    def get_description(cls):
        return _("Approvers and administrators of the page's own school decide")

    def approvers(self, obj):
        """Returns active users who may decide about ``obj``; superusers are not among them."""
        return get_user_model().objects.filter(
            rights.find_people(approving_roles(), scope.owner_id(obj), superusers=False)
        )

    def decides(self, obj, user) -> bool:
        """Returns whether ``user`` decides about ``obj``; cached on the user, as each page view calls it several
        times."""
        if not user.is_active:
            return False
        if user.is_superuser:
            return True
        answers = user.__dict__.setdefault("_membership_approvals", {})
        key = (obj._meta.label, obj.pk)
        if key not in answers:
            answers[key] = self.approvers(obj).filter(pk=user.pk).exists()
        return answers[key]

    def user_can_access_editor(self, obj, user):
        return self.decides(obj, user)

    def locked_for_user(self, obj, user):
        return not self.decides(obj, user)

    def user_can_lock(self, obj, user):
        return self.decides(obj, user)

    def user_can_unlock(self, obj, user):
        return self.decides(obj, user)

    def get_actions(self, obj, user):
        if not self.decides(obj, user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Returns open tasks on pages of the person's places (no page of another school), and on the office's
        snippets."""
        states = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not user.is_active or user.is_superuser:
            return states if user.is_active else states.none()
        # Roles that approve are those that publish, so the page policy knows where.
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        of_pages = states.filter(
            workflow_state__base_content_type__app_label=Page._meta.app_label,
            workflow_state__base_content_type__model=Page._meta.model_name,
        )
        ids = pages.annotate(pk_text=Cast(F("pk"), CharField())).values("pk_text")
        found = of_pages.filter(workflow_state__object_id__in=ids)
        decides_for_office = any(
            place.role in OFFICE_ROLES and place.rights.approves for place in rights.places_of(user)
        )
        if decides_for_office:
            found |= states.exclude(pk__in=of_pages.values("pk"))
        return found
