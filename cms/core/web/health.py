"""Health checks: each app registers a function that returns a human-readable reason, or "" when all is well."""

from __future__ import annotations

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)

_checks: dict[str, Callable[[], str]] = {}


def register_check(name: str, function: Callable[[], str]) -> None:
    _checks[name] = function


def run_checks() -> dict[str, str]:
    """Returns name → reason of the degraded checks. A check that raises counts as degraded."""
    found = {}
    for name, function in _checks.items():
        try:
            reason = function()
        except Exception as error:  # a broken check must not stop the others
            logger.warning("The health of %s cannot be asked: %s", name, error)
            reason = type(error).__name__
        if reason:
            found[name] = str(reason)
    return found
