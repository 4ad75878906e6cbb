"""Parses the modification clauses of one document into proposals.

>>> from cms.legal.modifications.records import Document, Provision
>>> text = "2. Nghị định số 13/2023/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành."
>>> article = Provision("Điều 42", "", text, "dieu-42")
>>> [found] = read_modifications(Document("Nghị định", "356/2025/NĐ-CP", "", (article,)))
>>> found.kind, found.target.number, found.place, found.doubts
('ends', '13/2023/NĐ-CP', 'khoản 2 Điều 42', ('day',))
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from cms.core.text import normalize_nfc
from cms.legal.modifications.effective_dates import clause_day, document_effective_day, later_effective_articles
from cms.legal.modifications.records import (
    AMENDS,
    DAY_UNKNOWN,
    ENDS,
    ENDS_PART,
    EXTENDS,
    REPLACES,
    REPLACES_WORDS,
    Document,
    Proposal,
    Target,
)
from cms.legal.modifications.statements import Statement, mask_quotations, split_statements
from cms.legal.modifications.targets import NamedTargets, find_first_target, find_named_targets
from cms.legal.modifications.verbs import CONDITION, MAY_ACT, FoundVerb, find_verbs, kind_of_lead
from cms.legal.parsing.numbers import parse_number

#: "trừ Điều 5", "ngoại trừ …", not "khấu trừ", "miễn trừ".
_EXCEPTION = re.compile(
    r",?\s*(?:\(\s*)?\b(?:ngoại trừ|(?<!khấu )(?<!loại )(?<!miễn )(?<!giảm )(?<!bài )(?<!diệt )trừ(?!\s*\d)"
    r"|không bao gồm)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_FROM_DAY = re.compile(r"^\W*(?:kể từ|từ)\s+(?:ngày|thời điểm)[^,]{0,80},\s*", re.IGNORECASE)
_UNTIL = re.compile(r"\s(?:kể từ ngày|từ ngày|bằng (?=Phụ lục|Mẫu|quy định|cụm)|như sau)\b", re.IGNORECASE)
#: "Sửa đổi, bổ sung một số điều của …": the amendment acts upon the document.
_SOME_OF = re.compile(
    r"^\s*(?:một số|các|những)?\s*(?:(?:điều|khoản|điểm|nội dung|quy định|phụ lục|mục|cụm từ)[,\s]*(?:và\s+)?)+(?:của"
    r"|tại|thuộc)\s*(?:các\s*)?$",
    re.IGNORECASE,
)
#: Decisions and circulars end each other.
_RANKS = {
    "Hiến pháp": 0, "Bộ luật": 1, "Luật": 1, "Pháp lệnh": 2, "Nghị định": 3, "Quyết định": 4, "Thông tư": 4,
    "Thông tư liên tịch": 4,
}  # fmt: skip
_MOST_VERBS = 12  # per sentence
_PLAIN_KINDS = frozenset((ENDS, ENDS_PART, REPLACES, AMENDS))


@dataclass(frozen=True, slots=True)
class _Context:
    document: Document
    own_identity: str
    own_day: datetime.date | None
    later: frozenset[str]


def read_modifications(document: Document) -> list[Proposal]:
    """Returns proposals in the order of the text, the title's first; two clauses with the same effect on one document
    give one. A consolidated text repeats the clauses of others and gives none."""
    if "VBHN" in parse_number(document.number).groups:
        return []
    context = _Context(
        document,
        parse_number(document.number).identity,
        document_effective_day(document),
        later_effective_articles(document),
    )
    found = list(_of_title(context))
    for provision in document.provisions:
        if not (MAY_ACT.search(provision.text) or MAY_ACT.search(provision.heading)):
            continue
        for statement in split_statements(provision):
            found += _of_statement(statement, context)
    return list(dict.fromkeys(found))


def _of_title(context: _Context) -> Iterator[Proposal]:
    words = mask_quotations(normalize_nfc(context.document.title))
    statement = Statement(context.document.title, words, 0, "", "")
    for verb in find_verbs(words, 0, len(words)):
        if not verb.before:
            yield from _proposals(statement, verb, words[verb.end :], words, context)
            return


def _of_statement(statement: Statement, context: _Context) -> Iterator[Proposal]:
    acted = False
    for start, end in statement.sentences() if MAY_ACT.search(statement.words) else ():
        words = statement.words
        if CONDITION.match(words[start:end]):
            continue
        verbs = list(islice(find_verbs(words, start, end), _MOST_VERBS))
        for index, verb in enumerate(verbs):
            following = verbs[index + 1].start if index + 1 < len(verbs) and not verbs[index + 1].before else end
            reached = verbs[index - 1].end if index and verbs[index - 1].before else start
            phrase = words[reached : verb.start] if verb.before else words[verb.end : following]
            proposals = list(_proposals(statement, verb, phrase, words[start:end], context))
            acted = acted or bool(proposals)
            yield from proposals
    if not acted and statement.leads:
        yield from _of_item(statement, context)


def _of_item(statement: Statement, context: _Context) -> Iterator[Proposal]:
    """A list item inherits the verb of the nearest line above that has one."""
    kind = next(filter(None, map(kind_of_lead, reversed(statement.leads))), None)
    if kind is None:
        return
    phrase = statement.words[statement.begin :]
    if CONDITION.match(phrase):
        return
    yield from _proposals(statement, FoundVerb(kind, 0, 0, False), phrase, phrase, context)


def _proposals(
    statement: Statement, verb: FoundVerb, phrase: str, sentence: str, context: _Context
) -> Iterator[Proposal]:
    exceptions = _exceptions(sentence, statement.leads if verb.end == 0 else ())
    phrase = _EXCEPTION.sub("", phrase)
    phrase = _FROM_DAY.sub("", phrase) if verb.before else phrase
    if not verb.before and (until := _UNTIL.search(phrase)) and verb.kind not in (AMENDS, REPLACES_WORDS):
        phrase = phrase[: until.start()]
    day, source = clause_day(sentence, statement.leads, context.own_day)
    for named in _named(phrase, verb):
        if parse_number(named.target.number or "").identity == context.own_identity and named.target.number:
            continue
        kind = _kind(verb.kind, named)
        target = named.target
        doubts = tuple(_uncertainties(kind, named, exceptions, source, phrase, statement, context))
        yield Proposal(kind, target, day, source, statement.text, statement.place, statement.anchor, exceptions, doubts)


def _named(phrase: str, verb: FoundVerb) -> list[NamedTargets]:
    """Replaced words and extended terms stand somewhere in a document, which comes at the end of a longer phrase."""
    return find_named_targets(phrase) or (find_first_target(phrase) if verb.kind in (REPLACES_WORDS, EXTENDS) else [])


def _kind(kind: str, named: NamedTargets) -> str:
    if kind == ENDS and named.part:
        return ENDS_PART
    if kind == REPLACES and named.part:
        return AMENDS
    return kind


def _exceptions(sentence: str, leads: Iterable[str]) -> tuple[str, ...]:
    found = [match.group().strip(" ,.;()") for words in (sentence, *leads) if (match := _EXCEPTION.search(words))]
    return tuple(found)


def _uncertainties(
    kind: str,
    named: NamedTargets,
    exceptions: tuple[str, ...],
    source: str,
    phrase: str,
    statement: Statement,
    context: _Context,
) -> Iterator[str]:
    """One code for each reason why only a person may decide."""
    number = parse_number(named.target.number or "")
    if not number.has_number or named.citation.partial_number:
        yield "number"
    elif number.year is None and named.target.issued is None:
        yield "year"
    if kind not in _PLAIN_KINDS:
        yield "kind"
    if named.doubtful and not (kind == AMENDS and _SOME_OF.match(phrase[: named.start])):
        yield "which"
    if named.annexed:
        yield "annexed"
    if _outranks(named.target, context.document):
        yield "rank"
    if exceptions:
        yield "exception"
    if source == DAY_UNKNOWN:
        yield "day"
    if kind == ENDS_PART and not _whole_provisions(named, phrase):
        yield "provisions"
    if kind == AMENDS and (named.target.provisions or statement.leads):  # titles and headings name whole documents
        yield "provisions"
    if (article := re.search(r"Điều (\d+[a-zđ]?)", statement.place)) and article.group(1) in context.later:
        yield "later"


def _outranks(target: Target, document: Document) -> bool:
    """No circular ends a decree, and no decree a law: the words were misread, or are wrong."""
    own, other = _RANKS.get(document.type), _RANKS.get(target.type or "")
    if own is not None and other is not None and other < own:
        return True
    return bool(target.number and target.number.endswith("TTg") and document.type.startswith("Thông tư"))


def _whole_provisions(named: NamedTargets, phrase: str) -> bool:
    """Returns whether the parsed articles cover the whole phrase. Not where chapters, annexes and ranges are named
    too."""
    words = phrase[max(0, named.start - 120) : named.end]
    own = phrase[named.start : named.end]
    if not named.target.provisions or named.citation.until:
        return False
    return not re.search(
        r"(?:chương|mục|phần|phụ lục|mẫu|biểu|đoạn|cụm từ|tiểu mục|danh mục|đến)\b", own, re.IGNORECASE
    ) and not re.search(
        r"(?:chương|mục|phụ lục|mẫu|biểu)\s+(?:số\s+)?[\dIVX]+[^;]{0,60}$",
        words[: -len(own)] if own else "",
        re.IGNORECASE,
    )


def remove_duplicates(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Returns the surest proposal for each kind and target."""
    best: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        key = (proposal.kind, parse_number(proposal.target.number or "").identity or proposal.target.name or "")
        if key not in best or len(proposal.doubts) < len(best[key].doubts):
            best[key] = proposal
    return list(best.values())
