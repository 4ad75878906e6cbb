"""The office's rule: what is read without a doubt is taken without asking. Off until somebody switches it on."""

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
    """False where it stands so already. What waits, or was taken, is left to ``accept_waiting`` and ``revoke_all``."""
    rule = ClauseRule.objects.select_for_update().order_by("pk").first() or ClauseRule()
    if rule.on == on:
        return False
    rule.on, rule.switched_by, rule.switched_at = on, user, timezone.now()
    rule.save()
    log(rule, RULE_ON if on else RULE_OFF, user=user)
    return True


def waiting_modifications() -> QuerySet[ClauseProposal]:
    """What the rule takes: sure, of a public document, about one that the library holds, and never taken back."""
    return ClauseProposal.objects.filter(
        state=State.OPEN, sure=True, taken_back=False, target__isnull=False, acting__live=True
    )


def accepted_modifications() -> QuerySet[ClauseProposal]:
    return ClauseProposal.objects.filter(state=State.BY_RULE)


def accept_waiting(documents: Iterable[int] | None = None) -> int:
    """While the rule is on, all that waits, or what waits in or about these documents; the number taken."""
    if not current_rule().on:
        return 0
    rows = waiting_modifications()
    if documents is not None:
        ids = list(documents)
        rows = rows.filter(Q(acting__in=ids) | Q(target__in=ids))
    pks = sorted(rows.values_list("pk", flat=True))
    return sum(len(review.accept_modifications(pks[first : first + BATCH])) for first in range(0, len(pks), BATCH))


def revoke_all(user: Any) -> int:
    """What the rule took, while it is off; switched on again it may take it again."""
    if current_rule().on:
        return 0
    pks = sorted(accepted_modifications().values_list("pk", flat=True))
    found = [
        review.revoke_modifications(pks[first : first + BATCH], user, of_rule=True)
        for first in range(0, len(pks), BATCH)
    ]
    return sum(map(len, found))
