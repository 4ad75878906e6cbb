"""Kinds of questions, pure: a small class each that reads lines, shows, checks and scores. No Django.

In: what an author typed (lines) or what lies in the database (``content``), and what a contestant chose (``given``).
Out: what a browser is shown, without the key, and a score between 0 and 1; ``None`` where people judge.
``KINDS`` finds a kind by its code. Contests use them, and whatever else asks questions (tests of courses).
"""

from cms.contests.kinds.base import InvalidContent, QuestionContent, QuestionKind
from cms.contests.kinds.choices import MultipleChoice, SingleChoice, TrueFalse
from cms.contests.kinds.sequences import Matching, Ordering
from cms.contests.kinds.written import Essay, ShortAnswer

KINDS: dict[str, QuestionKind] = {
    kind.code: kind
    for kind in (SingleChoice(), MultipleChoice(), TrueFalse(), Ordering(), Matching(), ShortAnswer(), Essay())
}

__all__ = ["KINDS", "InvalidContent", "QuestionContent", "QuestionKind"]
