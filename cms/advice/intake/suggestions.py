"""What is offered while somebody types: questions already answered, and law. The search, a floor above, hands over how
it is found (``find``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms.tenancy.sites import SiteInfo

MAX_QUERY_LENGTH = 300


@dataclass(frozen=True)
class Suggestion:
    """``kind``: "question" or "law"."""

    kind: str
    title: str
    url: str


#: (text, site, language) → offers, best first.
SuggestionFinder = Callable[[str, SiteInfo, str], list[Suggestion]]
suggestion_finders: list[SuggestionFinder] = []


def find_suggestions(text: str, info: SiteInfo, language: str) -> list[Suggestion]:
    text = " ".join(text.split())[-MAX_QUERY_LENGTH:]  # what was typed last says more than the greeting
    return [offer for find in suggestion_finders for offer in find(text, info, language)] if len(text) >= 8 else []
