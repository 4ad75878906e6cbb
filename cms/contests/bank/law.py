"""The law that questions cite: bound to the library, watched, and reviewed when it changes.

What is kept of a cited document is a hash of what a question leans on: its status today, the words of the article, and
what other documents did to it. When that hash is another one, the question leaves draws until somebody says that it is
still right.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from cms.contests.models import BankQuestion, QuestionLaw
from cms.core.instance_hooks import allow_all_rows
from cms.legal.citations import resolve
from cms.legal.models import LegalRelation, Provision
from cms.legal.models.relations import RelationKind
from cms.legal.parsing.citation_finder import find_citations
from cms.legal.validity import status
from cms.legal.validity.status_periods import codes_on

#: What changes a document for those who lean on it.
CHANGING_RELATIONS = (
    RelationKind.AMENDS, RelationKind.SUPPLEMENTS, RelationKind.REPLACES, RelationKind.ABOLISHES,
    RelationKind.ABOLISHES_PART, RelationKind.SUSPENDS, RelationKind.SUSPENDS_EXECUTION, RelationKind.RESUMES,
    RelationKind.CORRECTS,
)  # fmt: skip
_ARTICLE_PATTERN = re.compile(r"dieu-[^-]+")
_BATCH_SIZE = 500


def bind_citations(question: BankQuestion) -> list[str]:
    """Binds the words of ``question.law`` anew, and takes the law as it is today for known: the author has just looked.
    Words that mean no document, or might mean several, come back."""
    found = find_citations(question.law, typed=True)
    resolved = resolve.resolve_citations(found, on=timezone.localdate())
    bound = [(citation, one.document) for citation, one in zip(found, resolved, strict=True) if one.document]
    known = _hash_citations([(document.pk, citation.anchor) for citation, document in bound])
    question.laws.all().delete()
    QuestionLaw.objects.bulk_create(
        QuestionLaw(
            question=question, document=document, anchor=citation.anchor[:80], words=citation.span[:300],
            known=known[document.pk, citation.anchor],
        )
        for citation, document in bound
    )  # fmt: skip
    if question.law_changed_at:
        question.law_changed_at = None
        question.save(update_fields=["law_changed_at"])
    return [citation.span for citation, one in zip(found, resolved, strict=True) if not one.document] or (
        [question.law] if question.law.strip() and not found else []
    )


def mark_reviewed(question: BankQuestion) -> None:
    """Somebody has looked at the question beside the law of today and lets it stand."""
    bind_citations(question)


def check_law(documents: Iterable[int] | None = None) -> int:
    """Marks the questions that cite one of ``documents`` (all: ``None``) whose law is not what it was; how many."""
    with allow_all_rows("questions of every school cite the one library"):
        return sum(_check_batch(rows) for rows in _batches(documents))


def _batches(documents: Iterable[int] | None) -> Iterator[list[tuple[int, int, str, str]]]:
    rows = QuestionLaw.objects.filter(question__law_changed_at=None)
    if documents is not None:
        rows = rows.filter(document__in=list(documents))
    values = list(rows.order_by("pk").values_list("question_id", "document_id", "anchor", "known"))
    for first in range(0, len(values), _BATCH_SIZE):
        yield values[first : first + _BATCH_SIZE]


@transaction.atomic
def _check_batch(rows: list[tuple[int, int, str, str]]) -> int:
    today = _hash_citations([(document, anchor) for _question, document, anchor, _before in rows])
    changed = {question for question, document, anchor, before in rows if today[document, anchor] != before}
    return BankQuestion.objects.filter(pk__in=changed, law_changed_at=None).update(law_changed_at=timezone.now())


def _hash_citations(cited: Iterable[tuple[int, str]], day: datetime.date | None = None) -> dict[tuple[int, str], str]:
    """(document, anchor) → hash. Three queries, however many."""
    pairs = set(cited)
    ids = {document for document, _anchor in pairs}
    codes = codes_on(ids, day or timezone.localdate())
    texts = dict[tuple[int, str], str]()
    provisions = Provision.objects.filter(
        document__in=ids, anchor__in={_article_anchor(anchor) for _document, anchor in pairs}
    )
    for document, anchor, heading, text in provisions.values_list("document_id", "anchor", "heading", "text"):
        texts[document, anchor] = f"{heading}\n{text}"
    done = defaultdict(list)
    relations = LegalRelation.objects.filter(target__in=ids, kind__in=CHANGING_RELATIONS, source__live=True).order_by(
        "source_id"
    )
    for target, source, kind, anchors in relations.values_list("target_id", "source_id", "kind", "anchors"):
        done[target].append((source, kind, anchors))
    return {(document, anchor): _hash_citation(codes, texts, done, document, anchor) for document, anchor in pairs}


def _hash_citation(codes, texts, done, document: int, anchor: str) -> str:
    article = _article_anchor(anchor)
    touching = [
        (source, kind) for source, kind, anchors in done[document]
        if not (article and anchors) or any(_article_anchor(one) == article for one in anchors)
    ]  # fmt: skip
    code = codes.get(document, "")
    # That another part of it is out of force says nothing about this article.
    holds = "holds" if code in status.HOLDING else code
    told = repr((holds, texts.get((document, article), ""), sorted(set(touching))))
    return hashlib.sha256(told.encode()).hexdigest()


def _article_anchor(anchor: str) -> str:
    match = _ARTICLE_PATTERN.match(anchor)
    return match[0] if match else ""
