"""Registry of the kinds of notices; each app registers its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NotificationType:
    """``duty``: its mail cannot be switched off. ``at_once``: mailed by the next run of the worker, else in the
    morning. ``for_office``, ``for_schools``: the people of the office, of schools, can get it."""

    code: str
    label: Any  # translated when shown
    duty: bool = False
    at_once: bool = False
    for_schools: bool = True
    for_office: bool = False


_TYPES: dict[str, NotificationType] = {}


def register_type(kind: NotificationType) -> NotificationType:
    if _TYPES.get(kind.code, kind) != kind:
        raise ValueError(f"two kinds of notices are called {kind.code}")
    _TYPES[kind.code] = kind
    return kind


def all_types() -> list[NotificationType]:
    return list(_TYPES.values())


def find_type(code: str) -> NotificationType | None:
    return _TYPES.get(code)


def mandatory_types() -> set[str]:
    return {kind.code for kind in all_types() if kind.duty}


def immediate_types() -> set[str]:
    return {kind.code for kind in all_types() if kind.at_once}


def optional_types(for_office: bool) -> list[NotificationType]:
    """Returns the kinds whose mail a person of a school (of the office) may switch off."""
    return [kind for kind in all_types() if not kind.duty and (kind.for_office if for_office else kind.for_schools)]
