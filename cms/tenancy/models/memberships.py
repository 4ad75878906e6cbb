from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models.schools import School
from cms.tenancy.roles import OFFICE_ROLES, SCHOOL_ROLES, Role


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Rows that give rights: not suspended. (A suspended account gives none either: ``User.is_active``.)"""
        return self.filter(suspended_at=None)


class Membership(models.Model):
    """A person's role in one school, or in the office (no school). Rights are derived from these rows alone."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("school")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["school", "role", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school", "role"], name="membership_once_in_school"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(school=None), name="membership_once_in_office"
            ),
            models.CheckConstraint(
                condition=Q(school=None, role__in=[str(r) for r in OFFICE_ROLES])
                | Q(school__isnull=False, role__in=[str(r) for r in SCHOOL_ROLES]),
                name="membership_role_fits_place",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} ({self.school or _('office')})"
