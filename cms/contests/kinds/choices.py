"""Questions with options: one right, several right, true or false."""

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

RIGHT_SIGN = "*"
TRUE_WORDS, FALSE_WORDS = ("đúng", "dung", "true", "t", "1"), ("sai", "false", "f", "0")


class _ChoiceKind(QuestionKind):
    """``{"options": [{"text": "…", "right": True}]}``; an author marks what is right with a star."""

    def read(self, lines: Sequence[str]) -> QuestionContent:
        options = [
            {"text": line.removeprefix(RIGHT_SIGN).strip(), "right": line.startswith(RIGHT_SIGN)}
            for line in clean_lines(lines)
        ]
        texts = [str(one["text"]) for one in options]
        if len(options) < 2 or not all(texts):
            raise InvalidContent("few_options")
        if len({text.casefold() for text in texts}) < len(texts):
            raise InvalidContent("same_twice")
        content = {"options": options}
        self.check(sum(bool(one["right"]) for one in options))
        return content

    def check(self, right: int) -> None:
        raise NotImplementedError

    def write(self, content: QuestionContent) -> list[str]:
        return [(RIGHT_SIGN if one["right"] else "") + one["text"] for one in content["options"]]

    def parts(self, content: QuestionContent) -> int:
        return len(content["options"])

    def show(self, content: QuestionContent, mix: Sequence[int]) -> dict[str, Any]:
        return {"options": [content["options"][place]["text"] for place in mix]}

    def key(self, content: QuestionContent) -> list[str]:
        return [one["text"] for one in content["options"] if one["right"]]

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        chosen = parse_places(given, len(mix)) or []
        return [content["options"][mix[place]]["text"] for place in chosen]


class SingleChoice(_ChoiceKind):
    code = "one"

    def check(self, right: int) -> None:
        if right != 1:
            raise InvalidContent("one_right")

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        chosen = parse_places(given, len(mix))
        return Fraction(bool(chosen and len(chosen) == 1 and content["options"][mix[chosen[0]]]["right"]))


class MultipleChoice(_ChoiceKind):
    """Each right one counts its share, each wrong one takes such a share away; never below nothing."""

    code = "several"

    def check(self, right: int) -> None:
        if not right:
            raise InvalidContent("some_right")

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        chosen = parse_places(given, len(mix)) or []
        marks = [content["options"][mix[place]]["right"] for place in chosen]
        all_right = sum(one["right"] for one in content["options"])
        return max(Fraction(0), Fraction(2 * sum(marks) - len(marks), all_right))


class TrueFalse(QuestionKind):
    """``{"right": True}``; given is ``[1]`` for true, ``[0]`` for false."""

    code = "true_false"

    def read(self, lines: Sequence[str]) -> QuestionContent:
        word = " ".join(clean_lines(lines)).casefold().removeprefix(RIGHT_SIGN).strip()
        if word not in TRUE_WORDS + FALSE_WORDS:
            raise InvalidContent("true_or_false")
        return {"right": word in TRUE_WORDS}

    def write(self, content: QuestionContent) -> list[str]:
        return [TRUE_WORDS[0] if content["right"] else FALSE_WORDS[0]]

    def key(self, content: QuestionContent) -> list[str]:
        return self.write(content)

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        chosen = parse_places(given, 2)
        return [TRUE_WORDS[0] if chosen[0] else FALSE_WORDS[0]] if chosen and len(chosen) == 1 else []

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction:
        chosen = parse_places(given, 2)
        return Fraction(bool(chosen and len(chosen) == 1 and bool(chosen[0]) is bool(content["right"])))
