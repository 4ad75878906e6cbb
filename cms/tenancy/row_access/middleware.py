"""Activates the row access policy for everything that runs inside it: middleware, view, templates, streamed bodies."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse

from cms.core import instance_hooks
from cms.core.web.admin_root import is_admin_request
from cms.tenancy.row_access.policy import RowAccessPolicy


class RowAccessMiddleware:
    """Runs right after the session middleware, which has established who asks."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        wall = row_policy_of(request)
        with instance_hooks.use_instance_hook(wall):
            response = self.get_response(request)
        if wall is not None and response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = instance_hooks.iterate_under_hook(wall, response.streaming_content)
        return response


def row_policy_of(request) -> RowAccessPolicy | None:
    """Returns the policy, outside the admin also for anonymous visitors. In the admin these can do nothing but sign
    in."""
    admin = is_admin_request(request)
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    user = request.user if has_session or admin else AnonymousUser()
    if user.is_authenticated:
        return None if user.is_superuser else RowAccessPolicy(user, admin)
    return None if admin else RowAccessPolicy(user, admin)
