"""Which stored texts a reader may see beside the shown one."""

from __future__ import annotations

from cms.legal.models import LegalDocument, TextVersion
from cms.legal.sources.nodes import ArticleRecord, unpack_nodes
from cms.legal.sources.precedence import find_text_uncertainties
from cms.legal.sources.texts import text_facts


def sound_versions(document: LegalDocument) -> list[TextVersion]:
    """Returns all stored versions of a document without uncertainty, newest first, without the texts themselves. One
    query."""
    if document.pk is None:
        return []
    versions = list(document.text_versions.defer("packed").order_by("-pk"))
    facts = [text_facts(version) for version in versions if version.current or version.shown]
    return [version for version in versions if version.shown or not find_text_uncertainties(text_facts(version), facts)]


def other_versions(versions: list[TextVersion]) -> list[TextVersion]:
    """Returns the sound versions that a reader may choose: the newest of each source that is not shown."""
    return [version for version in versions if version.current and not version.shown]


def nodes_of(version: TextVersion) -> list[ArticleRecord]:
    return unpack_nodes(version.packed)


def earlier_wordings(versions: list[TextVersion], anchors: set[str]) -> dict[str, str]:
    """Returns anchor → its newest wording in any of these texts, former ones included. One query for each text that is
    read, none where no anchor is given."""
    found: dict[str, str] = {}
    for version in versions:
        if not anchors - found.keys():
            break
        for node in nodes_of(version):
            if node.anchor in anchors and node.text.strip():
                found.setdefault(node.anchor, node.text)
    return found
