"""Makes the question, once for each form."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.intake import attachments, contact_details, form_tokens, spam_signals
from cms.advice.models import Asker, Question, QuestionEvent
from cms.advice.notifications import ASKED
from cms.advice.workflow import deadlines
from cms.advice.workflow.assignment import notify_handlers
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class QuestionInput:
    """What was typed, checked. Of a pupil neither ``name``, ``mail`` nor ``files`` are kept, whatever was sent."""

    text: str
    asker: str
    field_id: int | None = None
    name: str = ""
    mail: str = ""
    files: tuple[ContentFile, ...] = ()


def is_already_submitted(form: form_tokens.FormToken) -> bool:
    return Question.objects.filter(token_hash=form_tokens.hash_form_number(form.number)).exists()


def submit_question(
    form: form_tokens.FormToken, asked: QuestionInput, info: SiteInfo, language: str, proven: bool
) -> str:
    """The code that follows the question. A form that was sent before gives the code of its question."""
    code = form_tokens.derive_code(form.number)
    number = form_tokens.hash_form_number(form.number)
    if is_already_submitted(form):
        return code
    try:
        with transaction.atomic():
            _create_question(number, code, asked, info, language, proven)
    except IntegrityError:  # pressed twice: the other request was faster
        if not is_already_submitted(form):
            raise
    return code


def _create_question(number: str, code: str, asked: QuestionInput, info: SiteInfo, language: str, proven: bool) -> None:
    child = asked.asker == Asker.PUPIL
    mail = "" if child else asked.mail
    now = timezone.now()
    question = Question(
        school_id=info.school_id, site_id=info.id, at_office=info.school_id is None, text=asked.text,
        field_id=asked.field_id, asker=asked.asker, name="" if child else asked.name, language=language,
        contact=contact_details.encrypt_contact(contact_details.ContactDetails(mail, code)) if mail else "",
        code_hash=form_tokens.hash_code(code),
        token_hash=number, marks=spam_signals.find_spam_signals(asked.text, proven), asked_at=now,
    )  # fmt: skip
    question.due_on = deadlines.initial_due_date(question)
    question.save(force_insert=True)
    attachments.save_attachments(question, () if child else asked.files)
    QuestionEvent.objects.create(question=question, kind=QuestionEvent.Kind.ASKED, at=now)
    notify_handlers(question, ASKED, _("A question was asked: %(subject)s"), _("It waits to be sorted until %(due)s."))
