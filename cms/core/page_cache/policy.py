"""Cache policy: views and page types declare that their response may be cached, and which parameters it reads.

Without a policy, or with an undeclared parameter in the request, the response is rendered for each visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

_NAME = "_kept"


@dataclass(frozen=True)
class CachePolicy:
    """``parameters``: all query parameters that the response reads; ``counters``: versions beside its own site's."""

    parameters: frozenset[str]
    counters: tuple[str, ...]


def declare_policy(response: Any, parameters: tuple[str, ...] = (), counters: tuple[str, ...] = ()) -> Any:
    setattr(response, _NAME, CachePolicy(frozenset(parameters), counters))
    return response


def cached_until_changed(*parameters: str, counters: tuple[str, ...] = ()) -> Callable[[Callable], Callable]:
    """Decorator: caches a view's response, which must be the same for all visitors without a session.

    ``@cached_until_changed("page")`` names the parameters that the view reads."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def declared(request: Any, *args: Any, **kwargs: Any) -> Any:
            return declare_policy(view(request, *args, **kwargs), parameters, counters)

        return declared

    return decorate


def declared_policy(response: Any) -> CachePolicy | None:
    return getattr(response, _NAME, None)
