"""The contest's log, and its refusals."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.contests.models import Contest, ContestEvent

ACTION_LABELS = {
    "created": pgettext_lazy("log of a contest", "Created"),
    "changed": pgettext_lazy("log of a contest", "Changed"),
    "pool": pgettext_lazy("log of a contest", "Questions put into the pool or taken out"),
    "frozen": pgettext_lazy("log of a contest", "Pool closed"),
    "published": pgettext_lazy("log of a contest", "Announced"),
    "closed": pgettext_lazy("log of a contest", "Closed"),
    "results": pgettext_lazy("log of a contest", "Results published"),
    "withdrawn": pgettext_lazy("log of a contest", "Results taken back"),
    "cancelled": pgettext_lazy("log of a contest", "Question cancelled, everything recounted"),
    "judged": pgettext_lazy("log of a contest", "Essay judged"),
    "disqualified": pgettext_lazy("log of a contest", "Attempt taken out of the ranking"),
    "readmitted": pgettext_lazy("log of a contest", "Attempt put back into the ranking"),
    "prolonged": pgettext_lazy("log of a contest", "Attempt prolonged"),
    "protest": pgettext_lazy("log of a contest", "Protest answered"),
    "late": pgettext_lazy("log of a contest", "Late answer accepted"),
    "listed": pgettext_lazy("log of a contest", "Class list read"),
    "recounted": pgettext_lazy("log of a contest", "Recounted"),
    "forgotten": pgettext_lazy("log of a contest", "Personal data deleted"),
}

REFUSAL_MESSAGES = {
    "frozen": _("The pool is closed; it does not change any more."),
    "few": _("The pool has fewer questions of a difficulty than an attempt gets."),
    "nothing_wanted": _("Say how many questions an attempt gets."),
    "no_round": _("A contest needs a round whose pool is closed."),
    "running": _("A round is still running."),
    "waits": _("Essays still wait to be judged."),
    "reason": _("Please give a reason."),
    "minutes": _("Give between 1 and 120 minutes."),
    "handed_in": _("This attempt was handed in by its contestant; it is not opened again."),
    "after_results": _("The contest is closed or its results are published; no attempt is prolonged any more."),
    "parents": _("Children take part: write the consent and the notice to the parents first."),
    "law_changed": _("The law of a question in the pool has changed. Review the question, or take it out."),
    "picture": _(
        "A picture of a question in the pool cannot be shown to everybody, or its file is not there. "
        "Look at the picture, or take the question out."
    ),
    "code": _("A contest by code needs one of at least six letters or digits."),
}


class StepRefused(Exception):
    def __init__(self, code: str):
        super().__init__(str(REFUSAL_MESSAGES[code]))
        self.code = code


def write_event(contest: Contest, action: str, by: Any, reason: str = "", /, **detail: Any) -> ContestEvent:
    """``by``: a person, or ``None`` for the worker."""
    person = by if getattr(by, "is_authenticated", False) else None
    return ContestEvent.objects.create(contest=contest, action=action, by=person, reason=reason[:500], detail=detail)
