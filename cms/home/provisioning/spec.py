"""What is asked for: one school as frozen data, and what is wrong with it. Pure.

Problems carry a code and parameters; ``messages`` has the words.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.home.provisioning import names
from cms.home.provisioning.spelling import normalize_name

CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
OWNERSHIP_VALUES = ("public", "private")


@dataclass(frozen=True)
class SpecProblem:
    """``code`` is a key of ``messages.PROBLEM_MESSAGES``; ``field`` a field of ``SchoolSpec`` or empty."""

    code: str
    field: str = ""
    params: dict[str, Any] = dataclass_field(default_factory=dict)


class SpecError(ValueError):
    """A spec that cannot be carried out; ``problems`` says why."""

    def __init__(self, problems: list[SpecProblem]):
        super().__init__(", ".join(f"{p.field or 'spec'}: {p.code}" for p in problems))
        self.problems = problems


@dataclass(frozen=True)
class SchoolSpec:
    """One school. Empty fields mean "not said": a new school gets the default, an existing one keeps its own.
    ``ownership`` empty: private when the name says so, else public. ``authority`` is the primary key or the name (also
    short) of a governing authority.

    ``build_host_label`` empty: derived from the name; ``district`` tells namesakes apart after the commune.
    ``source_name``: the name as a list wrote it, where ``normalize_spec`` spelled it otherwise. ``authority_since``:
    first day under that authority, ``None`` when not known.
    """

    code: str
    name: str
    level: str
    ownership: str = ""
    address: str = ""
    commune: str = ""
    authority: int | str | None = None
    authority_since: datetime.date | None = None
    short_name: str = ""
    host_label: str = ""
    district: str = ""
    source_name: str = ""

    @property
    def localities(self) -> tuple[str, ...]:
        return tuple(name for name in (self.commune, self.district) if name)

    def wanted_label(self) -> str:
        return self.host_label or names.build_host_label(self.name, self.level)


MAX_LENGTHS = {"name": 255, "short_name": 42, "address": 255, "commune": 100, "district": 100}


def normalize_spec(spec: SchoolSpec) -> SchoolSpec:
    """Canonical spelling (NFC, single spaces, names as ``spelling`` has them); level and ownership codes in their own
    case."""
    text: dict[str, Any] = {
        name: collapse_whitespace(getattr(spec, name))
        for name in ("code", "name", "short_name", "address", "commune", "district")
    }
    written, text["name"] = text["name"], normalize_name(text["name"])
    text["source_name"] = spec.source_name or (written if written != text["name"] else "")
    authority = collapse_whitespace(spec.authority) if isinstance(spec.authority, str) else spec.authority
    return replace(
        spec, **text, level=spec.level.strip().upper(), ownership=spec.ownership.strip().lower(),
        host_label=spec.host_label.strip().lower(), authority=authority or None,
    )  # fmt: skip


def validate_spec(spec: SchoolSpec) -> list[SpecProblem]:
    """What is wrong with a tidy spec, seen alone (no database)."""
    found = []
    if not spec.code:
        found.append(SpecProblem("required", "code"))
    elif not CODE_PATTERN.fullmatch(spec.code):
        found.append(SpecProblem("code_form", "code", {"value": spec.code[:60]}))
    if not spec.name:
        found.append(SpecProblem("required", "name"))
    elif not re.search(r"[a-z]", fold_diacritics(spec.name)):
        found.append(SpecProblem("name_form", "name", {"value": spec.name[:60]}))
    found += [
        SpecProblem("too_long", name, {"limit": limit, "length": len(getattr(spec, name))})
        for name, limit in MAX_LENGTHS.items()
        if len(getattr(spec, name)) > limit
    ]
    if not spec.level and spec.name:  # without a name there is nothing to read it from
        found.append(SpecProblem("level_unknown", "level", {"value": spec.name[:60]}))
    elif spec.level and spec.level not in names.LEVELS:
        found.append(SpecProblem("level_form", "level", {"value": spec.level[:60], "levels": ", ".join(names.LEVELS)}))
    if spec.ownership and spec.ownership not in OWNERSHIP_VALUES:
        found.append(SpecProblem("ownership_form", "ownership", {"value": spec.ownership[:60]}))
    if spec.host_label and not names.is_host_label(spec.host_label):
        found.append(SpecProblem("host_form", "host_label", {"value": spec.host_label[:80]}))
    elif spec.host_label in names.RESERVED_LABELS:
        found.append(SpecProblem("host_reserved", "host_label", {"value": spec.host_label}))
    return found
