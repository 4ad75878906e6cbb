"""A document's history in sentences, and its relations as a drawing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.legal.models import Provision
from cms.legal.pages import diagram
from cms.legal.pages.document_relations import RelationGroup, RelationLink, relation_groups
from cms.legal.validity import events, relation_kinds
from cms.legal.validity.facts import document_name
from cms.legal.validity.status import Facts
from cms.legal.validity.status_text import event_sentence

VERSIONS = frozenset({relation_kinds.CONSOLIDATES, relation_kinds.REPLACES})


@dataclass(frozen=True)
class HistoryLine:
    text: str  # HTML
    later: bool = False


def build_history(facts: Facts, urls: Mapping[int, str], today: datetime.date) -> list[HistoryLine]:
    """Issue, beginning, what others did, end: by day; what has no day comes last."""
    dated = [
        (facts.issued_on, 0, _("%(day)s: issued.")),
        (facts.effective_from, 1, _("%(day)s: comes into force.")),
        (facts.effective_to, 9, _("%(day)s: its period ends.") if facts.administrative else _("%(day)s: loses force.")),
        (facts.override_from if facts.override else None, 8, _("%(day)s: its status is set by the library.")),
    ]
    lines = [
        (day, order, HistoryLine(pattern % {"day": date_format(day, "d/m/Y")}, day > today))
        for day, order, pattern in dated
        if day
    ]
    undated = []
    for event in facts.events:
        line = HistoryLine(event_sentence(event, urls, today), event.day is not None and event.day > today)
        if event.day is None:
            undated.append(line)
        else:
            lines.append((event.day, 2 if events.affects_status(event) else 3, line))
    lines.sort(key=lambda row: row[:2])
    return [line for _day, _order, line in lines] + undated


def relations_context(document) -> dict:
    """``relation_groups`` and the two drawings of them; empty without relations."""
    groups = relation_groups(document)
    if not groups:
        return {"relation_groups": []}
    incoming = [_drawn(group) for group in groups if not group.outgoing]
    outgoing = [_drawn(group) for group in groups if group.outgoing]
    name, more = document_name(document), _("and {number} more")
    return {
        "relation_groups": groups,
        "comparable": comparable_documents(document, groups),
        "diagram_wide": diagram.draw_wide(name, incoming, outgoing, more),
        "diagram_narrow": diagram.draw_narrow(name, incoming, outgoing, more),
    }


def comparable_documents(document, groups: list[RelationGroup]) -> list[RelationLink]:
    """Other versions of this text: what it consolidates or replaces, or what does so to it; both texts are held."""
    links = [link for group in groups if group.kind in VERSIONS for link in group.documents if link.url]
    ids = {document.pk, *(link.document_id for link in links)}
    held = set(
        Provision.objects.filter(document__in=ids, kind="article").values_list("document_id", flat=True).distinct()
    )
    return [link for link in links if {document.pk, link.document_id} <= held] if links else []


def _drawn(group: RelationGroup) -> diagram.DiagramGroup:
    words = group.words[:1].upper() + group.words[1:]
    return diagram.DiagramGroup(words, tuple((link.name, link.url) for link in group.documents), group.changes_force)
