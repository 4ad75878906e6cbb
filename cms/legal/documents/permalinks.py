"""Addresses of documents: the number, and further parts only where they are needed.

A number with its year is enough ("15-2020-nd-cp"). A number without year restarts every 1 January, so the
year is added at once ("29-kh-ubnd-2023"). Where several documents still share an address each gets what
tells them apart (issuer, type, date), and the bare number leads to a page of choices, never to a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cms.core.text import slugify_vi
from cms.legal.parsing.numbers import number_slug, parse_number


def base_slug(document: Any) -> str:
    number = parse_number(document.number_raw)
    slug = number_slug(number, document.doc_type.name if document.doc_type_id else "")
    if not number.has_number and not document.doc_type_id:
        slug = slugify_vi(document.title, 80) or slug  # neither number nor type: only the title identifies it
    if number.year is None and document.issued_on:
        slug = f"{slug}-{document.issued_on.year}"
    return slug[:140]


def _issuers(document: Any) -> str:
    return "-".join(
        slugify_vi(f"{link.body.abbreviation or link.body.name} {link.body.territory}", 50)
        for link in document.issuer_links.all()
    )


def _kind(document: Any) -> str:
    return slugify_vi(document.doc_type.name, 40) if document.doc_type_id else ""


def _date(document: Any) -> str:
    return document.issued_on.isoformat() if document.issued_on else ""


#: Tried in this order; the last is always unique.
_DISTINCTIONS: tuple[Callable[[Any], str], ...] = (
    _kind,
    _issuers,
    _date,
    lambda document: "-".join(filter(None, (_issuers(document), _date(document)))),
    lambda document: document.vbpl_id,
    lambda document: str(document.pk),
)


def _distinct_slugs(group: list) -> dict[int, str]:
    for distinction in _DISTINCTIONS:
        extra = {document.pk: distinction(document) for document in group}
        if all(extra.values()) and len(set(extra.values())) == len(group):
            return extra
    raise AssertionError("primary keys are distinct")  # pragma: no cover


class SettledAddresses(NamedTuple):
    """``slugs``: document (pk) → the last part of its address; ``moved``: documents with a new address."""

    slugs: dict[int, str]
    moved: set[int]


def settle_permalinks(documents: QuerySet, number_keys: Iterable[str], locale_id: int) -> SettledAddresses:
    """Gives all of ``documents`` with these numbers their address. Writes only what changes."""
    rows = documents.filter(number_key__in=list(number_keys), locale_id=locale_id)
    rows = rows.select_related("doc_type").prefetch_related("issuer_links__body").order_by("pk")
    groups = defaultdict(list)
    for document in rows.only(
        "number_raw", "number_key", "slug", "title", "issued_on", "doc_type", "locale_id", "vbpl_id"
    ):
        groups[base_slug(document)].append(document)
    slugs: dict[int, str] = {}
    changed = []
    for base, group in groups.items():
        extra = _distinct_slugs(group) if len(group) > 1 else {}
        for document in group:
            slug = f"{base}-{extra[document.pk]}" if extra else base
            slugs[document.pk] = slug
            if document.slug != slug:
                document.slug = slug
                changed.append(document)
    documents.bulk_update(changed, ["slug"])
    return SettledAddresses(slugs, {document.pk for document in changed})
