"""The office's rule: accepts modification clauses without uncertainty automatically. Off by default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from cms.legal.admin_views.log_actions import RULE_OFF, RULE_ON
from cms.legal.models import ClauseProposal, ClauseRule
from cms.legal.modifications import review

BATCH = 100
State = ClauseProposal.State


def current_rule() -> ClauseRule:
    return ClauseRule.objects.select_related("switched_by").order_by("pk").first() or ClauseRule()


@transaction.atomic
def switch_rule(on: bool, user: Any) -> bool:
    """Switches the rule alone (clauses: ``accept_waiting``, ``revoke_all``); returns False where nothing changes."""
    rule = ClauseRule.objects.select_for_update().order_by("pk").first() or ClauseRule()
    if rule.on == on:
        return False
    rule.on, rule.switched_by, rule.switched_at = on, user, timezone.now()
    rule.save()
    log(rule, RULE_ON if on else RULE_OFF, user=user)
    return True


def waiting_modifications() -> QuerySet[ClauseProposal]:
    """Returns the clauses that the rule accepts: sure, of a public document, about one in the library, never
    revoked."""
    return ClauseProposal.objects.filter(
        state=State.OPEN, sure=True, taken_back=False, target__isnull=False, acting__live=True
    )


def accepted_modifications() -> QuerySet[ClauseProposal]:
    return ClauseProposal.objects.filter(state=State.BY_RULE)


def accept_waiting(documents: Iterable[int] | None = None) -> int:
    """While the rule is on, accepts all waiting clauses, or those in or about these documents; returns how many."""
    if not current_rule().on:
        return 0
    rows = waiting_modifications()
    if documents is not None:
        ids = list(documents)
        rows = rows.filter(Q(acting__in=ids) | Q(target__in=ids))
    pks = sorted(rows.values_list("pk", flat=True))
    return sum(len(review.accept_modifications(pks[first : first + BATCH])) for first in range(0, len(pks), BATCH))


def revoke_all(user: Any) -> int:
    """Revokes what the rule accepted, while it is off; the rule may accept it again later. Returns how many."""
    if current_rule().on:
        return 0
    pks = sorted(accepted_modifications().values_list("pk", flat=True))
    found = [
        review.revoke_modifications(pks[first : first + BATCH], user, of_rule=True)
        for first in range(0, len(pks), BATCH)
    ]
    return sum(map(len, found))
