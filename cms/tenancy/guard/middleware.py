"""Asks ``decide`` before any view of the admin runs. Other schools' things get the answer of things that do not
exist."""

from __future__ import annotations

import json

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.admin.auth import reject_request

from cms.tenancy import current, rights
from cms.tenancy.guard import content, decide, objects, refusals, table
from cms.tenancy.guard.references import ForeignReference
from cms.tenancy.guard.rules import Access, Verdict
from cms.tenancy.guard.visitors import visitor_of
from cms.tenancy.journal import record

SAFE = ("GET", "HEAD", "OPTIONS")


class GuardMiddleware:
    """Stands after authentication and messages. Whoever is not signed in is sent to the login, whatever the view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if in_admin(request) and request.user.is_authenticated:
            record.exported(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not in_admin(request):
            return None
        rule = table.find(request.resolver_match.view_name)
        if not request.user.is_authenticated:
            return None if rule is not None and rule.access is Access.OPEN else reject_request(request)
        visitor = visitor_of(request.user)
        if visitor.everywhere and not rights.mixes_roles(request.user):
            return None
        safe = request.method in SAFE
        if not safe and not _is_readable(request):
            return refused(request, _("This kind of content is not read here."), 415)
        found = []
        if rule is not None:
            claims = decide.claims(rule, kwargs, *_parameters(request, rule))
            found = [(claim, objects.belonging(claim, request.user)) for claim in claims]
        match decide.decide(visitor, rule, safe, found):
            case Verdict.NOT_FOUND:
                # As Wagtail answers for a missing object.
                return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
            case Verdict.READ_ONLY:
                return read_only(request)
        if safe and visitor.reads_all and not visitor.everywhere:
            rights.begin_reading(request.user)
        current.begin(request, visitor)
        current.follow(request, visitor, [what.owner for _claim, what in found])
        rights.is_about(request.user, decide.owners_named(visitor, rule, found))
        if rule is not None and rule.content and not safe:
            content.blank_foreign(request, visitor)
        return None

    def process_exception(self, request, exception):
        """A form without words of its own was refused beneath (``cms.tenancy.guard.references``, or the database's
        keys)."""
        if not in_admin(request):
            return None
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            # Of scripts, and of the few views that Wagtail does not wrap.
            return refusals.words_for_scripts() if _is_script(request) else refusals.denied(request)
        if isinstance(exception, ForeignReference):
            return refused(request, _("The content points at another school's things. Nothing was changed."), 400)
        if isinstance(exception, ObjectDoesNotExist) and request.resolver_match.namespace == "wagtail_localize":
            text = _("Something that the translation names is no longer there. Choose another one in the translation.")
            return refused(request, text, 404)
        if isinstance(exception, ProtectedError):
            kinds = {str(row._meta.verbose_name) for row in exception.protected_objects}  # never whose
            text = _("It cannot be deleted while something needs it: %(kinds)s.")
            return refused(request, text % {"kinds": ", ".join(sorted(kinds))}, 409)
        return None


def in_admin(request) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


#: Bodies that the guard reads as the views do. Their reader of JSON takes "application/*" for its own too.
_READABLE = {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}


def _is_readable(request) -> bool:
    return request.content_type in _READABLE or request.META.get("CONTENT_LENGTH") in (None, "", "0")


def _parameters(request, rule) -> list[dict]:
    found = [dict(request.GET.lists())]
    if request.method in SAFE or rule.content:
        return found
    if request.content_type == "application/json":
        return [*found, _json_parameters(request)]
    if request.method != "POST" and request.content_type == "application/x-www-form-urlencoded":
        return [*found, dict(QueryDict(request.body).lists())]  # Django reads forms of POST alone
    return [*found, dict(request.POST.lists())]


def _json_parameters(request) -> dict:
    try:
        data = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: value if isinstance(value, list) else [value] for name, value in data.items()}


def _is_script(request) -> bool:
    return request.headers.get("x-requested-with") == "XMLHttpRequest" or request.content_type == "application/json"


def read_only(request) -> HttpResponse:
    return refused(request, _("Your role reads everything and changes nothing."), 403)


def refused(request, text: str, status: int) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"detail": text}, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"text": text, "help": refusals.help_for(request.user), "was_sent": request.method not in SAFE}
    return render(request, "tenancy/admin/refused.html", context, status=status)
