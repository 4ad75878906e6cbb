"""Law that a published answer cites has changed: its page says so at once, and whoever answered looks at it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advice.models import Question, Review
from cms.advice.notifications import REVIEW
from cms.core import versions
from cms.core.instance_hooks import allow_all_rows
from cms.legal.models import Citation, QuestionPage
from cms.legal.validity import status
from cms.tenancy import cache_dependencies, rights
from cms.tenancy.models import Membership
from cms.tenancy.notifications import sending

#: A change to one of these is no reason to look: the law came into force, or nobody knows.
STATUSES_WITHOUT_REVIEW = frozenset({status.IN_FORCE, status.UNKNOWN})


def on_statuses_changed(sender, documents: Iterable[int], old: str, new: str, **kwargs) -> None:
    if new in STATUSES_WITHOUT_REVIEW:
        return
    with allow_all_rows("whoever changes a law reads no school's pages, and every school that cites it is told"):
        open_reviews(documents, new)


@transaction.atomic
def open_reviews(documents: Iterable[int], new: str) -> int:
    """One for each answered question and document; an open one takes the new status. The number of new ones."""
    pages = QuestionPage.objects.filter(live=True).values("pk")  # every school: whoever cites what has changed
    rows = Citation.objects.filter(document__in=list(documents), page__in=pages).order_by("page")
    made = 0
    for page_id, document_id, school_id, owner_id in sorted(
        set(rows.values_list("page", "document", "school", "page__owner")), key=str
    ):
        versions.bump_versions(cache_dependencies.school_counter(school_id))  # a page says why it is looked at
        if Review.objects.filter(page=page_id, document=document_id, done_at=None).update(status=new):
            continue
        question = Question.objects.filter(page=page_id).order_by("pk").values_list("answered_by", flat=True)
        person = _active_member_or_none(question.first() or owner_id, school_id)
        review = Review.objects.create(
            school_id=school_id, page_id=page_id, document_id=document_id, status=new, opened_at=timezone.now(),
            assigned_to_id=person,
        )  # fmt: skip
        _notify_reviewers(review)
        made += 1
    return made


def _active_member_or_none(user_id: int | None, school_id: int | None) -> int | None:
    """The person, while it works at the school or for the office."""
    if user_id is None:
        return None
    rows = Membership.objects.active().filter(user=user_id, user__is_active=True)
    here = rows.filter(school=school_id) | rows.filter(school=None)
    return user_id if here.exists() else None


def _notify_reviewers(review: Review) -> None:
    subject = _("Law cited in your answer has changed: %(title)s")
    text = _("The page says so until you have looked whether the answer still holds.")
    values = {"title": review.page.title}
    path = reverse("advice_review", args=[review.pk])
    if review.assigned_to_id:
        known = Membership.objects.active().filter(user=review.assigned_to_id, school=review.school_id).exists()
        sending.notify_people(
            REVIEW, [review.assigned_to_id], subject, text, path, values, review.school_id if known else None
        )
    elif review.school_id:
        sending.notify_schools(REVIEW, [review.school_id], subject, text, lambda _school: path, values)
    else:
        sending.notify_office(REVIEW, subject, text, path, values)


def open_reviews_for_user(user) -> QuerySet[Review]:
    """The person's, while it works there."""
    rows = Review.objects.filter(assigned_to=user.pk, done_at=None)
    own = rights.owners_worked_for(user)
    return rows if user.is_superuser or None in own else rows.filter(school__in=own)


@transaction.atomic
def close_review(review: Review, user, note: str) -> bool:
    """Somebody looked, and the answer holds or was changed; ``False``: somebody else did so before."""
    versions.bump_versions(cache_dependencies.school_counter(review.school_id))
    return bool(
        Review.objects.filter(pk=review.pk, done_at=None).update(
            done_at=timezone.now(), done_by=user, note=note.strip()[:500]
        )
    )


def document_numbers_under_review(page) -> list[str]:
    """Numbers of the documents because of which a page is looked at; what its readers are told."""
    rows = Review.objects.filter(page=page.pk, done_at=None)
    return sorted(set(rows.values_list("document__number_raw", flat=True)))
