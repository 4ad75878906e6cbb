"""A registry of functions that build the template context of a model; the modules that read the models register them.

``@register_context(QuestionPage)`` registers one for the model and its subclasses; ``build_context(page, request)``
calls it. ``@register_context_part("bottom", QuestionPage)`` adds rendered HTML from a higher layer, in the template
``parts.bottom``. ``reads=`` names the query parameters that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from django.utils.functional import SimpleLazyObject

Context = Callable[[Any, Any], dict[str, Any]]
_registered: dict[type, Context] = {}
#: (page, request) → safe HTML, or "".
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
    """Returns the context of ``page`` (or another object with a template); empty if no function is registered."""
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
    """Returns lazy values for ``names``. ``look`` computes them all when a template uses the first one: a cached
    fragment (``{% part %}``) computes nothing."""
    look = cache(look)
    return {name: SimpleLazyObject(partial(_resolve_lazy, look, name)) for name in names}


def _resolve_lazy(look: Callable[[], dict[str, Any]], name: str) -> Any:
    return look()[name]


def is_plain(page: Any, request: Any) -> bool:
    """Whether the page lies on an unrestricted path and the query has no parameter that it or its parts read."""
    read = {*page.query_parameters, *(name for kind in type(page).__mro__ for name in _read.get(kind, ()))}
    return page.trail is not None and read.isdisjoint(request.GET)
