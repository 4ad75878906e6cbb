"""The kinds of notices; an app registers its own where it tells them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NoticeKind:
    """``duty``: its mail cannot be switched off. ``at_once``: mailed by the next run of the worker, else in the
    morning. ``for_office``, ``for_schools``: whose people ever get it."""

    code: str
    label: Any  # translated when shown
    duty: bool = False
    at_once: bool = False
    for_schools: bool = True
    for_office: bool = False


_KINDS: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> NoticeKind:
    if _KINDS.get(kind.code, kind) != kind:
        raise ValueError(f"two kinds of notices are called {kind.code}")
    _KINDS[kind.code] = kind
    return kind


def all_kinds() -> list[NoticeKind]:
    return list(_KINDS.values())


def find(code: str) -> NoticeKind | None:
    return _KINDS.get(code)


def duties() -> set[str]:
    return {kind.code for kind in all_kinds() if kind.duty}


def at_once() -> set[str]:
    return {kind.code for kind in all_kinds() if kind.at_once}


def optional(for_office: bool) -> list[NoticeKind]:
    """Kinds whose mail a person of a school (of the office) may switch off."""
    return [kind for kind in all_kinds() if not kind.duty and (kind.for_office if for_office else kind.for_schools)]
