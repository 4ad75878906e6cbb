"""Approval, and what goes out: an answered question of the section, or a private reply behind the asker's link."""

from __future__ import annotations

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from cms.advice.answering import cites, drafts, personal
from cms.advice.handling import desk, events, letters, steps
from cms.advice.handling.steps import Kind, Seen, State, StepNotPossible, taking
from cms.advice.models import AdviceRules, Draft, ExpertProfile, Question
from cms.advice.notice_kinds import APPROVAL, ASSIGNED
from cms.core.text import slugify_vi
from cms.legal.models import QuestionIndexPage, QuestionPage
from cms.legal.models.cited import QuestionPageDocument
from cms.tenancy.models import OfficePortal, School

Outcome = Question.Outcome


def send_in(question: Question, seen: Seen) -> None:
    """The newest version to those who approve."""
    with taking(question, seen, State.NEW, State.ASSIGNED) as row:
        if drafts.newest(row) is None:
            raise StepNotPossible(_("There is no answer yet."))
        row.state = State.APPROVAL
        events.record(row, Kind.SENT_IN, seen.user)
        desk.tell_desk(row, APPROVAL, gettext_lazy("An answer waits for approval: %(subject)s"),
                       gettext_lazy("It is to be answered by %(due)s."))  # fmt: skip


def return_(question: Question, seen: Seen, reason: str) -> None:
    """Back to whoever writes, with what is to change."""
    if not reason.strip():
        raise StepNotPossible(_("Say what is to change."))
    with taking(question, seen, State.APPROVAL) as row:
        row.state = State.ASSIGNED if row.assigned_to_id else State.NEW
        events.record(row, Kind.RETURNED, seen.user, reason)
        desk.tell_assigned(
            row, ASSIGNED, gettext_lazy("Your answer came back: %(subject)s"),
            gettext_lazy("It is to be answered by %(due)s."),
        )  # fmt: skip


def personal_in(draft: Draft) -> list[personal.Found]:
    """What may name a person in what would be published."""
    return personal.find(f"{draft.title}\n{strip_tags(draft.answer.replace('<', ' <'))}")


def second_person_missing(draft: Draft, user) -> bool:
    return AdviceRules.current().second_person and draft.by_id == user.pk


def send_out(question: Question, seen: Seen, outcome: str, number: int, looked_at: str = "") -> Question:
    """``number``: the version that was read; ``looked_at``: the mark of the names that were looked at."""
    if outcome not in Outcome.values:
        raise StepNotPossible(_("Say how the answer goes out."))
    with taking(question, seen, State.NEW, State.ASSIGNED, State.APPROVAL) as row:
        draft = drafts.newest(row)
        if draft is None or draft.number != number:
            raise steps.Changed(_("There is a newer version of the answer. Read it first."))
        if second_person_missing(draft, seen.user):
            raise StepNotPossible(_("The office asks that a second person approves: you wrote the last version."))
        if outcome == Outcome.PRIVATE:
            steps.no_others(row)
            row.reply = draft.answer
        else:
            found = personal_in(draft)
            if found and personal.mark_of(found) != looked_at:
                raise StepNotPossible(_("Look at what may name somebody, and say that it may be published."))
            row.page = _publish(row, draft, outcome, seen.user)
        row.outcome, row.state, row.answered_by = outcome, State.ANSWERED, draft.by
        row.closed_at, row.paused_on = timezone.now(), None
        events.record(row, Kind.ANSWERED, seen.user, outcome)
        letters.wait(row, letters.ANSWERED)
        for same in Question.objects.select_for_update(of=("self",)).filter(merged_into=row, erased_at=None):
            letters.wait(same, letters.ANSWERED)
            same.save()
    return row


def index_of(question: Question) -> QuestionIndexPage | None:
    """The page of the section below which answers of this place stand."""
    place = School.objects.filter(pk=question.school_id).first() if question.school_id else OfficePortal.objects.first()
    if place is None:
        return None
    pages = QuestionIndexPage.objects.descendant_of(place.home_page).live()
    return pages.filter(locale=Locale.get_default()).order_by("path").first()


def _publish(question: Question, draft: Draft, outcome: str, user) -> QuestionPage:
    index = index_of(question)
    if index is None:
        raise StepNotPossible(_("This site has no page of questions and answers."))
    page = QuestionPage(
        title=draft.title, slug=_free_slug(index, draft.title), date=timezone.localdate(), answer=draft.answer,
        answered_by=_name_of(draft, question) if outcome == Outcome.PUBLIC else "", owner=draft.by, live=False,
    )  # fmt: skip
    for order, document in enumerate(cites.documents(draft.cited)):
        page.document_links.add(QuestionPageDocument(document=document, sort_order=order))
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True).publish(user=user)
    page.refresh_from_db()
    return page


def _name_of(draft: Draft, question: Question) -> str:
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
