"""Asks ``decision`` before any view of the admin runs, and the questions of the floors above (``checks``). Other
schools'
things get the answer of things that do not exist."""

from __future__ import annotations

import json

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.admin.auth import reject_request

from cms.core.web.admin_root import is_admin_request
from cms.tenancy import current_school, rights
from cms.tenancy.access import checks, decision, denied, object_lookup, posted_content, routes, url_rules
from cms.tenancy.access.denied import SAFE, Refusal, answer
from cms.tenancy.access.references import ForeignReference
from cms.tenancy.access.rule_types import Access, Verdict
from cms.tenancy.access.subjects import visitor_of
from cms.tenancy.audit_log import record


class GuardMiddleware:
    """Stands after authentication and messages. Whoever is not signed in is sent to the login, whatever the view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin_request(request) and request.user.is_authenticated:
            record.exported(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not is_admin_request(request):
            return None
        attempt = routes.attempt(request)
        if refusal := checks.ask(checks.first, request, attempt):
            return answer(request, refusal)
        if (response := self.decide(request, kwargs)) is not None:
            return response
        refusal = checks.ask(checks.questions, request, attempt)
        return answer(request, refusal) if refusal else None

    def decide(self, request: HttpRequest, kwargs: dict[str, object]) -> HttpResponse | None:
        """``None``: the wall lets it through."""
        match = request.resolver_match
        rule = url_rules.find(match.view_name) if match is not None else None
        if not request.user.is_authenticated:
            return None if rule is not None and rule.access is Access.OPEN else reject_request(request)
        visitor = visitor_of(request.user)
        if visitor.everywhere and not rights.mixes_roles(request.user):
            return None
        safe = request.method in SAFE
        if not safe and not _is_readable(request):
            return answer(request, Refusal(_("This kind of content is not read here."), 415))
        found = []
        if rule is not None:
            claims = decision.claims(rule, kwargs, *_parameters(request, rule))
            found = [(claim, object_lookup.belonging(claim, request.user)) for claim in claims]
        match decision.decide(visitor, rule, safe, found):
            case Verdict.NOT_FOUND:
                # As Wagtail answers for a missing object.
                return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
            case Verdict.READ_ONLY:
                return answer(request, Refusal(_("Your role reads everything and changes nothing.")))
        if safe and visitor.reads_all and not visitor.everywhere:
            rights.begin_reading(request.user)
        current_school.begin(request, visitor)
        current_school.follow(request, visitor, [what.owner for _claim, what in found])
        rights.is_about(request.user, decision.owners_named(visitor, rule, found))
        if rule is not None and rule.content and not safe:
            posted_content.blank_foreign(request, visitor)
        return None

    def process_exception(self, request, exception):
        if not is_admin_request(request):
            return None
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            # Of scripts, and of the few views that Wagtail does not wrap.
            return denied.words_for_scripts() if denied.is_script(request) else denied.denied(request)
        refusal = checks.explain(request, exception) or _explain(request, exception)
        return answer(request, refusal) if refusal else None


def _explain(request: HttpRequest, exception: Exception) -> Refusal | None:
    """A form without words of its own was refused beneath (``cms.tenancy.access.references``, or the database's
    keys)."""
    if isinstance(exception, ForeignReference):
        return Refusal(_("The content points at another school's things. Nothing was changed."), 400)
    match = request.resolver_match
    if isinstance(exception, ObjectDoesNotExist) and match is not None and match.namespace == "wagtail_localize":
        return Refusal(
            _("Something that the translation names is no longer there. Choose another one in the translation."), 404
        )
    if isinstance(exception, ProtectedError):
        kinds = {str(row._meta.verbose_name) for row in exception.protected_objects}  # never whose
        text = _("It cannot be deleted while something needs it: %(kinds)s.")
        return Refusal(text % {"kinds": ", ".join(sorted(kinds))}, 409)
    return None


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
