"""Maps Wagtail's own URLs to the operations they perform: one table, read once per request.

``requested_operation(request)`` returns the operation that the request attempts and the rows it concerns; ``None`` for
read-only views and for URLs that are not Wagtail's. Code that asks whether a request may proceed uses this operation
(``checks``); no other code reads these URLs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models


@dataclass(frozen=True)
class Route:
    """``verb``: the operation; ``argument``: the URL argument that names the row. ``writes``: a POST changes the row
    (it may only be a first step); ``form``: the form can be shown again with what was typed."""

    verb: str
    argument: str = "page_id"
    writes: bool = True
    form: bool = False


@dataclass(frozen=True)
class RequestedOperation:
    """``keys``: ids of rows of ``model`` as sent; for an object added to a page, the id of its parent; empty for a new
    snippet."""

    verb: str
    model: type[Model]
    keys: tuple[str, ...]
    writes: bool = True
    form: bool = False

    @property
    def numbers(self) -> list[int]:
        """Returns the keys that are valid row ids."""
        return [int(key) for key in self.keys if key.isdecimal() and len(key) < 19]


#: A decision in the workflow: "approve", or "decide" for any other.
_DECISION = ""

PAGES: Mapping[str, Route] = {
    "add": Route("add", "parent_page_id", form=True),
    "edit": Route("edit", form=True),
    "revisions_revert": Route("revert", form=True),
    "revisions_unschedule": Route("unschedule"),
    "workflow_action": Route(_DECISION),
    "collect_workflow_action_data": Route(_DECISION, writes=False),
    "move": Route("move", "page_to_move_id", writes=False),
    "move_confirm": Route("move", "page_to_move_id"),
    "set_page_position": Route("order", "page_to_move_id"),
    **{verb: Route(verb) for verb in ("unpublish", "delete", "copy", "lock", "unlock", "convert_alias", "set_privacy")},
}
SNIPPETS: Mapping[str, Route] = {
    "add": Route("add", "pk", form=True),
    "edit": Route("edit", "pk", form=True),
    "revisions_revert": Route("revert", "pk", form=True),
    "revisions_unschedule": Route("unschedule", "pk"),
    "workflow_action": Route(_DECISION, "pk"),
    **{verb: Route(verb, "pk") for verb in ("unpublish", "delete", "lock", "unlock")},
}
_LOCALIZE_ALIAS = Route("convert_alias", writes=False)
#: Arguments that name a page in any of Wagtail's URLs.
_PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "parent_page_id")
_READ = "_attempt_of_this_request"


def is_admin_api(request: HttpRequest) -> bool:
    """Returns whether the request is for the admin's own API, which only scripts call."""
    match = resolver_match(request)
    return match is not None and match.namespace.startswith("wagtailadmin_api")


def resolver_match(request: HttpRequest) -> ResolverMatch | None:
    """Returns the match, also before Django has resolved the URL."""
    if request.resolver_match is not None:
        return request.resolver_match
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def requested_operation(request: HttpRequest) -> RequestedOperation | None:
    """Cached per request; read again where ``editing.rejected_submission`` has rerouted the request to another URL."""
    path, found = getattr(request, _READ, (None, None))
    if path != request.path_info:
        match = resolver_match(request)
        found = read_operation(match, request.GET.getlist("id")) if match else None
        setattr(request, _READ, (request.path_info, found))
    return found


def read_operation(match: ResolverMatch, ids: list[str]) -> RequestedOperation | None:
    """Returns the operation of a URL. ``ids``: the ids in the query string, which bulk actions use.

    >>> read_operation(resolve("/admin/pages/12/edit/"), [])
    Attempt(verb="edit", model=Page, keys=("12",), writes=True, form=True)
    """
    arguments = match.kwargs
    if match.namespace == "wagtailadmin_pages" and (route := PAGES.get(match.url_name or "")):
        return _build_operation(route, Page, arguments)
    if match.view_name == "wagtail_localize:convert_to_alias":
        return _build_operation(_LOCALIZE_ALIAS, Page, arguments)
    if match.view_name == "wagtailadmin_api:pages:action":
        return RequestedOperation(arguments["action_name"], Page, (str(arguments["pk"]),))
    if match.view_name == "wagtail_bulk_action" and (model := _listed_ids(arguments)):
        return RequestedOperation(arguments["action"], model, tuple(ids))
    if (route := SNIPPETS.get(match.url_name or "")) and (model := snippet_model_of(match)):
        return _build_operation(route, model, arguments)
    return None


def named_page_id(match: ResolverMatch) -> int | str | None:
    """Returns the id of the page that a URL concerns, for changing and for read-only views."""
    return next((match.kwargs[name] for name in _PAGE_ARGUMENTS if name in match.kwargs), None)


def snippet_model_of(match: ResolverMatch) -> type[Model] | None:
    if not match.namespace.startswith("wagtailsnippets_"):
        return None
    return next(
        (model for model in get_snippet_models() if model.snippet_viewset.url_namespace == match.namespace), None
    )


def _build_operation(route: Route, model: type[Model], arguments: Mapping[str, Any]) -> RequestedOperation:
    verb = route.verb
    if verb == _DECISION:
        verb = "approve" if arguments["action_name"] == "approve" else "decide"
    keys = (str(arguments[route.argument]),) if route.argument in arguments else ()
    return RequestedOperation(verb, model, keys, route.writes, route.form)


def _listed_ids(arguments: Mapping[str, Any]) -> type[Model] | None:
    label = f"{arguments['app_label']}.{arguments['model_name']}".lower()
    return next((model for model in (Page, *get_snippet_models()) if model._meta.label_lower == label), None)
