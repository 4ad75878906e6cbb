"""What this app does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job


def remind() -> str:
    from cms.training.enrolment import reminders  # models are not there yet when jobs are declared

    return reminders.remind()


def complete() -> str:
    from cms.training.learning import completion

    return completion.look_at_all()


def warn() -> str:
    from cms.training.roster import expiry_warnings

    return expiry_warnings.warn()


register_job(Job("remind_of_courses", _("Remind of courses that begin tomorrow"), remind, Every(60)))
register_job(Job("complete_courses", _("Look who has completed a course"), complete, Every(30)))
register_job(Job("warn_roster", _("Warn of terms in the roster that end"), warn, Daily("06:20")))
