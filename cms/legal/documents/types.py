"""Gives the office's document types to the parsers (``cms.legal.parsing.types``): an edit in the admin reaches every
process within a second. The library's version counter triggers the reload."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from cms.core import versions
from cms.core.text import fold_diacritics
from cms.legal.models import DocumentType
from cms.legal.parsing import types
from cms.legal.parsing.types import TypeRow, Types


def current_types() -> Types:
    return versions.get_or_build(("legal.document_types",), (versions.LIBRARY,), _read_types)


def _read_types() -> Types:
    rows = DocumentType.objects.order_by("rank", "pk").values_list("name", "abbreviation", "nature")
    return types.types_of(TypeRow(*row) for row in rows)


def types_with_word(word: str) -> list[int]:
    """Returns primary keys of the types with this folded word in their name or as abbreviation ("luat": Luật, Bộ luật
    …)."""
    return versions.get_or_build(("legal.types_by_word",), (versions.LIBRARY,), _by_word).get(word, [])


def types_named(words: str) -> list[int]:
    """Returns primary keys of the types that have all these words, or their beginnings, in name and abbreviation."""
    parts = fold_diacritics(words).split()
    rows = versions.get_or_build(("legal.types_by_name",), (versions.LIBRARY,), _names)
    return [pk for pk, name in rows if all(f" {part}" in name for part in parts)]


def _names() -> list[tuple[int, str]]:
    rows = DocumentType.objects.values_list("pk", "name", "abbreviation")
    return [(pk, f" {fold_diacritics(name)} {fold_diacritics(abbreviation)}") for pk, name, abbreviation in rows]


def _by_word() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for pk, name, abbreviation in DocumentType.objects.values_list("pk", "name", "abbreviation"):
        for word in {*fold_diacritics(name).split(), fold_diacritics(abbreviation)} - {""}:
            found.setdefault(word, []).append(pk)
    return found


def types_changed(**kwargs: Any) -> None:
    """Runs after types were written: text parsed with the old ones is parsed again, in this transaction at once."""
    versions.bump_versions(versions.LIBRARY)
    types.forget_types()
    transaction.on_commit(types.forget_types)


def connect_signals() -> None:
    for signal in (post_save, post_delete):
        signal.connect(types_changed, sender=DocumentType, dispatch_uid=f"legal.type_changed.{id(signal)}")
    types.set_provider(current_types)
