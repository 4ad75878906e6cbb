"""What a question that somebody is typing resembles: questions already answered on this site or any, and law."""

from __future__ import annotations

from cms.advice.asking.similar import Offer
from cms.tenancy.sites import SiteInfo
from search.index.contract import ALL, DOCUMENT, PROVISION
from search.page.service import search

QUESTION = "question"
MOST = 3  # of each


def offers(text: str, info: SiteInfo, language: str) -> list[Offer]:
    """Questions first. Nothing that only shares a word or two with a longer text."""
    found = []
    for offered, kinds in ((QUESTION, [QUESTION]), ("law", [PROVISION, DOCUMENT])):
        results = search(text, info, scope=ALL, filters={"kind": kinds}, locale=language, size=MOST)
        found += [Offer(offered, hit.plain_title, hit.url) for hit in results.hits if results.answered]
    return found
