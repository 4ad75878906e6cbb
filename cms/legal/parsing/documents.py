"""All documents that a text mentions, by name or by number."""

from __future__ import annotations

from cms.legal.parsing.mention import Mention, TakenSpans
from cms.legal.parsing.name_mentions import find_named
from cms.legal.parsing.normalized_text import NormalizedText
from cms.legal.parsing.number_mentions import find_bare, find_numbered


def find_documents(shadow: NormalizedText) -> list[Mention]:
    """All mentions in the order of the text, none overlapping another."""
    named = find_named(shadow)
    numbered = find_numbered(shadow, named)
    mentions = sorted([*named, *numbered], key=lambda mention: mention.start)
    taken = TakenSpans(mentions)
    bare = [mention for mention in find_bare(shadow) if taken.is_free(mention.start, mention.end)]
    return sorted([*mentions, *bare], key=lambda mention: mention.start) if bare else mentions
