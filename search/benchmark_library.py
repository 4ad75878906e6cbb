"""A question set's corpus as documents and provisions of the library: a document per law, a provision per article."""

from __future__ import annotations

from wagtail.models import Locale

from cms.legal.models import DocumentType, LegalDocument, Provision

BATCH = 2000


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


def load(corpus: list[dict]) -> dict[str, str]:
    """Replace the library by this corpus; entry reference → the corpus' own id. Only for a database of its own."""
    Provision.objects.all().delete()
    LegalDocument.objects.all().delete()
    locale = Locale.objects.get(language_code="vi")
    documents = _documents(corpus, locale)
    provisions = []
    for order, row in enumerate(corpus):
        article = str(row.get("article") or "")
        provisions.append(
            Provision(
                document=documents[(row.get("law_number") or "", row.get("law_title") or "")],
                number=article[:20],
                label=f"Điều {article}"[:80] if article else "",
                heading=row.get("title") or "",
                text=row.get("text") or "",
                anchor=f"bench-{order}",
                order=order,
            )
        )
    Provision.objects.bulk_create(provisions, batch_size=BATCH)
    return {f"provision:{p.pk}": row["_id"] for p, row in zip(provisions, corpus, strict=True)}
