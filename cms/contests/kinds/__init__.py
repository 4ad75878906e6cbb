"""Kinds of questions, pure: a small class each that reads lines, shows, checks and scores. No Django.

In: what an author typed (lines) or what lies in the database (``content``), and what a contestant chose (``given``).
Out: what a browser is shown, without the key, and a score between 0 and 1; ``None`` where people judge.
``KINDS`` finds a kind by its code. Contests use them, and whatever else asks questions (tests of courses).
"""

from cms.contests.kinds.base import Content, ContentProblem, Kind
from cms.contests.kinds.choices import One, Several, TrueFalse
from cms.contests.kinds.sequences import Match, Order
from cms.contests.kinds.written import Essay, Short

KINDS: dict[str, Kind] = {
    kind.code: kind for kind in (One(), Several(), TrueFalse(), Order(), Match(), Short(), Essay())
}

__all__ = ["KINDS", "Content", "ContentProblem", "Kind"]
