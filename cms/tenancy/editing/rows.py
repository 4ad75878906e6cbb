"""Which rows a request of the admin is about to change, read from its address; and holding them."""

from __future__ import annotations

from django.urls import Resolver404, ResolverMatch, resolve
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

#: Views that change a page; the value names the argument with its number. The parent's row orders what is added to it.
_PAGE_VIEWS = {
    **dict.fromkeys(
        (
            "edit", "revisions_revert", "revisions_unschedule", "workflow_action", "unpublish", "delete", "copy",
            "lock", "unlock", "convert_alias", "set_privacy",
        ),
        "page_id",
    ),
    "add": "parent_page_id",
    **dict.fromkeys(("move_confirm", "set_page_position"), "page_to_move_id"),
}  # fmt: skip
_SNIPPET_VIEWS = frozenset(
    {
        "edit",
        "add",
        "delete",
        "unpublish",
        "workflow_action",
        "revisions_revert",
        "revisions_unschedule",
        "lock",
        "unlock",
    }
)

#: Forms that can show again what was typed (see ``held``), and those of them that make something new.
PAGE_FORMS = frozenset(f"wagtailadmin_pages:{name}" for name in ("add", "edit", "revisions_revert"))


def match_of(request) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def changed(match: ResolverMatch, query) -> tuple[type, list[str]] | None:
    """(model, keys) of what a POST to this address changes; ``None`` where rows need not be held.

    >>> changed(resolve("/admin/pages/12/edit/"), {})
    (Page, ["12"])
    """
    if match.namespace == "wagtailadmin_pages" and match.url_name in _PAGE_VIEWS:
        return Page, [str(match.kwargs[_PAGE_VIEWS[match.url_name]])]
    if match.view_name == "wagtailadmin_api:pages:action":
        return Page, [str(match.kwargs["pk"])]
    if match.view_name == "wagtail_bulk_action" and (model := _listed(match.kwargs)):
        return model, query.getlist("id")
    if (model := snippet_of(match)) and match.url_name in _SNIPPET_VIEWS:
        return model, [str(match.kwargs["pk"])] if "pk" in match.kwargs else []
    return None


def _listed(arguments) -> type | None:
    label = f"{arguments['app_label']}.{arguments['model_name']}".lower()
    return next((model for model in (Page, *get_snippet_models()) if model._meta.label_lower == label), None)


def snippet_of(match: ResolverMatch) -> type | None:
    if not match.namespace.startswith("wagtailsnippets_"):
        return None
    return next(
        (model for model in get_snippet_models() if model.snippet_viewset.url_namespace == match.namespace), None
    )


def shows_again(match: ResolverMatch) -> bool:
    """Can the form of this address be shown again with what was typed?"""
    if match.view_name in PAGE_FORMS:
        return True
    model = snippet_of(match)
    return model is not None and _holds(model) and match.url_name in ("add", "edit", "revisions_revert")


def _holds(model: type) -> bool:
    """Its views are those of ``held.HeldSnippet``."""
    return getattr(model.snippet_viewset, "shows_again", False)


def makes(match: ResolverMatch) -> type | None:
    """The model of which the form of this address makes a new row, if it is such a form and can say so."""
    if match.url_name != "add" or not shows_again(match):
        return None
    return Page if match.namespace == "wagtailadmin_pages" else snippet_of(match)


def hold(model: type, keys: list[str]) -> None:
    """Until the transaction ends, in one order everywhere. SQLite holds the whole database from its beginning."""
    known = sorted({int(key) for key in keys if key.isdecimal() and len(key) < 19})
    list(model._base_manager.filter(pk__in=known).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
