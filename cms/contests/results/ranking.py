"""Who is first, and how classes, schools and communes did. Nothing is stored: an index keeps the order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet, Sum

from cms.contests.models import Attempt, Contest, Entrant, Round
from cms.contests.results.scoring import CENT
from cms.core.text import name_initials


def ranked_attempts(round_: Round) -> QuerySet[Attempt]:
    """Best first: by score, then time, then the prediction; without one comes last among equals."""
    rows = Attempt.objects.filter(round=round_, counts=True, disqualified=False)
    return rows.order_by("-score", "milliseconds", F("off_by").asc(nulls_last=True), "pk")


def compute_rank(attempt: Attempt) -> int:
    """Equals in all three share a rank."""
    same_time = Q(score=attempt.score, milliseconds=attempt.milliseconds)
    guess = Q(off_by__lt=attempt.off_by) if attempt.off_by is not None else Q(off_by__isnull=False)
    better = Q(score__gt=attempt.score) | Q(score=attempt.score, milliseconds__lt=attempt.milliseconds)
    rows = Attempt.objects.filter(round=attempt.round_id, counts=True, disqualified=False)
    return 1 + rows.filter(better | (same_time & guess)).count()


@dataclass(frozen=True)
class RankedLine:
    rank: int
    who: str
    class_name: str
    school: str
    score: object
    milliseconds: int
    attempt: int

    @property
    def minutes(self) -> str:
        seconds = self.milliseconds // 1000
        return f"{seconds // 60}:{seconds % 60:02d}"


_RANKING_COLUMNS = (
    "pk", "score", "milliseconds", "off_by", "entrant__name", "entrant__class_name", "represents__name",
)  # fmt: skip


class Ranking:
    """Pages of the order (``len`` and slices), as ``cms.core.web.paging`` asks for them. ``publication``: what is
    shown of a person."""

    def __init__(self, round_: Round, publication: str):
        self.round, self.publication = round_, publication

    def __len__(self) -> int:
        return ranked_attempts(self.round).count()

    def count(self) -> int:
        return len(self)

    def __getitem__(self, part: slice) -> list[RankedLine]:
        start = part.start or 0
        rows = list(ranked_attempts(self.round).values_list(*_RANKING_COLUMNS)[part])
        found: list[RankedLine] = []
        before, place = None, 0
        for number, (pk, score, ms, off_by, name, class_name, school) in enumerate(rows, start=start + 1):
            if before is None:
                place = compute_rank(Attempt(round=self.round, score=score, milliseconds=ms, off_by=off_by))
            elif before != (score, ms, off_by):
                place = number
            before = (score, ms, off_by)
            who = displayed_name(name, self.publication)
            found.append(RankedLine(place, who, class_name, school or "", score, ms, pk))
        return found


@dataclass(frozen=True)
class TotalLine:
    """``wall``: id of the school whose wall the person stands behind."""

    rank: int
    entrant: int
    wall: int | None
    name: str
    class_name: str
    school: str
    score: Decimal
    milliseconds: int


_BATCH_SIZE = 1_000  # names read together


def sum_scores(contest: Contest) -> QuerySet[Any, Any]:
    """(entrant, sum of scores, of times, nearest prediction) over the rounds, best first. Nothing is joined: the names
    are read for those that are shown."""
    rows = Attempt.objects.filter(round__in=contest.rounds.values("pk"), counts=True, disqualified=False).order_by()
    sums = {"total": Sum("score"), "time": Sum("milliseconds"), "off": Min("off_by")}
    order = ("-total", "time", F("off").asc(nulls_last=True), "entrant")
    return cast(Any, rows.values_list("entrant").annotate(**sums)).order_by(*order)


def rank_totals(contest: Contest, start: int = 0, stop: int | None = None) -> Iterator[TotalLine]:
    """Everybody, or those from ``start`` to ``stop``; equals share a rank."""
    before, place = None, 0
    packet: list[tuple[int, int, Decimal, int]] = []
    for number, (entrant, score, time, off) in enumerate(sum_scores(contest)[:stop], start=1):
        if before != (score, time, off):
            before, place = (score, time, off), number
        if number > start:
            packet.append((place, entrant, score.quantize(CENT), time))
        if len(packet) >= _BATCH_SIZE:
            yield from _add_names(packet)
            packet = []
    yield from _add_names(packet)


def _add_names(packet: list[tuple[int, int, Decimal, int]]) -> Iterator[TotalLine]:
    rows = Entrant.objects.filter(pk__in=[entrant for _place, entrant, _score, _time in packet])
    names: dict[int, list[Any]] = {
        pk: rest for pk, *rest in rows.values_list("pk", "school", "name", "class_name", "represents__name")
    }
    for place, entrant, score, time in packet:
        wall, name, class_name, school = names[entrant]
        yield TotalLine(place, entrant, wall, name, class_name, school or "", score, time)


class TotalRanking:
    """Pages of the order by all rounds, as ``Ranking`` gives those of one."""

    def __init__(self, contest: Contest, publication: str):
        self.contest, self.publication = contest, publication

    def __len__(self) -> int:
        rows = Attempt.objects.filter(round__in=self.contest.rounds.values("pk"), counts=True, disqualified=False)
        return rows.aggregate(number=Count("entrant", distinct=True))["number"]

    def count(self) -> int:
        return len(self)

    def __getitem__(self, part: slice) -> list[RankedLine]:
        lines = rank_totals(self.contest, part.start or 0, part.stop)
        return [
            RankedLine(
                line.rank, displayed_name(line.name, self.publication), line.class_name, line.school, line.score,
                line.milliseconds, line.entrant,
            )
            for line in lines
        ]  # fmt: skip


def displayed_name(name: str, publication: str) -> str:
    if publication == Contest.Publication.NAMES:
        return name
    return name_initials(name) if publication == Contest.Publication.INITIALS else ""


@dataclass(frozen=True)
class GroupAverage:
    name: str
    entrants: int
    average: float
    best: object


def average_by_group(round_: Round, by: str) -> list[GroupAverage]:
    """By "school", "commune" or "class" (of a school's own contest), the best average first."""
    column = {"school": "represents__name", "commune": "represents__commune", "class": "entrant__class_name"}[by]
    rows = Attempt.objects.filter(round=round_, counts=True, disqualified=False).exclude(**{f"{column}__in": [""]})
    rows = rows.exclude(**{column: None}).values(column).order_by()
    found = rows.annotate(entrants=Count("pk"), average=Avg("score"), best=Max("score"))
    lines = [GroupAverage(row[column], row["entrants"], float(row["average"]), row["best"]) for row in found]
    return sorted(lines, key=lambda line: (-line.average, -line.entrants, line.name))
