"""Whose desk a question lies on, what people may do there, and who of them is told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse

from cms.advice.models import Question
from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.notifications import sending
from cms.tenancy.notifications.notification_types import NotificationType
from cms.tenancy.roles import Role

VIEW, CHANGE, APPROVE = "advice.view_question", "advice.change_question", "advice.approve_question"


def can_view_question(user, question: Question) -> bool:
    """The school sees its questions at the office too."""
    return rights.has_right(user, VIEW, question.school_id)


def can_handle_question(user, question: Question) -> bool:
    return rights.has_right(user, CHANGE, question.desk)


def can_approve_answer(user, question: Question) -> bool:
    return rights.has_right(user, APPROVE, question.desk)


def can_answer_question(user, question: Question) -> bool:
    """Whoever it was given to, and who handles it."""
    return question.assigned_to_id == user.pk or can_handle_question(user, question)


def questions_in_scope(user) -> QuerySet[Question]:
    """Questions of the places in view where the person sees them."""
    rows = Question.objects.all()
    if user.is_superuser:
        return rows
    places = [place for place in rights.places_in_view(user) if VIEW in place.rights.actions or place.rights.reads]
    chosen = rights.chosen_place(user)
    if any(place.everywhere for place in places) and (chosen is None or chosen.school_id is None):
        return rows
    return rows.filter(school__in={place.school_id for place in places if place.school_id})


def questions_assigned_to(user) -> QuerySet[Question]:
    """What the person was given, while it works there: for the question's school, or for the office."""
    rows = Question.objects.filter(assigned_to=user.pk, erased_at=None)
    own = rights.owners_worked_for(user)
    return rows if user.is_superuser or None in own else rows.filter(school__in=own)


def eligible_answerers(question: Question) -> QuerySet:
    """Active people who may be given the question: of its place, of the office where it lies there."""
    here = (
        Q(school=None) if question.desk is None else Q(school=question.desk) | Q(school=None, role=Role.OFFICE_EXPERT)
    )
    rows = Membership.objects.active().filter(here).exclude(role=Role.OFFICE_OBSERVER)
    return (
        get_user_model().objects.filter(pk__in=rows.values("user"), is_active=True).order_by("last_name", "first_name")
    )


def item_url(question: Question) -> str:
    return reverse("advice_item", args=[question.pk])


def task_url(question: Question) -> str:
    return reverse("advice_task", args=[question.pk])


def _message_values(question: Question, number: int | None = None) -> dict[str, Any]:
    """Mails carry no text of a question, only its number: it is read behind the wall."""
    return {"subject": f"#{number or question.pk}", "due": f"{question.due_on:%d/%m/%Y}" if question.due_on else "–"}


def notify_handlers(question: Question, kind: NotificationType, subject, text, number: int | None = None) -> None:
    values = _message_values(question, number)
    path = item_url(question)
    if question.desk is None:
        sending.notify_office(kind, subject, text, path, values)
    else:
        sending.notify_schools(kind, [question.desk], subject, text, lambda _school: path, values)


def notify_assignee(question: Question, kind: NotificationType, subject, text) -> None:
    """Under the place where the person is known: the question's school, else the office."""
    if question.assigned_to_id is None:
        return
    rows = Membership.objects.active().filter(user=question.assigned_to_id)
    here = (rows.filter(school=question.school_id).exists() and question.school_id) or None
    sending.notify_people(
        kind, [question.assigned_to_id], subject, text, task_url(question), _message_values(question), here
    )


def is_observer(user) -> bool:
    """Reads everything and changes nothing."""
    return any(place.rights.reads for place in rights.places_of(user))
