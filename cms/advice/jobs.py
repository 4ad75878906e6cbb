"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register


def warn() -> str:
    from cms.advice.handling import due  # models are not there yet when jobs are declared

    return due.warn()


def send() -> str:
    from cms.advice.handling import letters

    return letters.send()


def erase() -> str:
    from cms.advice.handling import erase

    return erase.run()


register(Job("warn_questions", _("Warn of questions that are due or late"), warn, Daily("06:10")))
register(Job("send_answers", _("Mail again to people who asked"), send, Every(15)))
register(Job("erase_questions", _("Erase questions after the office's term"), erase, Daily("01:20")))
