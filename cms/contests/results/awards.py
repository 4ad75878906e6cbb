"""People of a contest for ``cms.certificates``: whoever stands in its order, by all rounds together."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cms.certificates.issuing.issue import Recipient
from cms.contests.models import Contest
from cms.contests.results import ranking

MARKER_LABELS = {"cuộc thi": _("title of the contest"), "hạng": _("rank"), "điểm": _("score")}
DEFAULT_WORDS = "Đã tham gia cuộc thi “[cuộc thi]”, xếp hạng [hạng], đạt [điểm] điểm."


def award_source(contest: Contest) -> str:
    return f"contest:{contest.pk}"


def retention_date(contest: Contest) -> datetime.date | None:
    """As long as the contest keeps its contestants' names, and no longer."""
    last = contest.rounds.aggregate(last=Max("closes_at"))["last"]
    return (last + datetime.timedelta(days=contest.keep_days)).date() if last else None


def format_points(score: Decimal) -> str:
    """As one writes it, and alike whatever the database makes of a sum.

    >>> format_points(Decimal("6.00")), format_points(Decimal("12.50"))
    ('6', '12,5')
    """
    return f"{score.normalize():f}".replace(".", ",")


def list_recipients(contest: Contest, best: int | None = None) -> list[Recipient]:
    """Of those with a name; ``best``: to this rank."""
    return [
        Recipient(
            f"entrant:{line.entrant}", line.wall, line.name, ", ".join(filter(None, (line.class_name, line.school))),
            None, {"cuộc thi": contest.title, "hạng": str(line.rank), "điểm": format_points(line.score)},
        )
        for line in ranking.rank_totals(contest) if line.name and (best is None or line.rank <= best)
    ]  # fmt: skip
