"""What every kind of question can do."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

QuestionContent = dict[str, Any]
#: What a contestant chose: places of what was shown, or words.
GivenAnswer = list[int] | str | None

MAX_LINES, MAX_LINE_LENGTH, MAX_TEXT_LENGTH = 20, 500, 20_000


class InvalidContent(ValueError):
    """An author's lines make no question. ``code`` is a key of ``messages.PROBLEM_MESSAGES``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class QuestionKind:
    """``mix`` is an order of the places of what is shown: ``mix[0]`` stands first."""

    code: ClassVar[str]
    #: Scored by people.
    judged: ClassVar[bool] = False

    def read(self, lines: Sequence[str]) -> QuestionContent:
        """The content from an author's lines. Raises ``InvalidContent``."""
        raise NotImplementedError

    def write(self, content: QuestionContent) -> list[str]:
        """The lines that ``read`` makes this content of."""
        raise NotImplementedError

    def parts(self, content: QuestionContent) -> int:
        """How many places are mixed; 0 for none."""
        return 0

    def show(self, content: QuestionContent, mix: Sequence[int]) -> dict[str, Any]:
        """What a browser is told: nothing that gives the answer away."""
        return {}

    def key(self, content: QuestionContent) -> list[str]:
        """The right answer in words, for practice and the jury."""
        raise NotImplementedError

    def words(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> list[str]:
        """What was chosen, in words."""
        raise NotImplementedError

    def worth(self, content: QuestionContent) -> int | None:
        """The points that the question itself names; ``None``: whoever puts it into a pool says them."""
        return None

    def score(self, content: QuestionContent, given: GivenAnswer, mix: Sequence[int]) -> Fraction | None:
        """From 0 to 1. What cannot have been shown scores 0, whatever it is; ``None``: people judge."""
        raise NotImplementedError


def clean_lines(lines: Sequence[str]) -> list[str]:
    """Lines that say something. Raises ``InvalidContent`` where there are too many, or one is too long."""
    found = [" ".join(line.split()) for line in lines]
    found = [line for line in found if line]
    if len(found) > MAX_LINES:
        raise InvalidContent("many_lines", most=MAX_LINES)
    if any(len(line) > MAX_LINE_LENGTH for line in found):
        raise InvalidContent("long_line", most=MAX_LINE_LENGTH)
    return found


def parse_places(given: GivenAnswer, number: int) -> list[int] | None:
    """Different places below ``number``; ``None`` for anything else that a browser may send.

    >>> parse_places([2, 0], 3), parse_places([2, 2], 3), parse_places([3], 3)
    ([2, 0], None, None)
    >>> parse_places([True], 3), parse_places("0", 3)
    (None, None)
    """
    if not isinstance(given, list) or len(given) > number or any(type(one) is not int for one in given):
        return None
    return given if len(set(given)) == len(given) and all(0 <= one < number for one in given) else None


def is_valid_answer(given: Any) -> bool:
    """May it be kept? Whether it makes sense is asked when it is scored.

    >>> is_valid_answer([1, -1]), is_valid_answer("Điều 5"), is_valid_answer(None)
    (True, True, True)
    >>> is_valid_answer({"a": 1}), is_valid_answer([1.5])
    (False, False)
    """
    if isinstance(given, str):
        return len(given) <= MAX_TEXT_LENGTH
    if isinstance(given, list):
        return len(given) <= 2 * MAX_LINES and all(type(one) is int and -1 <= one < 1_000 for one in given)
    return given is None
