"""Finds the documents that a phrase of a modification clause names: those it acts upon, and those that only stand in
their titles.

"Thông tư số A hướng dẫn Nghị định số B và Thông tư số C" acts upon A and C; B belongs to the title of A.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cms.legal.modifications.records import Target
from cms.legal.parsing import grammar
from cms.legal.parsing.citation_finder import Citation, find_citations
from cms.legal.parsing.provision_names import provision_fragment

#: Words that may stand before the first document of a phrase without changing what is meant.
_FILLING = re.compile(
    r"(?:\s|[:,“”\"(]|\d{1,3}[.)]|[-–+•]|[a-zđ]\)|"
    r"(?:toàn bộ|các|những|cho|đối với|hiệu lực|thi hành|việc|của|sau đây|sau|văn bản|quy phạm pháp luật|\d+|và|gồm"
    r"|bao gồm|là)\b)*",
    re.IGNORECASE,
)
#: A part of a document, not the whole.
_PART = re.compile(
    r"\b(?:quy định|nội dung|một phần|một số|chương|mục|phần|phụ lục|mẫu|biểu|danh mục|số thứ tự|điều|khoản|điểm|tiết"
    r"|cụm từ|từ|"
    r"hệ thống|đoạn|gạch đầu dòng|dòng|câu|hướng dẫn)\b",
    re.IGNORECASE,
)
_PART_BEGINS = re.compile(
    r"^\W*(?:\d{1,3}[.)]|[a-zđ]\))?\W*(?:các|những|toàn bộ|một số|một phần)?\s*(?:quy định|nội dung|một số|một phần"
    r"|chương|mục|phần|phụ lục|"
    r"mẫu|biểu|danh mục|số thứ tự|điều|các điều|khoản|các khoản|điểm|các điểm|tiết|hệ thống|tiểu mục|tiêu đề|tên)\b",
    re.IGNORECASE,
)
_ANNEXED_BEGINS = re.compile(
    r"^\W*(?:\d{1,3}[.)]|[a-zđ]\))?\W*(?:các\s+)?(?:quy chế|điều lệ|nội quy|quy định|chương trình|danh mục|quy tắc)\b",
    re.IGNORECASE,
)
_TO_WHOLE = re.compile(r"(?:tại|của|kèm theo|thuộc|trong|theo)\s*(?:các\s*)?$", re.IGNORECASE)
_JOIN_END = re.compile(
    r"(?:[,;]|(?:^|\s)và|[,;]\s*và|(?:^|\s)hoặc)\s*(?:các|những)?\s*(?:quy định tại\s*)?(?:số\s*)?$", re.IGNORECASE
)
#: Date, issuer and remarks after a number do not belong to a title.
_AFTER_NUMBER = re.compile(r"^[\s,]*(?:ngày\s+\d{1,2}[^,;]{0,30}?\d{4})?[\s,]*$")
_CIRCULARS = frozenset(("Thông tư", "Thông tư liên tịch", "Quyết định", "Thông tư liên bộ"))


@dataclass(frozen=True, slots=True)
class NamedTargets:
    """A document that the phrase acts upon. ``part``: only a part of it; ``annexed``: what was issued with it;
    ``doubtful``: it may belong to the title of the document before."""

    target: Target
    citation: Citation
    start: int
    end: int
    part: bool
    annexed: bool
    doubtful: bool


def find_named_targets(phrase: str) -> list[NamedTargets]:
    """Returns the documents that ``phrase`` acts upon, in its order."""
    found: list[NamedTargets] = []
    begin = 0
    nested: set[str | None] = set()  # types of documents that stand in titles
    lost = False  # a part was not understood: what follows may belong to it
    groups = list(_documents(phrase))
    for segment_end in [*_ends_of_segments(phrase), len(phrase)]:
        inside = [group for group in groups if begin <= group[0].doc_start < segment_end]
        titled = bool(found and inside and inside[0][0].type in nested) and _list_in_title(found, inside[0][0])
        here, titles = _segment(phrase, begin, inside)
        found += [replace(named, doubtful=True) for named in here] if titled or lost else here
        lost = lost or bool(inside and not here)
        nested |= titles
        begin = segment_end + 1
    return found


def find_first_target(phrase: str) -> list[NamedTargets]:
    """Returns the first document of a phrase, wherever it stands: "cụm từ “…” bằng cụm từ “…” tại Điều 3 Nghị định số
    …"."""
    group = next(_documents(phrase), None)
    return [_named(group, part=_provision(group[0]), annexed=False, doubtful=True)] if group else []


