from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail address, ignoring case."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("email is required")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A user of the admin: signs in with an e-mail address; the family name comes first."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("email address"), unique=True, error_messages={"unique": _("A user with that email already exists.")}
    )

    sessions_ended = models.PositiveIntegerField(_("times all sessions were ended"), default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def end_sessions(self) -> None:
        """Signs the person out on every device; saves."""
        type(self).objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Returns the hash that a valid session must contain (private in Django, a test checks that it exists)."""
        found = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{found}:{self.sessions_ended}" if self.sessions_ended else found

    def get_full_name(self) -> str:
        """Returns the name in Vietnamese order: family and middle names, then the given name."""
        return f"{self.last_name} {self.first_name}".strip()
