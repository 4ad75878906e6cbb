"""What every kind of question can do."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

Content = dict[str, Any]
#: What a contestant chose: places of what was shown, or words.
Given = list[int] | str | None

MOST_LINES, LONGEST_LINE, LONGEST_TEXT = 20, 500, 20_000


class ContentProblem(ValueError):
    """An author's lines make no question. ``code`` is a key of ``messages.PROBLEMS``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Kind:
    """``mix`` is an order of the places of what is shown: ``mix[0]`` stands first."""

    code: ClassVar[str]
    #: Scored by people.
    judged: ClassVar[bool] = False

    def read(self, lines: Sequence[str]) -> Content:
        """The content from an author's lines. Raises ``ContentProblem``."""
        raise NotImplementedError

    def write(self, content: Content) -> list[str]:
        """The lines that ``read`` makes this content of."""
        raise NotImplementedError

    def parts(self, content: Content) -> int:
        """How many places are mixed; 0 for none."""
        return 0

    def show(self, content: Content, mix: Sequence[int]) -> dict[str, Any]:
        """What a browser is told: nothing that gives the answer away."""
        return {}

    def key(self, content: Content) -> list[str]:
        """The right answer in words, for practice and the jury."""
        raise NotImplementedError

    def words(self, content: Content, given: Given, mix: Sequence[int]) -> list[str]:
        """What was chosen, in words."""
        raise NotImplementedError

    def worth(self, content: Content) -> int | None:
        """The points that the question itself names; ``None``: whoever puts it into a pool says them."""
        return None

    def score(self, content: Content, given: Given, mix: Sequence[int]) -> Fraction | None:
        """From 0 to 1. What cannot have been shown scores 0, whatever it is; ``None``: people judge."""
        raise NotImplementedError


def tidy(lines: Sequence[str]) -> list[str]:
    """Lines that say something. Raises ``ContentProblem`` where there are too many, or one is too long."""
    found = [" ".join(line.split()) for line in lines]
    found = [line for line in found if line]
    if len(found) > MOST_LINES:
        raise ContentProblem("many_lines", most=MOST_LINES)
    if any(len(line) > LONGEST_LINE for line in found):
        raise ContentProblem("long_line", most=LONGEST_LINE)
    return found


def places(given: Given, number: int) -> list[int] | None:
    """Different places below ``number``; ``None`` for anything else that a browser may send.

    >>> places([2, 0], 3), places([2, 2], 3), places([3], 3), places([True], 3), places("0", 3)
    ([2, 0], None, None, None, None)
    """
    if not isinstance(given, list) or len(given) > number or any(type(one) is not int for one in given):
        return None
    return given if len(set(given)) == len(given) and all(0 <= one < number for one in given) else None


def is_answer(given: Any) -> bool:
    """May it be kept? Whether it makes sense is asked when it is scored.

    >>> is_answer([1, -1]), is_answer("Điều 5"), is_answer(None), is_answer({"a": 1}), is_answer([1.5])
    (True, True, True, False, False)
    """
    if isinstance(given, str):
        return len(given) <= LONGEST_TEXT
    if isinstance(given, list):
        return len(given) <= 2 * MOST_LINES and all(type(one) is int and -1 <= one < 1_000 for one in given)
    return given is None
