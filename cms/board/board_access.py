"""Who sees the board: the office's roles that reach every school, and the observer. The table of roles decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.views import View

from cms.tenancy import rights
from cms.tenancy.roles import EVERY_SCHOOL, Role

READER_ROLES = EVERY_SCHOOL | {Role.OFFICE_OBSERVER}


class BoardReaderMixin(View):
    """Mixin of views; the guard stands before them, this is the second wall."""

    @staticmethod
    def allows(user) -> bool:
        return user.is_superuser or any(place.role in READER_ROLES for place in rights.places_of(user))

    def dispatch(self, request, *args, **kwargs):
        if not self.allows(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def may_measure(user) -> bool:
    return user.is_superuser or any(place.everywhere for place in rights.places_of(user))
