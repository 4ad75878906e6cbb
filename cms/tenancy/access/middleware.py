"""Runs ``decision`` and the registered ``checks`` before any admin view. Other schools' objects get the same answer as
missing objects."""

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
from cms.tenancy.access.denied import SAFE, Denial, render_denial
from cms.tenancy.access.references import ForeignReference
from cms.tenancy.access.rule_types import Access, Decision
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.audit_log import record


class AccessControlMiddleware:
    """Runs after the authentication and message middleware. Anonymous users are redirected to the sign-in by every
    view."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_admin_request(request) and request.user.is_authenticated:
            record.record_export(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        if not is_admin_request(request):
            return None
        attempt = routes.requested_operation(request)
        if refusal := checks.run_access_checks(checks.early_checks, request, attempt):
            return render_denial(request, refusal)
        if (response := self.decide(request, kwargs)) is not None:
            return response
        refusal = checks.run_access_checks(checks.access_checks, request, attempt)
        return render_denial(request, refusal) if refusal else None

    def decide(self, request: HttpRequest, kwargs: dict[str, object]) -> HttpResponse | None:
        """Returns the denial, or ``None`` if tenant isolation allows the request."""
        match = request.resolver_match
        rule = url_rules.find_rule(match.view_name) if match is not None else None
        if not request.user.is_authenticated:
            return None if rule is not None and rule.access is Access.OPEN else reject_request(request)
        visitor = subject_of(request.user)
        if visitor.everywhere and not rights.has_mixed_roles(request.user):
            return None
        safe = request.method in SAFE
        if not safe and not _is_readable(request):
            return render_denial(request, Denial(_("This kind of content is not read here."), 415))
        found = []
        if rule is not None:
            claims = decision.find_claims(rule, kwargs, *_parameters(request, rule))
            found = [(claim, object_lookup.find_ownership(claim, request.user)) for claim in claims]
        match decision.decide(visitor, rule, safe, found):
            case Decision.NOT_FOUND:
                # Same answer as Wagtail's for a missing object.
                return page_not_found(request, Http404(), template_name="wagtailadmin/404.html")
            case Decision.READ_ONLY:
                return render_denial(request, Denial(_("Your role reads everything and changes nothing.")))
        if safe and visitor.reads_all and not visitor.everywhere:
            rights.begin_read_only(request.user)
        current_school.restore_choice(request, visitor)
        current_school.follow_owners(request, visitor, [what.owner for _claim, what in found])
        rights.set_request_owners(request.user, decision.named_owners(visitor, rule, found))
        if rule is not None and rule.content and not safe:
            posted_content.blank_foreign_references(request, visitor)
        return None

    def process_exception(self, request, exception):
        if not is_admin_request(request):
            return None
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated:
            # For scripts, and for the few views that Wagtail does not wrap.
            return denied.script_message() if denied.is_script_request(request) else denied.permission_denied(request)
        refusal = checks.explain_denial(request, exception) or _explain(request, exception)
        return render_denial(request, refusal) if refusal else None


def _explain(request: HttpRequest, exception: Exception) -> Denial | None:
    """Explains an exception of a lower layer (``cms.tenancy.access.references``, or the database's foreign keys) for
    which the form has no message of its own."""
    if isinstance(exception, ForeignReference):
        return Denial(_("The content points at another school's things. Nothing was changed."), 400)
    match = request.resolver_match
    if isinstance(exception, ObjectDoesNotExist) and match is not None and match.namespace == "wagtail_localize":
        return Denial(
            _("Something that the translation names is no longer there. Choose another one in the translation."), 404
        )
    if isinstance(exception, ProtectedError):
        kinds = {str(row._meta.verbose_name) for row in exception.protected_objects}  # never the owners
        text = _("It cannot be deleted while something needs it: %(kinds)s.")
        return Denial(text % {"kinds": ", ".join(sorted(kinds))}, 409)
    return None


#: Content types that the middleware parses as the views do. Their JSON parser also accepts "application/*".
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
        return [*found, dict(QueryDict(request.body).lists())]  # Django parses form bodies of POST alone
    return [*found, dict(request.POST.lists())]


def _json_parameters(request) -> dict:
    try:
        data = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: value if isinstance(value, list) else [value] for name, value in data.items()}
