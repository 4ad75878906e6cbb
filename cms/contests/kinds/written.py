"""Questions answered in words: a short one that is compared, an essay that people judge by a rubric."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cms.contests.kinds.base import GivenAnswer, InvalidContent, QuestionContent, QuestionKind, clean_lines
from cms.core.text import fold_diacritics

POINTS_SEPARATOR = "|"


def normalize_answer(text: str) -> str:
    """How two short answers are the same: marks, capitals, spaces and signs do not matter.

    >>> normalize_answer(" 18  Tuổi. ") == normalize_answer("18 tuoi")
    True
    """
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_diacritics(text)).split())


class ShortAnswer(QuestionKind):
    """``{"accepted": ["18 tuổi", "18"]}``"""

    code = "short"

    def read(self, lines: Sequence[str]) -> QuestionContent:
        accepted = clean_lines(lines)
        if not accepted or not all(normalize_answer(one) for one in accepted):
            raise InvalidContent("no_answer")
        return {"accepted": accepted}

    def write(self, content: QuestionContent) -> list[str]:
        return list(content["accepted"])

    def key(self, content: QuestionContent) -> list[str]:
        return list(content["accepted"])

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        return [given] if isinstance(given, str) and given.strip() else []

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        words = normalize_answer(given) if isinstance(given, str) else ""
        return Fraction(bool(words) and words in {normalize_answer(one) for one in content["accepted"]})


class Essay(QuestionKind):
    """``{"rubric": [{"points": 2, "text": "Nêu đúng hành vi"}]}``; an author writes "2 | Nêu đúng hành vi"."""

    code = "essay"
    judged = True

    def read(self, lines: Sequence[str]) -> QuestionContent:
        rubric = []
        for line in clean_lines(lines):
            points, between, text = (part.strip() for part in line.partition(POINTS_SEPARATOR))
            if not (between and text and points.isascii() and points.isdecimal() and 0 < int(points[:4]) <= 100):
                raise InvalidContent("no_rubric", line=line[:60])
            rubric.append({"points": int(points), "text": text})
        if not rubric:
            raise InvalidContent("no_rubric", line="")
        return {"rubric": rubric}

    def write(self, content: QuestionContent) -> list[str]:
        return [f"{one['points']} {POINTS_SEPARATOR} {one['text']}" for one in content["rubric"]]

    def key(self, content: QuestionContent) -> list[str]:
        return self.write(content)

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        return [given] if isinstance(given, str) and given.strip() else []

    def worth(self, content: QuestionContent) -> int:
        return sum(one["points"] for one in content["rubric"])

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction | None:
        """Nothing written needs no judge."""
        return None if isinstance(given, str) and given.strip() else Fraction(0)
