"""Which function gathers what a model's template shows: handed over by the modules that read the models.

``@context_of(QuestionPage)`` registers one, for the model and those that inherit from it; ``of(page, request)`` asks
it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Context = Callable[[Any, Any], dict[str, Any]]
_registered: dict[type, Context] = {}


def context_of(*models: type) -> Callable[[Context], Context]:
    def decorate(function: Context) -> Context:
        _registered.update(dict.fromkeys(models, function))
        return function

    return decorate


def of(page: Any, request: Any) -> dict[str, Any]:
    """The context of ``page`` (or another object with a template); empty where nobody registered a function."""
    function = next((_registered[model] for model in type(page).__mro__ if model in _registered), None)
    return function(page, request) if function else {}
