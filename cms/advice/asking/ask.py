"""Makes the question, once for each form."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.asking import attachments, contact, spam, token
from cms.advice.handling import due
from cms.advice.handling.desk import tell_desk
from cms.advice.models import Asker, Question, QuestionEvent
from cms.advice.notice_kinds import ASKED
from cms.tenancy.sites import SiteInfo


@dataclass(frozen=True)
class Asked:
    """What was typed, checked. Of a pupil neither ``name``, ``mail`` nor ``files`` are kept, whatever was sent."""

    text: str
    asker: str
    field_id: int | None = None
    name: str = ""
    mail: str = ""
    files: tuple[ContentFile, ...] = ()


def was_asked(form: token.Form) -> bool:
    return Question.objects.filter(token_hash=token.hash_of_number(form.number)).exists()


def ask(form: token.Form, asked: Asked, info: SiteInfo, language: str, proven: bool) -> str:
    """The code that follows the question. A form that was sent before gives the code of its question."""
    code = token.code_of(form.number)
    number = token.hash_of_number(form.number)
    if was_asked(form):
        return code
    try:
        with transaction.atomic():
            _make(number, code, asked, info, language, proven)
    except IntegrityError:  # pressed twice: the other request was faster
        if not was_asked(form):
            raise
    return code


def _make(number: str, code: str, asked: Asked, info: SiteInfo, language: str, proven: bool) -> None:
    child = asked.asker == Asker.PUPIL
    mail = "" if child else asked.mail
    now = timezone.now()
    question = Question(
        school_id=info.school_id, site_id=info.id, at_office=info.school_id is None, text=asked.text,
        field_id=asked.field_id, asker=asked.asker, name="" if child else asked.name, language=language,
        contact=contact.seal(contact.Contact(mail, code)) if mail else "", code_hash=token.hash_of_code(code),
        token_hash=number, marks=spam.marks(asked.text, proven), asked_at=now,
    )  # fmt: skip
    question.due_on = due.first_day(question)
    question.save(force_insert=True)
    attachments.keep(question, () if child else asked.files)
    QuestionEvent.objects.create(question=question, kind=QuestionEvent.Kind.ASKED, at=now)
    tell_desk(question, ASKED, _("A question was asked: %(subject)s"), _("It waits to be sorted until %(due)s."))
