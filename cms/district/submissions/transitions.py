"""What the school and the office do with a nominated page. Each change of state is kept and told to those concerned."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from cms.core.visibility import filter_public
from cms.district.models import Submission, SubmissionEvent
from cms.district.notifications import DECISION, OFFERED
from cms.tenancy import scope
from cms.tenancy.models import Membership
from cms.tenancy.notifications import sending

#: Page types that a school can nominate.
NOMINATABLE_TYPES = ("home.NewsPage", "legal.LegalNewsPage", "legal.LegalMaterialPage")
State = Submission.State


class TransitionNotAllowed(Exception):
    """The step does not fit the state; the message says why in the active language."""


def can_be_nominated(page: Page) -> bool:
    """A live page of a school, of one of ``NOMINATABLE_TYPES``."""
    model = page.specific_class
    return (
        page.live
        and model is not None
        and model._meta.label in NOMINATABLE_TYPES
        and isinstance(scope.owner_id(page), int)
    )


@transaction.atomic
def nominate_page(page: Page, user, note: str = "") -> Submission:
    """Offer the page as it is public now; again after a refusal, a withdrawal or asked changes."""
    if not can_be_nominated(page) or not filter_public(Page.objects.filter(pk=page.pk)).exists():
        raise TransitionNotAllowed(_("Only a page that everybody can read is sent to the office. Publish it first."))
    page = page.specific
    submission = Submission.objects.select_for_update(of=("self",)).filter(page=page).first()
    if submission and submission.state == State.WAITING:
        raise TransitionNotAllowed(_("The office has this page already."))
    revision = _public_revision(page, user)
    if submission and submission.accepted_revision_id == revision.pk:
        raise TransitionNotAllowed(_("The portal shows this page already."))
    submission = submission or Submission(page=page)
    submission.school_id, submission.kind = scope.owner_id(page), type(page)._meta.label
    submission.note, submission.submitted_by, submission.submitted_at = note[:500], user, timezone.now()
    offer_revision(submission, page, revision)
    _record_event(submission, State.WAITING, user, note)
    notify_office(
        submission, gettext_lazy("A school offers a page: %(title)s"),
        gettext_lazy("%(school)s offers a page for the portal."),
    )  # fmt: skip
    return submission


def offer_revision(submission: Submission, page: Page, revision: Revision) -> None:
    """The office is asked about ``revision``; what the portal shows is not touched."""
    submission.revision = revision
    if submission.accepted_revision_id is None:
        _describe(submission, page)


def _describe(submission: Submission, page: Page) -> None:
    submission.title, submission.summary, submission.slug = page.title, page.summary, page.slug
    submission.date, submission.image_id = page.date, page.image_id


def _public_revision(page: Page, user) -> Revision:
    """The revision that is public; pages that were made without one get it."""
    if page.live_revision_id:
        return page.live_revision
    revision = page.save_revision(user=user, changed=False)
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    return revision


@transaction.atomic
def accept_submission(submission: Submission, user) -> None:
    """From now on the portal shows the offered revision."""
    submission = _lock_submission(submission, State.WAITING)
    if submission.revision is None or submission.page is None:
        raise TransitionNotAllowed(_("The page is not there any more."))
    submission.accepted_revision = submission.revision
    submission.accepted_at = timezone.now()
    _describe(submission, submission.revision.as_object())
    _record_decision(submission, State.ACCEPTED, user, "")
    _notify_school(
        submission,
        gettext_lazy("Accepted by the office: %(title)s"),
        gettext_lazy("The portal of the office shows your page."),
    )


@transaction.atomic
def request_changes(submission: Submission, user, comment: str) -> None:
    """Back to the author with a comment; what was accepted before stays on the portal."""
    submission = _lock_submission(submission, State.WAITING)
    _require_reason(comment)
    _record_decision(submission, State.CHANGES, user, comment)
    _notify_school(submission, gettext_lazy("The office asks for changes: %(title)s"), comment)


@transaction.atomic
def refuse_submission(submission: Submission, user, reason: str) -> None:
    """Not for the portal. Refusing a later edit leaves the accepted revision where it is."""
    submission = _lock_submission(submission, State.WAITING, State.CHANGES)
    _require_reason(reason)
    if submission.accepted_revision_id:
        submission.revision = submission.accepted_revision
        _record_decision(submission, State.ACCEPTED, user, reason)
        _notify_school(submission, gettext_lazy("The office keeps the earlier version: %(title)s"), reason)
    else:
        _record_decision(submission, State.REFUSED, user, reason)
        _notify_school(submission, gettext_lazy("Refused by the office: %(title)s"), reason)


@transaction.atomic
def unlist_submission(submission: Submission, user, reason: str) -> None:
    """The office takes an accepted page off its portal."""
    submission = _lock_submission(submission, *State)
    if submission.accepted_revision_id is None:
        raise TransitionNotAllowed(_("The portal does not show this page."))
    _require_reason(reason)
    submission.accepted_revision = None
    _record_decision(submission, State.REFUSED, user, reason)
    _notify_school(submission, gettext_lazy("Taken off the portal: %(title)s"), reason)


@transaction.atomic
def withdraw_submission(submission: Submission, user) -> None:
    """The school takes its page back, accepted or not."""
    submission = _lock_submission(submission, State.WAITING, State.CHANGES, State.ACCEPTED)
    submission.accepted_revision = None
    _record_event(submission, State.WITHDRAWN, user, "")
    notify_office(
        submission, gettext_lazy("Withdrawn by the school: %(title)s"),
        gettext_lazy("%(school)s has withdrawn its page."),
    )  # fmt: skip


def _lock_submission(submission: Submission, *states: str) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if found.state not in states:
        raise TransitionNotAllowed(_("This does not fit any more: %(state)s.") % {"state": found.get_state_display()})
    return found


def _require_reason(words: str) -> None:
    if not words.strip():
        raise TransitionNotAllowed(_("Say why; the school reads it."))


def _record_decision(submission: Submission, state: str, user, comment: str) -> None:
    submission.decided_by, submission.decided_at, submission.comment = user, timezone.now(), comment.strip()[:1000]
    _record_event(submission, state, user, comment)


def _record_event(submission: Submission, state: str, user, comment: str) -> None:
    submission.state = state
    submission.save()
    SubmissionEvent.objects.create(
        submission=submission, state=state, at=timezone.now(), by=user, comment=comment.strip()[:1000]
    )


record_event = _record_event


def notify_office(submission: Submission, subject, text) -> None:
    sending.notify_office(
        OFFERED, subject, text, office_url(submission), {"title": submission.title, "school": submission.school}
    )


def _notify_school(submission: Submission, subject, text) -> None:
    """The author and who nominated the page, while they still work for that school."""
    owner = submission.page.owner_id if submission.page else None
    wanted = {owner, submission.submitted_by_id} - {None}
    members = Membership.objects.active().filter(user__in=wanted, school=submission.school_id, user__is_active=True)
    values = {"title": submission.title, "text": text}
    sending.notify_people(
        DECISION, members.values_list("user", flat=True), subject, "%(text)s", school_url(submission), values,
        submission.school_id,
    )  # fmt: skip


def office_url(submission: Submission) -> str:
    return reverse("district_queue_item", args=[submission.pk])


def school_url(submission: Submission) -> str:
    return (
        reverse("district_nominate", args=[submission.page_id]) if submission.page_id else reverse("district_offered")
    )
