"""The observer's model permissions: held while a request runs that changes nothing (``rights.begin_reading``)."""

from django.contrib.auth.backends import BaseBackend

from cms.tenancy import rights
from cms.tenancy.grants import permission_names
from cms.tenancy.roles import READING


class ReadingBackend(BaseBackend):
    """Signs nobody in; answers ``has_perm`` beside Django's own backend."""

    def get_all_permissions(self, user_obj, obj=None):
        reads = user_obj.is_active and rights.is_reading(user_obj)
        return permission_names(READING) if reads else set()
