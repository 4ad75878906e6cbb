from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.tenancy.models.schools import School
from cms.tenancy.roles import SCHOOL_ROLES, Role


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(expires_at__gt=timezone.now(), school__closed_on=None)

    def by_token(self, token: str):
        return self.filter(token_hash=hash_token(token))


class Invitation(models.Model):
    """A role that awaits acceptance. It names an address and no account: the school learns only after acceptance
    whether there is one. Accepting, declining and withdrawing delete the row; the log keeps what happened."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("school"))
    email = models.EmailField(_("email address"), db_index=True)  # in lower case
    name = models.CharField(_("name"), max_length=200)  # as typed by the inviter
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in SCHOOL_ROLES])
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("invited by")
    )
    token_hash = models.CharField(max_length=64, unique=True)  # only the mail contains the link itself
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    mailed = models.BooleanField(_("mail sent"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "email"], name="invitation_once_in_school")]

    def __str__(self):
        return self.email

    @property
    def is_open(self) -> bool:
        return self.expires_at > timezone.now()

    @property
    def role_label(self):
        return Role(self.role).label


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
