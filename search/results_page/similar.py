"""Similar content for a question being typed: questions already answered on this site or any, and law."""

from __future__ import annotations

from django.utils.html import strip_tags

from cms.advice.intake.suggestions import Suggestion
from cms.core.text import fold_diacritics
from cms.tenancy.sites import SiteInfo
from search.index.contract import ALL, DOCUMENT, PROVISION
from search.results_page.results import Hit
from search.results_page.service import search

MAX_QUESTION_LENGTH = "question"
MAX_OFFERS = 3  # per kind
#: Minimum share of the typed syllables in a suggestion: no suggestion has all syllables of a whole sentence.
SHARED = 0.5


def find_similar(text: str, info: SiteInfo, language: str) -> list[Suggestion]:
    """Returns suggestions, questions first, without those that share only a word or two with a longer text."""
    found = []
    for offered, kinds in ((MAX_QUESTION_LENGTH, [MAX_QUESTION_LENGTH]), ("law", [PROVISION, DOCUMENT])):
        results = search(text, info, scope=ALL, filters={"kind": kinds}, locale=language, size=MAX_OFFERS)
        found += [
            Suggestion(offered, hit.plain_title, hit.url)
            for hit in results.hits
            if hit.is_known_item or _is_close(text, hit)
        ]
    return found


def _is_close(text: str, hit: Hit) -> bool:
    typed = set(fold_diacritics(text).split())
    there = set(fold_diacritics(f"{hit.plain_title} {strip_tags(hit.excerpt)}").split())
    return bool(typed) and len(typed & there) >= SHARED * len(typed)
