"""Which function gathers what a model's template shows: handed over by the modules that read the models.

``@context_of(QuestionPage)`` registers one, for the model and those that inherit from it; ``of(page, request)`` asks
it. ``@part_of("bottom", QuestionPage)`` adds a piece of ready HTML from a higher floor: the template's
``parts.bottom``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Context = Callable[[Any, Any], dict[str, Any]]
_registered: dict[type, Context] = {}
#: (page, request) → safe HTML, "" for nothing here.
Part = Callable[[Any, Any], str]
_parts: dict[tuple[type, str], list[Part]] = {}


def context_of(*models: type) -> Callable[[Context], Context]:
    def decorate(function: Context) -> Context:
        _registered.update(dict.fromkeys(models, function))
        return function

    return decorate


def part_of(place: str, *models: type) -> Callable[[Part], Part]:
    def decorate(function: Part) -> Part:
        for model in models:
            _parts.setdefault((model, place), []).append(function)
        return function

    return decorate


def of(page: Any, request: Any) -> dict[str, Any]:
    """The context of ``page`` (or another object with a template); empty where nobody registered a function."""
    kinds = type(page).__mro__
    function = next((_registered[model] for model in kinds if model in _registered), None)
    found = function(page, request) if function else {}
    parts: dict[str, list[str]] = {}
    for (model, place), functions in _parts.items():
        if model in kinds:
            parts.setdefault(place, []).extend(html for one in functions if (html := one(page, request)))
    return {**found, "parts": parts} if parts else found
