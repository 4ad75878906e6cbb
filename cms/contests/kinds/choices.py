"""Questions with options: one right, several right, true or false."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from cms.contests.kinds.base import Content, ContentProblem, Given, Kind, places, tidy

RIGHT = "*"
TRUE, FALSE = ("đúng", "dung", "true", "t", "1"), ("sai", "false", "f", "0")


class _Options(Kind):
    """``{"options": [{"text": "…", "right": True}]}``; an author marks what is right with a star."""

    def read(self, lines: Sequence[str]) -> Content:
        options = [{"text": line.removeprefix(RIGHT).strip(), "right": line.startswith(RIGHT)} for line in tidy(lines)]
        texts = [str(one["text"]) for one in options]
        if len(options) < 2 or not all(texts):
            raise ContentProblem("few_options")
        if len({text.casefold() for text in texts}) < len(texts):
            raise ContentProblem("same_twice")
        content = {"options": options}
        self.check(sum(bool(one["right"]) for one in options))
        return content

    def check(self, right: int) -> None:
        raise NotImplementedError

    def write(self, content: Content) -> list[str]:
        return [(RIGHT if one["right"] else "") + one["text"] for one in content["options"]]

    def parts(self, content: Content) -> int:
        return len(content["options"])

    def show(self, content: Content, mix: Sequence[int]) -> dict[str, Any]:
        return {"options": [content["options"][place]["text"] for place in mix]}

    def key(self, content: Content) -> list[str]:
        return [one["text"] for one in content["options"] if one["right"]]

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        chosen = places(given, len(mix)) or []
        return [content["options"][mix[place]]["text"] for place in chosen]


class One(_Options):
    code = "one"

    def check(self, right: int) -> None:
        if right != 1:
            raise ContentProblem("one_right")

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        chosen = places(given, len(mix))
        return Fraction(bool(chosen and len(chosen) == 1 and content["options"][mix[chosen[0]]]["right"]))


class Several(_Options):
    """Each right one counts its share, each wrong one takes such a share away; never below nothing."""

    code = "several"

    def check(self, right: int) -> None:
        if not right:
            raise ContentProblem("some_right")

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        chosen = places(given, len(mix)) or []
        marks = [content["options"][mix[place]]["right"] for place in chosen]
        all_right = sum(one["right"] for one in content["options"])
        return max(Fraction(0), Fraction(2 * sum(marks) - len(marks), all_right))


class TrueFalse(Kind):
    """``{"right": True}``; given is ``[1]`` for true, ``[0]`` for false."""

    code = "true_false"

    def read(self, lines: Sequence[str]) -> Content:
        word = " ".join(tidy(lines)).casefold().removeprefix(RIGHT).strip()
        if word not in TRUE + FALSE:
            raise ContentProblem("true_or_false")
        return {"right": word in TRUE}

    def write(self, content: Content) -> list[str]:
        return [TRUE[0] if content["right"] else FALSE[0]]

    def key(self, content: Content) -> list[str]:
        return self.write(content)

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        chosen = places(given, 2)
        return [TRUE[0] if chosen[0] else FALSE[0]] if chosen and len(chosen) == 1 else []

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction:
        chosen = places(given, 2)
        return Fraction(bool(chosen and len(chosen) == 1 and bool(chosen[0]) is bool(content["right"])))