def _list_in_title(found: list[NamedTargets], citation: Citation) -> bool:
    """ "Thông tư A sửa đổi một số điều của Thông tư B; Thông tư C": C may belong to the title too. This holds where C
    has no date and A has one, and where only an article of A is meant."""
    return (found[0].target.issued is not None and citation.date is None) or found[-1].part


def _ends_of_segments(phrase: str) -> Iterator[int]:
    """Semicolons outside brackets."""
    depth = 0
    for found in re.finditer(r"[();]", phrase):
        depth = max(0, depth + {"(": 1, ")": -1}.get(found.group(), 0))
        if found.group() == ";" and not depth:
            yield found.start()


def _documents(phrase: str) -> Iterator[list[Citation]]:
    """Groups consecutive citations of one document."""
    group: list[Citation] = []
    for citation in find_citations(phrase):
        if citation.kind in (grammar.COURT, grammar.TREATY):
            continue
        if group and citation.doc_start != group[0].doc_start:
            yield group
            group = []
        group.append(citation)
    if group:
        yield group


def _segment(phrase: str, begin: int, groups: list[list[Citation]]) -> tuple[list[NamedTargets], set[str | None]]:
    """Returns (what a part between semicolons acts upon, the types of the documents in its titles)."""
    found: list[NamedTargets] = []
    nested: set[str | None] = set()
    previous_nested, reached = False, begin
    for group in groups:
        first = group[0]
        gap = phrase[reached : min(first.start, first.doc_start)]
        reached = first.doc_end
        if not found:
            named = _first(gap, group)
            if named is None:
                return found, nested
            found.append(named)
            continue
        in_brackets = phrase.count("(", begin, first.start) > phrase.count(")", begin, first.start)
        joined = None if in_brackets else _JOIN_END.search(gap)
        doubtful = _in_title(first, gap, joined, nested, previous_nested, found[0])
        doubtful = doubtful if doubtful is None else doubtful or found[0].doubtful
        previous_nested = doubtful is None
        if doubtful is None:
            nested.add(first.type)
        else:
            found.append(_named(group, part=_provision(first), annexed=False, doubtful=doubtful))
    return found, nested


def _in_title(
    citation: Citation,
    gap: str,
    joined: re.Match[str] | None,
    nested: set[str | None],
    previous_nested: bool,
    head: NamedTargets,
) -> bool | None:
    """Whether a further document stands in the title of the one before it. None: it does; True: it may; False: it does
    not."""
    if joined is None:
        return None
    beside_nested = previous_nested and bool(_AFTER_NUMBER.match(gap[: joined.start()]))
    if not beside_nested and (not nested or (citation.type not in nested and _alike(citation.type, head.target.type))):
        return False
    if not citation.number or (beside_nested and citation.type in nested and not citation.name):
        return None
    return True


def _provision(citation: Citation) -> bool:
    """ "điểm b khoản 2 Mục II" has no article, but is a provision."""
    return bool(citation.article or citation.clause or citation.point)


def _alike(one: str | None, other: str | None) -> bool:
    return one == other or (one in _CIRCULARS and other in _CIRCULARS)


def _first(gap: str, group: list[Citation]) -> NamedTargets | None:
    """The first document of a phrase: it begins the phrase, or the words before it state which part of it is meant."""
    filling = _FILLING.match(gap)
    if filling and filling.end() == len(gap):
        return _named(group, part=_provision(group[0]), annexed=False, doubtful=False)
    if len(gap) > 400:
        return None
    if _ANNEXED_BEGINS.match(gap) and re.search(r"kèm theo\s*(?:của\s*)?$|ban hành (?:tại|theo)\s*$", gap):
        return _named(
            group,
            part=bool(re.match(r"^\W*(?:các )?quy định (?:về|liên quan)", gap, re.IGNORECASE)),
            annexed=True,
            doubtful=True,
        )
    if _PART_BEGINS.match(gap) and (_TO_WHOLE.search(gap) or group[0].article or _PART.search(gap[-40:])):
        plain = bool(group[0].article) and not re.search(r"\b(?:liên quan|về|đối với|cụm từ)\b|[“”\"·]", gap)
        return _named(group, part=True, annexed=False, doubtful=not plain)
    return None


def _named(group: list[Citation], part: bool, annexed: bool, doubtful: bool) -> NamedTargets:
    first = group[0]
    provisions = tuple(dict.fromkeys(filter(None, map(_fragment, group))))
    target = Target(first.type, first.number, first.name, first.year, first.date, provisions, first.issuer)
    return NamedTargets(
        target, first, min(first.start, first.doc_start), first.doc_end, part or bool(provisions), annexed, doubtful
    )


def _fragment(citation: Citation) -> str:
    return provision_fragment(citation.article, citation.clause, citation.point) if citation.article else ""
