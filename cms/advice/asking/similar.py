"""What is offered while somebody types: questions already answered, and law. The search, a floor above, hands over how
it is found (``find``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms.tenancy.sites import SiteInfo

LONGEST = 300


@dataclass(frozen=True)
class Offer:
    """``kind``: "question" or "law"."""

    kind: str
    title: str
    url: str


#: (text, site, language) → offers, best first.
Find = Callable[[str, SiteInfo, str], list[Offer]]
finders: list[Find] = []


def offers(text: str, info: SiteInfo, language: str) -> list[Offer]:
    text = " ".join(text.split())[-LONGEST:]  # what was typed last says more than the greeting
    return [offer for find in finders for offer in find(text, info, language)] if len(text) >= 8 else []
