"""Chooses which of a document's texts is shown: the rows of ``Provision`` are those of that version."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable

from cms.legal.models import LegalDocument, TextVersion
from cms.legal.sources.nodes import unpack_nodes
from cms.legal.sources.precedence import TextFacts, choose_text, find_text_uncertainties
from cms.legal.sources.provisions import write_provisions


def show_best_texts(documents: Iterable[LegalDocument]) -> tuple[set[int], Counter[str], dict[int, tuple[str, ...]]]:
    """Shows the best version of each document. Returns the ids of the documents whose provisions changed, counts of
    provisions, and document → uncertainties of its newest texts that are held back."""
    by_pk = {document.pk: document for document in documents}
    held = versions_of(by_pk)
    texts: dict[LegalDocument, list] = {}
    held_back: dict[int, tuple[str, ...]] = {}
    hide: list[TextVersion] = []
    show: list[TextVersion] = []
    for pk, document in by_pk.items():
        facts = [text_facts(version) for version in held[pk] if version.current or version.decided]
        best = choose_text(facts)
        now = next((version for version in held[pk] if version.shown), None)
        waiting = {code for version in held_back_texts(held[pk]) for code in version.doubts}
        if found := sorted(
            {code for text in facts if text is not best for code in find_text_uncertainties(text, facts)} | waiting
        ):
            held_back[pk] = tuple(found)
        if (best is None and now is None) or (best is not None and now is not None and now.pk == best.key):
            continue
        if now is not None:
            now.shown = False
            hide.append(now)
        texts[document] = []
        if best is not None:
            version = next(version for version in held[pk] if version.pk == best.key)
            version.shown = True
            show.append(version)
            texts[document] = unpack_nodes(version.packed)
    TextVersion.objects.bulk_update(hide, ["shown"])
    TextVersion.objects.bulk_update(show, ["shown"])
    touched, counts = write_provisions(texts)
    return touched, counts, held_back


def versions_of(ids: Iterable[int]) -> dict[int, list[TextVersion]]:
    """Returns for each document the current version of each source, the shown or decided one, and those with
    uncertainties; without the texts themselves."""
    found: dict[int, list[TextVersion]] = defaultdict(list)
    rows = TextVersion.objects.filter(document__in=list(ids)).defer("packed").order_by("pk")
    for version in rows:
        if version.current or version.shown or version.decided or version.doubts:
            found[version.document_id].append(version)
    return found


def held_back_texts(versions: list[TextVersion]) -> list[TextVersion]:
    """Returns newer texts of a source that did not replace its current one."""
    current = {version.source: version for version in versions if version.current}
    waiting = [row for row in versions if row.doubts and not row.current and row.source in current]
    return [row for row in waiting if _age(row) > _age(current[row.source])]


def _age(version: TextVersion) -> tuple[datetime.date, int]:
    return version.stated_on or datetime.date.min, version.pk


def text_facts(version: TextVersion) -> TextFacts:
    return TextFacts(version.pk, version.source, version.articles, tuple(version.doubts), version.decided)
