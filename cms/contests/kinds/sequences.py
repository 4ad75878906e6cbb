"""Questions whose answer is an arrangement: put into order, match."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from cms.contests.kinds.base import Content, ContentProblem, Given, Kind, places, tidy

BETWEEN = "="


def _different(texts: Sequence[str]) -> None:
    if len({text.casefold() for text in texts}) < len(texts):
        raise ContentProblem("same_twice")


class Order(Kind):
    """``{"items": [...]}`` in the right order; given are places of what was shown, first to last."""

    code = "order"

    def read(self, lines: Sequence[str]) -> Content:
        items = tidy(lines)
        if len(items) < 2:
            raise ContentProblem("few_options")
        _different(items)
        return {"items": items}

    def write(self, content: Content) -> list[str]:
        return list(content["items"])

    def parts(self, content: Content) -> int:
        return len(content["items"])

    def show(self, content: Content, mix: Sequence[int]) -> dict[str, Any]:
        return {"items": [content["items"][place] for place in mix]}

    def key(self, content: Content) -> list[str]:
        return list(content["items"])

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        return [content["items"][mix[place]] for place in places(given, len(mix)) or []]

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        chosen = places(given, len(mix))
        return Fraction(bool(chosen) and [mix[place] for place in chosen or []] == list(range(len(mix))))


class Match(Kind):
    """``{"pairs": [["left", "right"], …]}``; the rights are mixed. Given is, for each left, the place of a right, or
    -1. Each pair counts its share."""

    code = "match"

    def read(self, lines: Sequence[str]) -> Content:
        pairs = []
        for line in tidy(lines):
            left, between, right = (part.strip() for part in line.partition(BETWEEN))
            if not (left and between and right):
                raise ContentProblem("no_pair", line=line[:60])
            pairs.append([left, right])
        if len(pairs) < 2:
            raise ContentProblem("few_options")
        _different([left for left, _right in pairs])
        _different([right for _left, right in pairs])
        return {"pairs": pairs}

    def write(self, content: Content) -> list[str]:
        return [f"{left} {BETWEEN} {right}" for left, right in content["pairs"]]

    def parts(self, content: Content) -> int:
        return len(content["pairs"])

    def show(self, content: Content, mix: Sequence[int]) -> dict[str, Any]:
        pairs = content["pairs"]
        return {"lefts": [left for left, _right in pairs], "rights": [pairs[place][1] for place in mix]}

    def key(self, content: Content) -> list[str]:
        return self.write(content)

    def _chosen(self, given: Given, mix: Sequence[int]) -> list[int | None]:
        if not isinstance(given, list) or len(given) != len(mix):
            return [None] * len(mix)
        return [mix[place] if type(place) is int and 0 <= place < len(mix) else None for place in given]

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        pairs = content["pairs"]
        chosen = self._chosen(given, mix)
        return [
            f"{pairs[left][0]} {BETWEEN} {pairs[right][1]}" for left, right in enumerate(chosen) if right is not None
        ]

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        chosen = self._chosen(given, mix)
        return Fraction(sum(left == right for left, right in enumerate(chosen)), len(mix))
