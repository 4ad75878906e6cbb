"""Who is first, and how classes, schools and communes did. Nothing is stored: an index keeps the order."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Max, Q, QuerySet

from cms.contests.models import Attempt, Contest, Round
from cms.core.text import one_line


def ranked(round_: Round) -> QuerySet[Attempt]:
    """Best first: by score, then time, then the prediction; without one comes last among equals."""
    rows = Attempt.objects.filter(round=round_, counts=True, disqualified=False)
    return rows.order_by("-score", "milliseconds", F("off_by").asc(nulls_last=True), "pk")


def rank(attempt: Attempt) -> int:
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


_COLUMNS = (
    "pk", "score", "milliseconds", "off_by", "entrant__name", "entrant__class_name", "represents__name",
)  # fmt: skip


class Ranking:
    """Pages of the order (``len`` and slices), as ``cms.core.web.paging`` asks for them. ``publication``: what is
    shown of a person."""

    def __init__(self, round_: Round, publication: str):
        self.round, self.publication = round_, publication

    def __len__(self) -> int:
        return ranked(self.round).count()

    def count(self) -> int:
        return len(self)

    def __getitem__(self, part: slice) -> list[RankedLine]:
        start = part.start or 0
        rows = list(ranked(self.round).values_list(*_COLUMNS)[part])
        found: list[RankedLine] = []
        before, place = None, 0
        for number, (pk, score, ms, off_by, name, class_name, school) in enumerate(rows, start=start + 1):
            if before is None:
                place = rank(Attempt(round=self.round, score=score, milliseconds=ms, off_by=off_by))
            elif before != (score, ms, off_by):
                place = number
            before = (score, ms, off_by)
            who = shown_name(name, self.publication)
            found.append(RankedLine(place, who, class_name, school or "", score, ms, pk))
        return found


def initials(name: str) -> str:
    """
    >>> initials("Nguyễn Thị Minh  Anh"), initials("")
    ('N.T.M.A.', '')
    """
    return "".join(f"{part[0].upper()}." for part in one_line(name).split())


def shown_name(name: str, publication: str) -> str:
    if publication == Contest.Publication.NAMES:
        return name
    return initials(name) if publication == Contest.Publication.INITIALS else ""


@dataclass(frozen=True)
class SumLine:
    name: str
    entrants: int
    average: float
    best: object


def sums(round_: Round, by: str) -> list[SumLine]:
    """By "school", "commune" or "class" (of a school's own contest), the best average first."""
    column = {"school": "represents__name", "commune": "represents__commune", "class": "entrant__class_name"}[by]
    rows = Attempt.objects.filter(round=round_, counts=True, disqualified=False).exclude(**{f"{column}__in": [""]})
    rows = rows.exclude(**{column: None}).values(column).order_by()
    found = rows.annotate(entrants=Count("pk"), average=Avg("score"), best=Max("score"))
    lines = [SumLine(row[column], row["entrants"], float(row["average"]), row["best"]) for row in found]
    return sorted(lines, key=lambda line: (-line.average, -line.entrants, line.name))
