"""People who may approve or administer at the school, and sign in with a password alone."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy, ngettext

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.tenancy.accounts.second_factor import PASSWORD_IS_ENOUGH
from cms.tenancy.models import Membership


@register_indicator
class WithoutSecondFactor(Indicator):
    code = "no_second_factor"
    order = 120
    label = gettext_lazy("Accounts without a second factor")
    heading = gettext_lazy("Without second factor")
    better = BetterDirection.LESS
    goal = Goal(0, 1, 1)

    def memberships(self, scope: MeasuringScope):
        devices = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
        rows = (
            Membership.objects.active()
            .filter(school__isnull=False, user__is_active=True)
            .exclude(role__in=PASSWORD_IS_ENOUGH)
        )
        if len(scope.schools) == 1:
            rows = rows.filter(school=scope.schools[0].pk)
        return rows.filter(~Exists(devices))

    def measure(self, scope: MeasuringScope):
        rows = self.memberships(scope).order_by().values_list("school").annotate(number=Count("user", distinct=True))
        counts = dict(rows)
        return {school.pk: counts.get(school.pk, 0) for school in scope.schools}

    def evidence(self, school, day):
        rows = self.memberships(MeasuringScope(day, (school,))).select_related("user").order_by("user__last_name")
        return [Evidence(str(row.user), row.get_role_display()) for row in rows]

    def mend_url(self, school):
        return ""

    def task(self, value, goal):
        return ngettext(
            "%(count)d account has no second factor; its owner sets it up at the next sign-in",
            "%(count)d accounts have no second factor; their owners set it up at the next sign-in",
            int(value),
        ) % {"count": value}
