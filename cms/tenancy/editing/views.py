"""Answers what the browser's form asks before it sends: is the person still signed in, and which forms are saved?"""

from __future__ import annotations

import base64
import uuid

from django.conf import settings
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

from cms.tenancy import rights
from cms.tenancy.models import SentForm

_MAX_TOKENS = 100


def draft_key(user) -> str:
    """Returns the key of the drafts that the browser stores for this person. Nobody else ever gets it."""
    digest = salted_hmac("cms.tenancy.editing", f"{user.pk}:{user.email}", settings.SECRET_KEY, algorithm="sha256")
    return base64.b64encode(digest.digest()).decode()


@never_cache
def session_status(request):
    """``saved``: the queried tokens whose forms were carried out, with the URL that each redirected to."""
    user = request.user
    if not user.is_authenticated or not (user.is_superuser or rights.places_of(user)):
        return JsonResponse({"user": None}, status=401)
    sent = SentForm.objects.filter(user=user, token__in=_requested_tokens(request)).exclude(location="")
    saved = {str(form.token): {"made": form.object_id != "", "url": _saved_address(form)} for form in sent}
    return JsonResponse({"user": user.pk, "key": draft_key(user), "csrf": get_token(request), "saved": saved})


def _requested_tokens(request) -> list[uuid.UUID]:
    found = []
    for value in request.GET.getlist("token")[:_MAX_TOKENS]:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def _saved_address(form: SentForm) -> str:
    from wagtail.admin.admin_url_finder import AdminURLFinder

    made = form.made
    return (AdminURLFinder(form.user).get_edit_url(made) if made is not None else None) or form.location


@never_cache
def return_after_sign_in(request):
    """The target of a sign-in beside a form: this tab may be closed."""
    return render(request, "tenancy/admin/editing/back.html")
