"""Sign-in by password as in Django; rights come from memberships, never from groups.

``user.has_perm(name)`` answers for the schools whose objects the request names (``rights.set_request_owners``, set by
the access control middleware), ``user.has_perm(name, obj)`` for the school of ``obj``. So every view of Wagtail and of
third parties that checks a model permission checks it in the right school, also views unknown to this project.
"""

from collections.abc import Callable

from django.contrib.auth.backends import ModelBackend

from cms.tenancy import rights, scope


class MembershipBackend(ModelBackend):
    _get_permissions: Callable[..., set[str]]  # of ModelBackend

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        if user_obj.is_superuser:
            return self._get_permissions(user_obj, None, "group")
        return set(rights.permissions_at(user_obj, None if obj is None else [scope.owner_id(obj)]))

    def get_group_permissions(self, user_obj, obj=None):
        return self.get_all_permissions(user_obj, obj)

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    def has_module_perms(self, user_obj, app_label):
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions(user_obj))
