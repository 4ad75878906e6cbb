"""Whose a question is, for the wall at the row: of its place's people, and of whom it is assigned to."""

from __future__ import annotations

from cms.advice.models import Question
from cms.tenancy.rows.kinds import loaded
from cms.tenancy.rows.reach import OWN, Whose


def question(row, wall) -> Whose:
    """A question or a review."""
    person = loaded(row, "assigned_to_id")
    if person is not None and person == wall.user.pk:
        return OWN
    return wall.reach.of_owner(loaded(row, "school_id"))


def part(row, wall) -> Whose:
    """A step or a draft: as its question."""
    number = loaded(row, "question_id")
    if wall.user.pk is not None and Question.objects.filter(pk=number, assigned_to=wall.user.pk).exists():
        return OWN
    return wall.of_number(Question, number)
