"""What this app does by itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job


def finish_overdue_attempts() -> str:
    from cms.contests.results import scoring  # models are not there yet when jobs are declared

    return str(scoring.finish_overdue())


def check_law_of_questions() -> str:
    from cms.contests.bank import law

    return str(law.check_law())


def anonymize_contestants() -> str:
    from cms.contests.organising import retention

    return retention.anonymize_expired()


def measure_questions() -> str:
    from cms.contests.bank import statistics

    return str(statistics.measure_questions())


register_job(Job("end_attempts", _("Hand in attempts whose time is over"), finish_overdue_attempts, Every(5)))
register_job(
    Job(
        "check_law_of_questions",
        _("Look whether the law that questions cite has changed"),
        check_law_of_questions,
        Daily("04:20"),
    )
)
register_job(
    Job("forget_contestants", _("Delete contestants' data whose term is over"), anonymize_contestants, Daily("03:40"))
)
register_job(
    Job("measure_questions", _("Measure how hard questions are and what they tell"), measure_questions, Daily("03:50"))
)
