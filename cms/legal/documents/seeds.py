"""Adds the document types, issuing bodies and fields of law of every new library (``cms/legal/data``).

``seed_library`` adds what is missing and never overwrites: the office edits these rows. The facts are
those of Nghị định 30/2020/NĐ-CP (Annex III) and Luật 64/2025/QH15 (Điều 4).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from cms.legal.documents import types
from cms.legal.documents.school_bodies import link_bodies
from cms.legal.models import DocumentType, IssuingBody, LegalField

DATA = Path(__file__).parent.parent / "data"


def seed_rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _listed(cell: str) -> list[str]:
    return [text.strip() for text in cell.split("|") if text.strip()]


def _types() -> int:
    known = set(DocumentType.objects.values_list("name", flat=True))
    new = [
        DocumentType(
            name=row["name"],
            abbreviation=row["abbreviation"],
            nature=row["nature"],
            rank=int(row["rank"]),
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
        )
        for row in seed_rows("document_types")
        if row["name"] not in known
    ]
    if new:
        DocumentType.objects.bulk_create(new)
        types.types_changed()
    return len(new)


def _bodies() -> int:
    known = {body.name: body for body in IssuingBody.objects.all()}
    new = []
    for row in seed_rows("issuing_bodies"):
        if row["name"] not in known:
            body = IssuingBody(
                name=row["name"],
                abbreviation=row["abbreviation"],
                level=row["level"],
                territory=row["territory"],
                education=row["education"] == "yes",
                valid_from=row["valid_from"] or None,
                valid_to=row["valid_to"] or None,
                aliases="\n".join(_listed(row["aliases"])),
            )
            body.folded = body.folded_spellings()
            new.append(body)
    created = IssuingBody.objects.bulk_create(new)
    known |= {body.name: body for body in created}
    fresh = {body.name for body in created}
    links = IssuingBody.successors.through
    links.objects.bulk_create(
        [
            links(from_issuingbody_id=known[row["name"]].pk, to_issuingbody_id=known[name].pk)
            for row in seed_rows("issuing_bodies")
            if row["name"] in fresh
            for name in _listed(row["successors"])
        ]
    )
    return len(created)


def _fields() -> int:
    known = set(LegalField.objects.values_list("name", flat=True))
    created = [
        LegalField.objects.create(name=row["name"]) for row in seed_rows("fields_of_law") if row["name"] not in known
    ]
    return len(created)


def _english() -> int:
    """Sets English names of rows without one (also in libraries of earlier versions)."""
    names = {row["name"]: row["name_en"] for row in seed_rows("english_names")}
    number = 0
    for model in (DocumentType, IssuingBody, LegalField):
        bare = list(model.objects.filter(name__in=names, name_en=""))
        for row in bare:
            row.name_en = names[row.name]
        number += model.objects.bulk_update(bare, ["name_en"], batch_size=200) or 0
    return number


@transaction.atomic
def seed_library() -> dict[str, int]:
    """Adds what is missing. Returns how many of each: ``document_types``, ``issuing_bodies``, ``fields``,
    ``english_names``, and ``schools`` (issuing bodies that are schools of this system). Idempotent."""
    return {
        "document_types": _types(),
        "issuing_bodies": _bodies(),
        "fields": _fields(),
        "english_names": _english(),
        "schools": len(link_bodies()),
    }
