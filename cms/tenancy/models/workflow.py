"""Approval inside a school: one shared task that asks the memberships, not groups.

Wagtail's own ``GroupApprovalTask`` looks at groups only; with groups shared by all schools it would let
one school's approver open another's drafts.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class SchoolApprovalTask(Task):
    class Meta:
        verbose_name = _("approval by the school")
        verbose_name_plural = _("approvals by the school")
