"""The sources and their precedence per field: the only table of these rules. Pure, no database.

Of several sources that state a field, the first in the field's line is shown. The others stay beside it, and where they
differ a person decides (``FIELDS``). ``OFFICE`` is what librarians enter or confirm: it decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OFFICE, CODIFICATION, VBPL = "office", "codification", "vbpl"


@dataclass(frozen=True)
class Source:
    """``official``: its statement of a status is a sufficient basis for displaying it. ``tells_ends``: as far as this
    source knows, a document that it lists without an end was in force on that day. ``grade``: A where people edit its
    data about a document, B where a machine extracted them from pages."""

    name: str | Promise
    official: bool = False
    tells_ends: bool = False
    grade: str = ""


SOURCES = {
    OFFICE: Source(_("the library of the office"), tells_ends=True, grade="A"),
    CODIFICATION: Source(_("the codification of the Ministry of Justice (Pháp điển)"), tells_ends=True, grade="A"),
    VBPL: Source(_("the national database of law (vbpl.vn)"), official=True, grade="B"),
}

_USUAL = (OFFICE, CODIFICATION, VBPL)
_NATIONAL = (OFFICE, VBPL, CODIFICATION)
_EXCEPTIONS = {"status": _NATIONAL, "effective_to": _NATIONAL, "source_url": _NATIONAL, "vbpl_id": _NATIONAL}

#: Fields for which a difference between two sources needs a person's decision.
COMPARED = ("number", "type", "title", "issuers", "issued_on", "effective_from", "effective_to", "vbpl_id")
#: A text with less than this share of another source's articles is shown only if a person decides so.
FEWEST_ARTICLES = 0.6


def sources_for_field(field: str) -> tuple[str, ...]:
    """Returns the sources that may state the field, the best first."""
    return _EXCEPTIONS.get(field, _USUAL)


def source_rank(field: str, source: str) -> int:
    line = sources_for_field(field)
    return line.index(source) if source in line else len(line)


def source_name(source: str) -> str:
    return str(SOURCES[source].name) if source in SOURCES else source


#: Status words of vbpl.vn → codes of ``cms.legal.validity.status``.
STATUS_WORDS = {
    "còn hiệu lực": "in_force",
    "hết hiệu lực toàn bộ": "expired",
    "hết hiệu lực một phần": "partly_expired",
    "chưa có hiệu lực": "not_yet",
    "ngưng hiệu lực": "suspended",
    "ngưng hiệu lực một phần": "partly_suspended",
    "không còn phù hợp": "obsolete",
}


def status_code(words: str) -> str:
    """Returns the status code of a source's words, empty where they state none."""
    return STATUS_WORDS.get(" ".join(words.split()).casefold(), "")
