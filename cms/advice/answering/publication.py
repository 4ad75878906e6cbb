"""Approval, and what goes out: an answered question of the section, or a private reply behind the asker's link."""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from cms.advice.answering import cited_law, drafts, personal_data
from cms.advice.models import AdviceRules, Draft, ExpertProfile, Question
from cms.advice.notifications import APPROVAL, ASSIGNED
from cms.advice.workflow import asker_emails, assignment, event_log, transitions
from cms.advice.workflow.transitions import ExpectedVersion, Kind, State, TransitionNotAllowed, locked_transition
from cms.core.text import slugify_vi
from cms.legal.models import QuestionIndexPage, QuestionPage
from cms.legal.models.cited import QuestionPageDocument
from cms.tenancy.models import OfficePortal, School

Outcome = Question.Outcome


def submit_for_approval(question: Question, seen: ExpectedVersion) -> None:
    """The newest version to those who approve."""
    with locked_transition(question, seen, State.NEW, State.ASSIGNED) as row:
        if drafts.find_latest_draft(row) is None:
            raise TransitionNotAllowed(_("There is no answer yet."))
        row.state = State.APPROVAL
        event_log.record_event(row, Kind.SENT_IN, seen.user)
        assignment.notify_handlers(row, APPROVAL, gettext_lazy("An answer waits for approval: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def return_for_changes(question: Question, seen: ExpectedVersion, reason: str) -> None:
    """Back to whoever writes, with what is to change."""
    if not reason.strip():
        raise TransitionNotAllowed(_("Say what is to change."))
    with locked_transition(question, seen, State.APPROVAL) as row:
        row.state = State.ASSIGNED if row.assigned_to_id else State.NEW
        event_log.record_event(row, Kind.RETURNED, seen.user, reason)
        assignment.notify_assignee(
            row, ASSIGNED, gettext_lazy("Your answer came back: %(subject)s"),
            gettext_lazy("It is to be answered by %(due)s."),
        )  # fmt: skip


def find_personal_data_in_draft(draft: Draft) -> list[personal_data.PersonalDataMatch]:
    """What may name a person in what would be published."""
    return personal_data.find_personal_data(f"{draft.title}\n{strip_tags(draft.answer.replace('<', ' <'))}")


def needs_second_person(draft: Draft, user) -> bool:
    return AdviceRules.current().second_person and draft.by_id == user.pk


def approve_answer(
    question: Question, seen: ExpectedVersion, outcome: str, number: int, looked_at: str = ""
) -> Question:
    """``number``: the version that was read; ``looked_at``: the mark of the names that were looked at."""
    if outcome not in Outcome.values:
        raise TransitionNotAllowed(_("Say how the answer goes out."))
    with locked_transition(question, seen, State.NEW, State.ASSIGNED, State.APPROVAL) as row:
        draft = drafts.find_latest_draft(row)
        if draft is None or draft.number != number:
            raise transitions.VersionConflict(_("There is a newer version of the answer. Read it first."))
        if needs_second_person(draft, seen.user):
            raise TransitionNotAllowed(_("The office asks that a second person approves: you wrote the last version."))
        if outcome == Outcome.PRIVATE:
            transitions.require_no_merged_questions(row)
            row.reply = draft.answer
        else:
            found = find_personal_data_in_draft(draft)
            if found and personal_data.compute_fingerprint(found) != looked_at:
                raise TransitionNotAllowed(_("Look at what may name somebody, and say that it may be published."))
            row.page = _publish(row, draft, outcome, seen.user)
        row.outcome, row.state, row.answered_by = outcome, State.ANSWERED, draft.by
        row.closed_at, row.paused_on = timezone.now(), None
        event_log.record_event(row, Kind.ANSWERED, seen.user, outcome)
        asker_emails.queue_email(row, asker_emails.ANSWERED)
        for same in Question.objects.select_for_update(of=("self",)).filter(merged_into=row, erased_at=None):
            asker_emails.queue_email(same, asker_emails.ANSWERED)
            same.save()
    return row


def find_question_index(question: Question) -> QuestionIndexPage | None:
    """The page of the section below which answers of this place stand."""
    place = School.objects.filter(pk=question.school_id).first() if question.school_id else OfficePortal.objects.first()
    if place is None:
        return None
    pages = QuestionIndexPage.objects.descendant_of(place.home_page).live()
    return pages.filter(locale=Locale.get_default()).order_by("path").first()


def _publish(question: Question, draft: Draft, outcome: str, user) -> QuestionPage:
    index = find_question_index(question)
    if index is None:
        raise TransitionNotAllowed(_("This site has no page of questions and answers."))
    page = QuestionPage(
        title=draft.title, slug=_free_slug(index, draft.title), date=timezone.localdate(), answer=draft.answer,
        answered_by=_answerer_name(draft, question) if outcome == Outcome.PUBLIC else "", owner=draft.by, live=False,
    )  # fmt: skip
    for order, document in enumerate(cited_law.get_cited_documents(draft.cited)):
        page.document_links.add(QuestionPageDocument(document=document, sort_order=order))
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True).publish(user=user)
    page.refresh_from_db()
    return page


def _answerer_name(draft: Draft, question: Question) -> str:
    """As readers know the person: by the profile, else by the name of the account."""
    if draft.by is None:
        return ""
    profile = ExpertProfile.objects.filter(user=draft.by, school=question.school_id).first()
    profile = profile or ExpertProfile.objects.filter(user=draft.by, school=None).first()
    if profile is None:
        return draft.by.get_full_name()[:160]
    return ", ".join(filter(None, (profile.name, profile.office)))[:160]


def _free_slug(index: QuestionIndexPage, title: str) -> str:
    slug = slugify_vi(title, 80) or "cau-hoi"
    taken = set(index.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(name for number in range(1, len(taken) + 2) if (name := f"{slug}-{number}" if number > 1 else slug)
                not in taken)  # fmt: skip
