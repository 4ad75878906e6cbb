"""Links consolidated texts to the documents they consolidate: a relation in words, which ``binding`` binds now or when
the base document arrives. A person's entry stays. A deleted link is created again from the text unless another one is
entered; where the text does not state the base plainly no link is made."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from cms.legal.models import LegalDocument, LegalRelation, Provision
from cms.legal.parsing.consolidated import SYMBOL, TYPE, base_words
from cms.legal.validity.relation_kinds import CONSOLIDATES

ORIGIN = "consolidated"


def consolidated_condition(prefix: str = "") -> Q:
    """Returns the condition for consolidated texts; ``prefix`` is the lookup path to the document ("document__")."""
    return Q(**{f"{prefix}number_norm__icontains": SYMBOL}) | Q(**{f"{prefix}doc_type__name": TYPE})


def tie_consolidated_texts(ids: Iterable[int] | None = None) -> int:
    """Links those of these documents (None: of all) that have no such relation yet. Returns how many were linked."""
    rows: QuerySet = LegalDocument.objects.filter(
        consolidated_condition(), locale__language_code=settings.LANGUAGE_CODE
    )
    rows = rows.exclude(relations__kind=CONSOLIDATES)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    new = []
    for document in rows.only("pk", "title"):
        if words := base_words(document.title, _first_lines(document)):
            relation = LegalRelation(source=document, kind=CONSOLIDATES, target_text=words, origin=ORIGIN)
            relation.derive()
            new.append(relation)
    return len(LegalRelation.objects.bulk_create(new))


def _first_lines(document: LegalDocument) -> list[str]:
    """The lines above the first article."""
    rows = document.provisions.exclude(kind=Provision.Kind.ARTICLE).order_by("order", "pk")
    return [line for text in rows.values_list("text", flat=True)[:2] for line in text.split("\n") if line.strip()]
