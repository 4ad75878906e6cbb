"""What this app does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job


def remind_participants() -> str:
    from cms.training.enrolment import reminders  # models are not there yet when jobs are declared

    return reminders.send_reminders()


def record_completions() -> str:
    from cms.training.learning import completion

    return completion.record_all_completions()


def warn_of_expiry() -> str:
    from cms.training.roster import expiry_warnings

    return expiry_warnings.send_expiry_warnings()


register_job(Job("remind_of_courses", _("Remind of courses that begin tomorrow"), remind_participants, Every(60)))
register_job(Job("complete_courses", _("Look who has completed a course"), record_completions, Every(30)))
register_job(Job("warn_roster", _("Warn of terms in the roster that end"), warn_of_expiry, Daily("06:20")))
