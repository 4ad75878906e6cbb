"""Questions answered in words: a short one that is compared, an essay that people judge by a rubric."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cms.contests.kinds.base import Content, ContentProblem, Given, Kind, tidy
from cms.core.text import fold_diacritics

BETWEEN = "|"


def compared(text: str) -> str:
    """How two short answers are the same: marks, capitals, spaces and signs do not matter.

    >>> compared(" 18  Tuổi. ") == compared("18 tuoi")
    True
    """
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_diacritics(text)).split())


class Short(Kind):
    """``{"accepted": ["18 tuổi", "18"]}``"""

    code = "short"

    def read(self, lines: Sequence[str]) -> Content:
        accepted = tidy(lines)
        if not accepted or not all(compared(one) for one in accepted):
            raise ContentProblem("no_answer")
        return {"accepted": accepted}

    def write(self, content: Content) -> list[str]:
        return list(content["accepted"])

    def key(self, content: Content) -> list[str]:
        return list(content["accepted"])

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        return [given] if isinstance(given, str) and given.strip() else []

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        words = compared(given) if isinstance(given, str) else ""
        return Fraction(bool(words) and words in {compared(one) for one in content["accepted"]})


class Essay(Kind):
    """``{"rubric": [{"points": 2, "text": "Nêu đúng hành vi"}]}``; an author writes "2 | Nêu đúng hành vi"."""

    code = "essay"
    judged = True

    def read(self, lines: Sequence[str]) -> Content:
        rubric = []
        for line in tidy(lines):
            points, between, text = (part.strip() for part in line.partition(BETWEEN))
            if not (between and text and points.isascii() and points.isdecimal() and 0 < int(points[:4]) <= 100):
                raise ContentProblem("no_rubric", line=line[:60])
            rubric.append({"points": int(points), "text": text})
        if not rubric:
            raise ContentProblem("no_rubric", line="")
        return {"rubric": rubric}

    def write(self, content: Content) -> list[str]:
        return [f"{one['points']} {BETWEEN} {one['text']}" for one in content["rubric"]]

    def key(self, content: Content) -> list[str]:
        return self.write(content)

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        return [given] if isinstance(given, str) and given.strip() else []

    def worth(self, content: Content) -> int:
        return sum(one["points"] for one in content["rubric"])

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction | None:
        """Nothing written needs no judge."""
        return None if isinstance(given, str) and given.strip() else Fraction(0)
