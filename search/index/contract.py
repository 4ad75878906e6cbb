"""The index record: one record type for every kind of content, the same for every engine. No Django.

Every engine stores a field added here; ``FACETS`` are the fields that can be counted and filtered.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import asdict, dataclass, field

DOCUMENT, PROVISION = "document", "provision"
#: Files attached to pages, and files of documents of the library.
FILE, ANNEX = "file", "annex"
FILE_KINDS = (FILE, ANNEX)
#: Content with an organiser that is not a Wagtail page.
CONTEST, COURSE = "contest", "course"
ACTIVITY_KINDS = (CONTEST, COURSE)
#: Kinds in the order of the result page.
KINDS = (
    DOCUMENT, PROVISION, ANNEX, "news", "legal_news", "notice", "material", "question", CONTEST, COURSE, "training",
    "page", FILE,
)  # fmt: skip
LIBRARY_KINDS = (DOCUMENT, PROVISION, ANNEX)

SITE, ALL, LIBRARY = "site", "all", "library"
SCOPES = (SITE, ALL, LIBRARY)
#: Site of content that every site lists: the scope "this school" finds it on each site.
EVERY_SITE = 0

#: Fields that are counted and filtered, in the order of the form. All are short texts; "" means none.
FACETS = (
    "kind",
    "status",
    "level",
    "doc_type",
    "issuer",
    "law_field",
    "commune",
    "school",
    "school_level",
    "audience",
    "year",
    "language",
)


@dataclass(frozen=True)
class Entry:
    """One searchable item.

    ``id`` is ``page:<pk>``, ``document:<pk>``, ``provision:<pk>``, ``contest:<pk>``, ``course:<pk>``,
    ``file:<page>-<file>`` or ``annex:<document>-<file>``; ``source`` is the object whose change reindexes the entry (a
    document reindexes its provisions, a page its attached files). ``context`` counts once, ``heading`` five times,
    ``body`` once. Dates are days; ``locales`` are the site languages in which it is shown.
    """

    id: str
    source: str
    kind: str
    title: str
    heading: str
    context: str = ""
    summary: str = ""
    body: str = ""
    number: str = ""
    path: str = ""  # pages: url_path; all others: path on a site that has it, with the anchor
    parent_id: str = ""
    parent_title: str = ""
    site_id: int | None = None
    school_id: int | None = None
    school: str = ""  # the school's code: short, stable, shareable in addresses
    school_name: str = ""
    school_level: str = ""
    commune: str = ""
    authority_id: int | None = None
    locales: tuple[str, ...] = ("vi",)
    language: str = "vi"  # of its text
    date: datetime.date | None = None
    doc_type: str = ""
    issuer: str = ""
    level: str = ""
    law_field: str = ""
    audience: str = ""
    statuses: tuple[tuple[str, str], ...] = ()  # (code, its first day or "" for the beginning), in order
    keys: tuple[str, ...] = field(
        default=()
    )  # exact look-ups: numbers and titles (``search.query_planning.known_item``)

    @property
    def year(self) -> str:
        return str(self.date.year) if self.date else ""

    @property
    def story(self) -> str:
        """Returns a fingerprint of title and text that duplicates on other pages and sites share; "" in the library,
        which has no duplicates."""
        if self.kind in LIBRARY_KINDS:
            return ""
        text = " ".join((self.language, self.title, self.summary, self.body)).lower().split()
        return hashlib.blake2b(" ".join(text).encode(), digest_size=16).hexdigest()

    def digest(self, version: str) -> str:
        """Returns a digest that changes with the entry or the analysis (``version``)."""
        text = repr(sorted(asdict(self).items())) + version
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Tokens:
    """The tokens of an entry, the same for every engine. ``exact``: its distinct syllables and pairs as written."""

    syllables: tuple[str, ...]
    pairs: tuple[str, ...]
    exact: tuple[str, ...]
