"""What is indexed: one record for every kind of content, the same on every engine. No Django.

A field added here is stored by every engine; ``FACETS`` are the fields that can be counted and filtered.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import asdict, dataclass, field

DOCUMENT, PROVISION = "document", "provision"
#: Files that pages carry, and files of documents of the library.
FILE, ANNEX = "file", "annex"
FILE_KINDS = (FILE, ANNEX)
#: What is no page of Wagtail's and has an organiser.
CONTEST, COURSE = "contest", "course"
ACTIVITY_KINDS = (CONTEST, COURSE)
#: Kinds in the order in which the result page lists them.
KINDS = (
    DOCUMENT, PROVISION, ANNEX, "news", "legal_news", "notice", "material", "question", CONTEST, COURSE, "training",
    "page", FILE,
)  # fmt: skip
LIBRARY_KINDS = (DOCUMENT, PROVISION, ANNEX)

SITE, ALL, LIBRARY = "site", "all", "library"
SCOPES = (SITE, ALL, LIBRARY)
#: Site of what stands in the lists of every site: "this school" finds it at each.
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
    """One thing that can be found.

    ``id`` is ``page:<pk>``, ``document:<pk>``, ``provision:<pk>``, ``contest:<pk>``, ``course:<pk>``,
    ``file:<page>-<file>`` or ``annex:<document>-<file>``; ``source`` is the thing whose change renews the entry (a
    document renews its provisions, a page the files that it carries). ``context`` is searched once, ``heading`` counts
    five times, ``body`` once. Dates are days; ``locales`` are the languages of the site in which it shows.
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
        """Equal for the same title and text on several pages and sites; "" in the library: it holds nothing twice."""
        if self.kind in LIBRARY_KINDS:
            return ""
        text = " ".join((self.language, self.title, self.summary, self.body)).lower().split()
        return hashlib.blake2b(" ".join(text).encode(), digest_size=16).hexdigest()

    def digest(self, version: str) -> str:
        """Equal as long as nothing of the entry or of the analysis (``version``) changed."""
        text = repr(sorted(asdict(self).items())) + version
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Tokens:
    """An entry's text as every engine gets it. ``exact`` are its distinct syllables and pairs as they are written."""

    syllables: tuple[str, ...]
    pairs: tuple[str, ...]
    exact: tuple[str, ...]
