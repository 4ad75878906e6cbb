"""Rows of a crawl of the national database → rows of an import. Pure.

Such a row has the whole ``text``, no issuer and only a guess at the date of issue: both are read from the head of the
text, and a person is told. A text whose head names another document is kept, and not shown before a person says so; so
is the text of a row whose title and address name another document, of which nothing else is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.legal.importer.documents.front_matter import read_front_matter
from cms.legal.importer.records import ImportProblem, RowError
from cms.legal.importer.values import read_date, read_text
from cms.legal.parsing.numbers import parse_number
from cms.legal.parsing.texts.structure import clean_lines
from cms.legal.sources import source_registry

_TELLING, _SHARED = 5, 0.3  # words of a title that tell it apart; the part of them that one document's titles share
_READ = ("issuers", "issued", "place", "signer", "signer_title")


def is_crawled(row: Any) -> bool:
    return isinstance(row, Mapping) and "issued_guess" in row and "lang" in row


def convert_row(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], list[ImportProblem]]:
    """The row in the words of ``importer.rows``, who says it (for ``DocumentRecord``), and what a person has to know of
    it; RowError for what is none."""
    status, language = read_text(row, "status"), read_text(row, "lang")
    if status.startswith("soft-404"):
        raise RowError("no_page")
    if language not in ("", "vi"):
        raise RowError("translation", language=language)
    number, title = read_text(row, "number"), read_text(row, "title")
    lines = clean_lines(read_text(row, "text", lines=True))
    problems = [] if lines else [ImportProblem("no_text")]
    if other := _number_of_another(row):
        problems.append(ImportProblem("other_document", (("other", other[:60]),)))
        said = {"source": source_registry.VBPL, "stated_on": read_date(row, "updated"), "doubts": ("other_number",)}
        return {"type": row.get("type"), "number": number, "text": "\n".join(lines)}, said, problems
    title = _title(title, read_text(row, "type"), number)
    found = {
        "type": row.get("type"),
        "number": number,
        "title": title,
        "effective": row.get("effective"),
        "vbpl_item_id": row.get("id"),
        "source_url": row.get("url"),
        "text": "\n".join(lines),
    }
    said = {
        "source": source_registry.VBPL,
        "address": read_text(row, "url")[:500],
        "stated_on": read_date(row, "updated"),
        "status": _status(status, problems),
    }
    in_text, doubts = _of_text(lines, number, title, problems)
    return found | in_text, said | {"doubts": doubts}, problems


def _number_of_another(row: Mapping[str, Any]) -> str:
    """The number that title and address both state as the document's own, where the row bears another one: the row is
    then a record of that document. Titles and addresses of the source begin with type and number, or end with the
    number; what stands between are numbers of documents that the title speaks of. Empty where they agree.
    """
    title, type_name = read_text(row, "title"), read_text(row, "type")
    head = re.match(rf"{re.escape(type_name)}\s+(?:số\s*:?\s*)*(\d\S*)", title, re.IGNORECASE)
    own = head or re.search(r"\bsố\s*:?\s*(\d\S*?)\.?$", title, re.IGNORECASE)
    if own is None:
        return ""
    stated, known = parse_number(own[1]), parse_number(read_text(row, "number"))
    slug = read_text(row, "url").rpartition("--")[0].rpartition("/")[2]
    agrees = f"-{stated.key}-" in f"{slug}-" if head else slug.endswith(f"-{stated.key}")
    return stated.norm if agrees and stated.identity != known.identity else ""


def _title(title: str, type_name: str, number: str) -> str:
    """ "Nghị định số 249/2025/NĐ-CP Quy định…" and "Luật Trẻ em số 102/2016/QH13" without type and number."""
    words = rf"\s*(?:{re.escape(type_name)}\s*)?(?:\bsố\s*:?\s*)?{re.escape(number)}\s*"
    bare = collapse_whitespace(re.sub(words, " ", title, count=1, flags=re.IGNORECASE)) if number else title
    if type_name and bare.casefold().startswith(type_name.casefold() + " "):
        bare = bare[len(type_name) :].strip()
    return (bare[:1].upper() + bare[1:]) or title


def _of_text(
    lines: list[str], number: str, title: str, problems: list[ImportProblem]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the text says of the document, and the codes of what makes it another document's text."""
    told = read_front_matter(lines).values
    other = told.get("number", "")
    if other and parse_number(other).identity != parse_number(number).identity:
        problems.append(ImportProblem("other_number", (("other", other[:60]),)))
        return {}, ("other_number",)
    if _is_other_title(title, told.get("title", "")):
        problems.append(ImportProblem("other_title", (("other", told["title"][:120]),)))
        return {}, ("other_title",)
    found = {name: told[name] for name in _READ if name in told}
    year = parse_number(number).year
    if year and not found.get("issued", str(year)).startswith(str(year)):
        problems.append(ImportProblem("other_year", (("issued", found.pop("issued")),)))
    if "issuers" in found:
        problems.append(ImportProblem("read_from_text", (("issuer", found["issuers"]),)))
    return found, ()


def _is_other_title(title: str, other: str) -> bool:
    """Do two titles of some length share next to nothing?"""
    first, second = (set(re.findall(r"[a-z0-9]+", fold_diacritics(words))) for words in (title, other))
    shorter = min(len(first), len(second))
    return shorter >= _TELLING and len(first & second) < shorter * _SHARED


def _status(words: str, problems: list[ImportProblem]) -> str:
    code = source_registry.status_code(words)
    if words and not code:
        problems.append(ImportProblem("status_unread", (("status", words[:60]),)))
    return code
