"""The paper of an attempt: its questions as they are shown, and at the end what was right. Two statements,
and one more where there are pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cms.contests.kinds import KINDS, QuestionKind
from cms.contests.kinds.base import GivenAnswer
from cms.contests.models import Answer, Attempt
from cms.contests.taking import draw
from cms.core.models import Rendition, SchoolImage

#: In which size a picture is shown; ``pools`` makes it when a pool is closed.
PICTURE_FILTER = "max-900x900"


@dataclass(frozen=True)
class PaperLine:
    """One question of an attempt. ``frozen`` as the pool keeps it; ``mix``: the order of its options."""

    place: int
    pool: int
    question: int | None  # of the bank
    number: int
    points: int
    cancelled: str
    kind: QuestionKind
    frozen: dict[str, Any]
    mix: list[int]
    given: GivenAnswer
    seq: int
    judged: int | None

    @property
    def content(self) -> dict[str, Any]:
        return self.frozen["content"]


_LINE_COLUMNS = (
    "place", "pool_id", "pool__question_id", "pool__number", "pool__points", "pool__cancelled", "pool__kind",
    "pool__frozen", "given", "seq", "judged",
)  # fmt: skip


def iterate_lines(attempt: Attempt) -> Iterator[PaperLine]:
    """``attempt.round`` is loaded."""
    rows = Answer.objects.filter(attempt=attempt).order_by("place").values_list(*_LINE_COLUMNS)
    for place, pool, question, number, points, cancelled, code, frozen, given, seq, judged in rows:
        kind = KINDS[code]
        parts = kind.parts(frozen["content"])
        mix = draw.order_options(attempt.seed, number, parts, attempt.round.mixes_options)
        yield PaperLine(place, pool, question, number, points, cancelled, kind, frozen, mix, given, seq, judged)


def find_picture_urls(lines: Iterable[PaperLine]) -> dict[int, str]:
    """Image → its address now: an address that was kept would be stale when links are signed, or the picture is moved
    or withdrawn."""
    numbers = {picture["image"] for line in lines if (picture := line.frozen.get("picture"))}
    if not numbers:
        return {}
    rows = Rendition.objects.filter(
        image__in=numbers, image__pupil_consent__in=SchoolImage.SHOWN, filter_spec=PICTURE_FILTER, focal_point_key=""
    )
    return {row.image_id: row.url for row in rows if not row.is_private}


def serialize_line(line: PaperLine, addresses: dict[int, str]) -> dict[str, Any]:
    """For the browser, before the end: nothing that gives the answer away. ``addresses`` as ``find_picture_urls`` finds
    them.
    """
    picture = line.frozen.get("picture") or {}
    url = addresses.get(picture.get("image", 0))
    return {
        "place": line.place,
        "kind": line.kind.code,
        "text": line.frozen["text"],
        "picture": {**picture, "url": url} if url else None,
        "film": line.frozen.get("film") or "",
        "points": line.points,
        "given": line.given,
        **line.kind.show(line.content, line.mix),
    }


def explain_line(line: PaperLine) -> dict[str, Any]:
    """In practice, after the end: the key, the reason and the article of law."""
    score = line.kind.score(line.content, line.given, line.mix)
    return {
        "place": line.place,
        "text": line.frozen["text"],
        "chosen": line.kind.words(line.content, line.given, line.mix),
        "key": line.kind.key(line.content),
        "right": None if score is None else score == 1,
        "explanation": line.frozen.get("explanation", ""),
        "laws": line.frozen.get("laws", []),
    }
