"""Which function gathers what a model's template shows: handed over by the modules that read the models.

``@register_context(QuestionPage)`` registers one, for the model and those that inherit from it; ``build_context(page,
request)`` asks it. ``@register_context_part("bottom", QuestionPage)`` adds a piece of ready HTML from a higher floor:
the template's ``fragments.bottom``. ``reads=`` names what it reads of the query.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.utils.functional import SimpleLazyObject

Context = Callable[[Any, Any], dict[str, Any]]
_registered: dict[type, Context] = {}
#: (page, request) → safe HTML, "" for nothing here.
Part = Callable[[Any, Any], str]
_parts: dict[tuple[type, str], list[Part]] = {}
_read: dict[type, set[str]] = {}


def register_context(*models: type) -> Callable[[Context], Context]:
    def decorate(function: Context) -> Context:
        _registered.update(dict.fromkeys(models, function))
        return function

    return decorate


def register_context_part(place: str, *models: type, reads: tuple[str, ...] = ()) -> Callable[[Part], Part]:
    def decorate(function: Part) -> Part:
        for model in models:
            _read.setdefault(model, set()).update(reads)
            _parts.setdefault((model, place), []).append(function)
        return function

    return decorate


def build_context(page: Any, request: Any) -> dict[str, Any]:
    """The context of ``page`` (or another object with a template); empty where nobody registered a function."""
    kinds = type(page).__mro__
    function = next((_registered[model] for model in kinds if model in _registered), None)
    found = function(page, request) if function else {}
    places = [(place, functions) for (model, place), functions in _parts.items() if model in kinds]
    return {**found, "parts": SimpleLazyObject(partial(_build_parts, places, page, request))} if places else found


def _build_parts(places: list[tuple[str, list[Part]]], page: Any, request: Any) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for place, functions in places:
        parts.setdefault(place, []).extend(html for one in functions if (html := one(page, request)))
    return parts


def lazy_context(look: Callable[[], dict[str, Any]], *names: str) -> dict[str, Any]:
    """What ``look`` finds under ``names``, looked up when a template asks for the first of them: of a part of the page
    that is kept (``{% part %}``) nothing is looked up."""
    look = cache(look)
    return {name: SimpleLazyObject(partial(_resolve_lazy, look, name)) for name in names}


def _resolve_lazy(look: Callable[[], dict[str, Any]], name: str) -> Any:
    return look()[name]


def is_plain(page: Any, request: Any) -> bool:
    """Found past nothing closed, and asked without any of the parameters that the page and its parts read."""
    read = {*page.query_parameters, *(name for kind in type(page).__mro__ for name in _read.get(kind, ()))}
    return page.trail is not None and read.isdisjoint(request.GET)
