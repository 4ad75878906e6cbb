from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def find_person(email: str):
    """Returns the account with this address. Raises ``CommandError``."""
    user = get_user_model().objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise CommandError(_("Nobody here has the address “%(email)s”.") % {"email": email})
    return user
