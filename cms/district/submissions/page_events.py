"""What happens to a nominated page at its school: an edit asks again, taking it away takes it off the portal at
once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.district.models import Submission
from cms.district.submissions import transitions
from cms.district.submissions.transitions import State

OPEN_STATES = (State.WAITING, State.CHANGES, State.ACCEPTED)


@transaction.atomic
def on_page_published(page: Page, revision: Revision | None, user) -> None:
    """A later edit went live: the office is asked about it; until then the portal shows what it accepted."""
    submission = Submission.objects.filter(page=page.pk, state__in=OPEN_STATES).first()
    if (
        submission is None
        or revision is None
        or revision.pk in (submission.revision_id, submission.accepted_revision_id)
    ):
        return
    was_waiting = submission.state == State.WAITING
    transitions.offer_revision(submission, page, revision)
    if was_waiting:
        submission.save()
        return
    transitions.record_event(submission, State.WAITING, user, "")
    transitions.notify_office(
        submission, _("Changed by the school: %(title)s"),
        _("%(school)s has changed a page that it offers; please look at it again."),
    )  # fmt: skip


@transaction.atomic
def on_page_removed(page_id: int, user=None) -> None:
    """Unpublished or deleted."""
    submission = Submission.objects.filter(page=page_id, state__in=OPEN_STATES).select_related("school").first()
    if submission:
        _mark_gone(submission, user)


@transaction.atomic
def on_school_closed(school_id: int) -> None:
    for submission in Submission.objects.filter(school=school_id, state__in=OPEN_STATES).select_related("school"):
        _mark_gone(submission, None)


def _mark_gone(submission: Submission, user) -> None:
    was_shown = submission.accepted_revision_id is not None
    submission.accepted_revision = None
    transitions.record_event(submission, State.GONE, user, "")
    if was_shown:
        transitions.notify_office(
            submission, _("Taken off the portal: %(title)s"), _("%(school)s has taken the page off its own site.")
        )
