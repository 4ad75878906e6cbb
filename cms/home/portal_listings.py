"""Lists of a higher floor that the portal's pages lead to, handed over once, at start, as names of their addresses."""

from __future__ import annotations

from cms.tenancy import sites

#: What a reader finds there ("news", "selected") → name of the address.
listing_url_names: dict[str, str] = {}


def build_listing_url(what: str, language: str | None = None) -> str:
    """In the given or active language; empty where nobody keeps such a list."""
    return sites.build_url(listing_url_names[what], language=language) if what in listing_url_names else ""
