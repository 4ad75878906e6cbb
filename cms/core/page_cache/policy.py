"""Which answers may be kept: views and page types say so, and which parameters they know.

A view or page that says nothing is made anew for everybody. So is a request with a parameter that is not declared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

_NAME = "_kept"


@dataclass(frozen=True)
class CachePolicy:
    """``parameters``: all that the answer reads of the query; ``counters``: what it rests on beside its own site."""

    parameters: frozenset[str]
    counters: tuple[str, ...]


def declare_policy(response: Any, parameters: tuple[str, ...] = (), counters: tuple[str, ...] = ()) -> Any:
    setattr(response, _NAME, CachePolicy(frozenset(parameters), counters))
    return response


def cached_until_changed(*parameters: str, counters: tuple[str, ...] = ()) -> Callable[[Callable], Callable]:
    """``@cached_until_changed("page")``: what the view answers is the same for all visitors without a session."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def declared(request: Any, *args: Any, **kwargs: Any) -> Any:
            return declare_policy(view(request, *args, **kwargs), parameters, counters)

        return declared

    return decorate


def declared_policy(response: Any) -> CachePolicy | None:
    return getattr(response, _NAME, None)
