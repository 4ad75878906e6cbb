"""Questions whose answer is an arrangement: put into order, match."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from cms.contests.kinds.base import (
    GivenAnswer,
    InvalidContent,
    QuestionContent,
    QuestionKind,
    clean_lines,
    parse_places,
)

PAIR_SEPARATOR = "="


def _require_distinct(texts: Sequence[str]) -> None:
    if len({text.casefold() for text in texts}) < len(texts):
        raise InvalidContent("same_twice")


class Ordering(QuestionKind):
    """``{"items": [...]}`` in the right order; given are places of what was shown, first to last."""

    code = "order"

    def read(self, lines: Sequence[str]) -> QuestionContent:
        items = clean_lines(lines)
        if len(items) < 2:
            raise InvalidContent("few_options")
        _require_distinct(items)
        return {"items": items}

    def write(self, content: QuestionContent) -> list[str]:
        return list(content["items"])

    def parts(self, content: QuestionContent) -> int:
        return len(content["items"])

    def show(self, content: QuestionContent, mix: Sequence[int]) -> dict[str, Any]:
        return {"items": [content["items"][place] for place in mix]}

    def key(self, content: QuestionContent) -> list[str]:
        return list(content["items"])

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        return [content["items"][mix[place]] for place in parse_places(given, len(mix)) or []]

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        chosen = parse_places(given, len(mix))
        return Fraction(bool(chosen) and [mix[place] for place in chosen or []] == list(range(len(mix))))


class Matching(QuestionKind):
    """``{"pairs": [["left", "right"], …]}``; the rights are mixed. Given is, for each left, the place of a right, or
    -1. Each pair counts its share."""

    code = "match"

    def read(self, lines: Sequence[str]) -> QuestionContent:
        pairs = []
        for line in clean_lines(lines):
            left, between, right = (part.strip() for part in line.partition(PAIR_SEPARATOR))
            if not (left and between and right):
                raise InvalidContent("no_pair", line=line[:60])
            pairs.append([left, right])
        if len(pairs) < 2:
            raise InvalidContent("few_options")
        _require_distinct([left for left, _right in pairs])
        _require_distinct([right for _left, right in pairs])
        return {"pairs": pairs}

    def write(self, content: QuestionContent) -> list[str]:
        return [f"{left} {PAIR_SEPARATOR} {right}" for left, right in content["pairs"]]

    def parts(self, content: QuestionContent) -> int:
        return len(content["pairs"])

    def show(self, content: QuestionContent, mix: Sequence[int]) -> dict[str, Any]:
        pairs = content["pairs"]
        return {"lefts": [left for left, _right in pairs], "rights": [pairs[place][1] for place in mix]}

    def key(self, content: QuestionContent) -> list[str]:
        return self.write(content)

    def _chosen(self, given: GivenAnswer, mix: Sequence[int]) -> list[int | None]:
        if not isinstance(given, list) or len(given) != len(mix):
            return [None] * len(mix)
        return [mix[place] if type(place) is int and 0 <= place < len(mix) else None for place in given]

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        pairs = content["pairs"]
        chosen = self._chosen(given, mix)
        return [
            f"{pairs[left][0]} {PAIR_SEPARATOR} {pairs[right][1]}"
            for left, right in enumerate(chosen)
            if right is not None
        ]

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        chosen = self._chosen(given, mix)
        return Fraction(sum(left == right for left, right in enumerate(chosen)), len(mix))
