"""Shows the reviewer's requested changes on the form of the page that was sent back."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import TaskState, WorkflowState


def requested_changes(page):
    """Returns who asked for changes, when, and the comment; empty unless the page waits for these changes."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    answer = state.task_states.filter(status=TaskState.STATUS_REJECTED).order_by("-finished_at").first()
    if answer is None:
        return ""
    text = _("%(name)s asked for changes at %(time)s.") % {
        "name": user_display_name(answer.finished_by) or _("Somebody"),
        "time": date_format(localtime(answer.finished_at), "H:i d/m/Y"),
    }
    if not answer.comment.strip():
        return text
    return format_html("{} {}", text, mark_safe(linebreaks(answer.comment, autoescape=True)))  # noqa: S308 - escaped


class ShowsRequestedChanges:
    """Mixin for the view that edits pages."""

    page: Any
    is_reverting: bool

    def get(self, request, *args, **kwargs):
        if not self.is_reverting and (wanted := requested_changes(self.page)):
            messages.warning(request, wanted, extra_tags="wanted")
        return super().get(request, *args, **kwargs)
