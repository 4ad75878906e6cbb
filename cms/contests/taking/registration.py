"""Who may come in, and what is asked of them: no more than the contest's rules say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.contests.models import Attempt, AttemptMark, Contest, Entrant, Round
from cms.contests.taking import attempts
from cms.core import human_codes
from cms.tenancy.sites import SiteInfo


class EntryRefused(Exception):
    """``code``: a key of ``messages.REFUSAL_MESSAGES``."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ContestEntry:
    """What was filled in, checked. ``represents``: id of the school that it counts for."""

    name: str = ""
    class_name: str = ""
    code: str = ""
    represents: int | None = None
    agreed: bool = False


def contests_on_site(info: SiteInfo) -> QuerySet[Contest]:
    """Announced contests that this site shows: its organiser's own, and the office's on every site."""
    own = Q(school=info.school_id) | Q(school=None) if info.school_id else Q(school=None)
    return Contest.objects.filter(own).exclude(state=Contest.State.DRAFT)


def enter_contest(contest: Contest, round_: Round, user: Any, entry: ContestEntry) -> tuple[Attempt, bool]:
    """An attempt of the person, and whether it is new. Raises ``EntryRefused``."""
    if contest.state != Contest.State.PUBLISHED or not round_.is_open:
        raise EntryRefused("not_open")
    if contest.consent_text and not entry.agreed:
        raise EntryRefused("consent")
    with transaction.atomic():
        entrant, again = _find_or_create_entrant(contest, user, entry)
        if entry.agreed and entrant.agreed_at is None:
            entrant.agreed_at = timezone.now()
            entrant.save(update_fields=["agreed_at"])
    try:
        attempt, new = attempts.begin_attempt(entrant, round_, contest.attempts_allowed)
    except attempts.NoAttemptLeft:
        raise EntryRefused("no_attempt_left") from None
    if again:
        AttemptMark.objects.create(attempt=attempt, kind=AttemptMark.Kind.TWICE, detail={})
    return attempt, new


def _find_or_create_entrant(contest: Contest, user: Any, entry: ContestEntry) -> tuple[Entrant, bool]:
    """The row of the person, and whether somebody of the same name and class is there already."""
    if contest.who == Contest.Who.LIST:
        found = Entrant.objects.filter(
            contest=contest, listed=True, code=human_codes.normalize_code(entry.code)
        ).first()
        if found is None:
            raise EntryRefused("code")
        return found, False
    if contest.who == Contest.Who.ACCOUNT:
        return _account_entrant(contest, user, entry), False
    if contest.who == Contest.Who.CODE and human_codes.normalize_code(entry.code) != human_codes.normalize_code(
        contest.code
    ):
        raise EntryRefused("code")
    person = {
        "name": entry.name if contest.asks_name else "",
        "class_name": entry.class_name if contest.asks_class else "",
        "represents_id": entry.represents,
    }
    again = bool(person["name"]) and Entrant.objects.filter(
        contest=contest, name__iexact=person["name"], class_name__iexact=person["class_name"],
        represents=entry.represents,
    ).exists()  # fmt: skip
    entrant = Entrant.objects.create(
        contest=contest, school_id=contest.school_id, code=human_codes.generate_code(), **person
    )
    return entrant, again


def _account_entrant(contest: Contest, user: Any, entry: ContestEntry) -> Entrant:
    if not user.is_authenticated:
        raise EntryRefused("account")
    name = user.get_full_name()[:120] if contest.asks_name else ""
    values = {
        "school_id": contest.school_id,
        "represents_id": entry.represents,
        "name": name,
        "code": human_codes.generate_code(),
    }
    return Entrant.objects.get_or_create(contest=contest, user=user, defaults=values)[0]


def resume_by_code(info: SiteInfo, code: str) -> Attempt:
    """The attempt that runs, or the last one, of whoever has this code. Raises ``EntryRefused``."""
    try:
        entrant = Entrant.objects.get(contest__in=contests_on_site(info), code=human_codes.normalize_code(code))
    except ObjectDoesNotExist:
        raise EntryRefused("code") from None
    last = Attempt.objects.filter(entrant=entrant).order_by("-started_at").first()
    if last is None:
        raise EntryRefused("not_begun")
    now = timezone.now()
    if last.finished_at is None and last.accepts_until > now:
        return attempts.resume_attempt(last)
    return last
