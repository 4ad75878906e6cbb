"""Mails to who asked and left an address. The mail says that something is there and carries the link; the answer itself
is read behind it. What waits stands on the question, so a worker that dies sends it again."""

from __future__ import annotations

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from cms.advice.intake import contact_details
from cms.advice.models import Question
from cms.core.jobs.queue import BACKEND
from cms.tenancy import sites

log = logging.getLogger(__name__)
ANSWERED, REFUSED, ASKED_BACK = "answered", "refused", "asked_back"
MAX_ATTEMPTS = 8


def queue_email(question: Question, about: str) -> None:
    """The caller saves the question. Nothing where no address was left."""
    if question.contact:
        question.letter, question.letter_tries = about, 0
        send_queued_emails_task.enqueue()


@task(backend=BACKEND)
def send_queued_emails_task() -> str:
    return send_queued_emails()


def send_queued_emails() -> str:
    """What waits, each at most ``MAX_ATTEMPTS`` times."""
    sent = failed = 0
    for question in Question.objects.exclude(letter="").filter(letter_tries__lt=MAX_ATTEMPTS).order_by("pk"):
        rows = Question.objects.filter(pk=question.pk, letter=question.letter)
        if not rows.filter(letter_tries=question.letter_tries).update(letter_tries=question.letter_tries + 1):
            continue  # another worker has it
        if _send_email(question):
            rows.update(letter="", letter_tries=0)
            sent += 1
        else:
            failed += 1
    return f"{sent} sent, {failed} failed"


def _send_email(question: Question) -> bool:
    left = contact_details.decrypt_contact(question)
    info = sites.sites_by_id().get(question.site_id)
    if left is None or info is None:
        return False
    with override(question.language):
        path = sites.build_url("advice_follow", left.code, language=question.language)
        context = {"about": question.letter, "url": info.root_url + path, "site": info.name}
        text = render_to_string("advice/mail.txt", context)
    subject, _line, body = text.strip().partition("\n")
    try:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[left.mail]).send()
    except OSError:
        log.exception("A mail to who asked question %s could not be sent", question.pk)
        return False
    return True
