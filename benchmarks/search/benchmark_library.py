"""A question set's corpus as documents and provisions of the library: a document per law, a provision per article."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.core.text import normalize_nfc
from cms.legal.models import DocumentType, LegalDocument, Provision

BATCH = 2000
DEFAULT_SETS = ("alqac2022", "zalo_dev")


def folder_of(name: str) -> Path:
    """A question set's folder: a path, or a name under ``bench/`` of the data."""
    for folder in (Path(name), settings.LEGAL_DATA_DIR / "bench" / name):
        if (folder / "corpus.jsonl.gz").is_file():
            return folder
    raise CommandError(_("No question set at “%(name)s”.") % {"name": name})


@contextmanager
def own_database(name: str, keep: bool = False) -> Iterator[None]:
    """A new, migrated database and index of its own for the time of the block; with SQLite on disk, as in life.
    With ``keep`` one of the same name is used again and stays."""
    prefix, settings.SEARCH_INDEX_PREFIX = settings.SEARCH_INDEX_PREFIX, settings.SEARCH_INDEX_PREFIX + "-bench"
    old, name = connection.settings_dict["NAME"], name if keep else f"{name}_{os.getpid()}"
    if connection.vendor == "sqlite":
        name = str(settings.VAR_DIR / f"{name}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(old, verbosity=0, keepdb=keep)
        settings.SEARCH_INDEX_PREFIX = prefix


def _documents(corpus: list[dict], locale: Locale) -> dict[tuple[str, str], LegalDocument]:
    types: dict[str, DocumentType] = {}
    documents: dict[tuple[str, str], LegalDocument] = {}
    for row in corpus:
        name = row.get("law_type") or ""
        if name and name not in types:
            types[name] = DocumentType.objects.get_or_create(name=name)[0]
        key = (row.get("law_number") or "", row.get("law_title") or "")
        if key not in documents:
            number = key[0] or f"bench-{len(documents)}"
            documents[key] = LegalDocument(
                number_raw=number,
                number_norm=number,
                slug=f"bench-{len(documents)}",
                title=key[1],
                locale=locale,
                doc_type=types.get(name),
                identity_key=f"bench-{len(documents)}",
                live=True,
            )
    LegalDocument.objects.bulk_create(documents.values(), batch_size=BATCH)
    return documents


_OPENING = re.compile(r"\s*Điều\s+\d+[a-zđ]?\s*[.:]\s*(?P<heading>[^\n]{1,250})\n(?P<text>.+)", re.DOTALL)


def _heading_and_text(row: dict) -> tuple[str, str]:
    """Of an article without a title the heading that its text begins with, as an import would find it.

    >>> _heading_and_text({"text": "Điều 5. Học phí\\nTrường thu theo tháng."})
    ('Học phí', 'Trường thu theo tháng.')
    """
    heading, text = normalize_nfc(row.get("title") or ""), normalize_nfc(row.get("text") or "")
    if not heading and (found := _OPENING.match(text)):
        return found["heading"].strip(), found["text"]
    return heading, text


def load(corpus: list[dict]) -> dict[str, str]:
    """Replace the library by this corpus; entry reference → the corpus' own id. Only for a database of its own."""
    Provision.objects.all().delete()
    LegalDocument.objects.all().delete()
    locale = Locale.objects.get(language_code="vi")
    documents = _documents(corpus, locale)
    provisions = []
    for order, row in enumerate(corpus):
        article = str(row.get("article") or "")
        heading, text = _heading_and_text(row)
        provisions.append(
            Provision(
                document=documents[(row.get("law_number") or "", row.get("law_title") or "")],
                number=article[:20],
                label=f"Điều {article}"[:80] if article else "",
                heading=heading,
                text=text,
                anchor=f"bench-{order}",
                order=order,
            )
        )
    Provision.objects.bulk_create(provisions, batch_size=BATCH)
    return {f"provision:{p.pk}": row["_id"] for p, row in zip(provisions, corpus, strict=True)}
