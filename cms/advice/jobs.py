"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job


def warn_of_deadlines() -> str:
    from cms.advice.workflow import deadlines  # models are not there yet when jobs are declared

    return deadlines.send_deadline_warnings()


def send_answer_emails() -> str:
    from cms.advice.workflow import asker_emails

    return asker_emails.send_queued_emails()


def erase_expired_questions() -> str:
    from cms.advice.workflow import erasure

    return erasure.erase_due_questions()


register_job(Job("warn_questions", _("Warn of questions that are due or late"), warn_of_deadlines, Daily("06:10")))
register_job(Job("send_answers", _("Mail again to people who asked"), send_answer_emails, Every(15)))
register_job(
    Job("erase_questions", _("Erase questions after the office's term"), erase_expired_questions, Daily("01:20"))
)
