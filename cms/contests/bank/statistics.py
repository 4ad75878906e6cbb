"""What use has shown of a question: the share of its points that was reached, and whether the good ones reached more.

Difficulty index p: the mean share of the points. Discrimination: Pearson's correlation of the share with the rest of
the attempt's score, so that the question does not explain itself. Measured in contests whose results are published,
and in practice.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from cms.contests.models import Attempt, BankQuestion
from cms.contests.results import scoring
from cms.contests.taking import question_paper
from cms.core.instance_hooks import allow_all_rows

#: Fewer answers say nothing.
MIN_ANSWERS = 10
#: Of one question at most so many are looked at, the newest.
MAX_ATTEMPTS = 20_000


def compute_indices(pairs: Iterable[tuple[float, float]]) -> tuple[int, float | None, float | None]:
    """(number, p, discrimination) of (share, rest of the score) pairs.

    >>> compute_indices([(1.0, 9.0), (0.0, 1.0)] * 5)
    (10, 0.5, 1.0)
    >>> compute_indices([(1.0, 3.0)] * 10)
    (10, 1.0, None)
    """
    rows = list(pairs)
    number = len(rows)
    if number < MIN_ANSWERS:
        return number, None, None
    mean = sum(share for share, _rest in rows) / number
    mean_rest = sum(rest for _share, rest in rows) / number
    both = sum((share - mean) * (rest - mean_rest) for share, rest in rows)
    spread = sum((share - mean) ** 2 for share, _rest in rows) * sum((rest - mean_rest) ** 2 for _share, rest in rows)
    return number, round(mean, 4), round(both / math.sqrt(spread), 4) if spread > 1e-12 else None


def measure_questions() -> int:
    """Of every question that was used; how many changed."""
    with allow_all_rows("questions that the office shares are used in contests of every school"):
        return _save_indices(_collect_pairs())


def _collect_pairs() -> dict[int, list[tuple[float, float]]]:
    over = Q(round__contest__practice=True) | Q(round__contest__results_at__isnull=False)
    rows = Attempt.objects.filter(over, disqualified=False).exclude(finished_at=None).select_related("round")
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for attempt in rows.order_by("-pk")[:MAX_ATTEMPTS].iterator(chunk_size=500):
        shares: list[tuple[int | None, float, float]] = []
        for line in question_paper.iterate_lines(attempt):
            points = None if line.cancelled else scoring.line_points(line)
            if points is not None and line.points:
                shares.append((line.question, float(points) / line.points, float(points)))
        total = sum(reached for _question, _share, reached in shares)
        for question, share, reached in shares:
            if question is not None:
                found[question].append((share, total - reached))
    return found


def _save_indices(found: dict[int, list[tuple[float, float]]]) -> int:
    changed = []
    for row in BankQuestion.objects.filter(pk__in=found):
        numbers = compute_indices(found[row.pk])
        if (row.used, row.facility, row.discrimination) != numbers:
            row.used, row.facility, row.discrimination = numbers
            changed.append(row)
    BankQuestion.objects.bulk_update(changed, ["used", "facility", "discrimination"], batch_size=200)
    return len(changed)
