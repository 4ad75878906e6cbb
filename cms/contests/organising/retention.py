"""Deletes what is known of persons when the term is over. Scores without a name stay, for the statistics."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cms.contests.models import Answer, AttemptMark, Contest, Entrant, Protest
from cms.contests.organising import log
from cms.core.instance_hooks import allow_all_rows

#: Kinds whose answers are words of the person.
WRITTEN_KINDS = ("short", "essay")


def find_expired(now: datetime.datetime | None = None) -> list[Contest]:
    now = now or timezone.now()
    rows = Contest.objects.filter(forgotten_at=None).annotate(last=Max("rounds__closes_at")).exclude(last=None)
    return [row for row in rows if row.last + datetime.timedelta(days=row.keep_days) <= now]


@transaction.atomic
def anonymize_contest(contest: Contest) -> dict[str, int]:
    """Names, classes, codes, accounts, what was written, protests' words and marks; the log says how many."""
    people = Entrant.objects.filter(contest=contest)
    written = Answer.objects.filter(attempt__round__contest=contest, pool__kind__in=WRITTEN_KINDS).exclude(given=None)
    report = {
        "contestants": people.update(name="", class_name="", code=None, user=None, agreed_at=None),
        "answers": written.update(given=None),
        "protests": Protest.objects.filter(attempt__round__contest=contest).update(words="", answer=""),
        "marks": AttemptMark.objects.filter(attempt__round__contest=contest).delete()[0],
    }
    people.filter(attempts=None).delete()
    contest.forgotten_at = timezone.now()
    contest.save(update_fields=["forgotten_at"])
    log.write_event(contest, "forgotten", None, "", **report)
    return report


def anonymize_expired() -> str:
    """For the worker."""
    with allow_all_rows("the term of every school's contests"):
        done = [anonymize_contest(row) for row in find_expired()]
    return f"{len(done)} contests, {sum(report['contestants'] for report in done)} contestants"
