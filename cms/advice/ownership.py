"""Whose a question is, for the wall at the row: of its place's people, and of whom it is assigned to."""

from __future__ import annotations

from cms.advice.models import Question
from cms.tenancy import rights
from cms.tenancy.row_access.owners import column_value
from cms.tenancy.row_access.scope import OWN, OwnerType


def owner_of_question(row, wall) -> OwnerType:
    """A question or a review."""
    person, school = column_value(row, "assigned_to_id"), column_value(row, "school_id")
    if person is not None and person == wall.user.pk and _is_member_for(wall.user, school):
        return OWN
    return wall.reach.of_owner(school)


def _is_member_for(user, school: int | None) -> bool:
    return bool({None, school} & rights.owners_worked_for(user))


def owner_of_question_child(row, wall) -> OwnerType:
    """A step or a draft: as its question."""
    number = column_value(row, "question_id")
    if wall.user.pk is not None:
        mine = Question.objects.filter(pk=number, assigned_to=wall.user.pk).values_list("school", flat=True)
        if any(_is_member_for(wall.user, school) for school in mine):
            return OWN
    return wall.of_number(Question, number)
