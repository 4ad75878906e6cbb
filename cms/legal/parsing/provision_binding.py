"""Which provisions belong to which document: those that lead up to it, also past annexes and forms, and those that
follow it.

>>> from cms.legal.parsing.citation_finder import find_citations
>>> text = "Điều 4 và Phụ lục I ban hành kèm theo Nghị định số 80/2017/NĐ-CP (Điều 6)"
>>> [citation.article for citation in find_citations(text)]
['4']
>>> text = "Luật Trẻ em năm 2016 (khoản 1 Điều 5); Nghị định 80/2017/NĐ-CP, Điều 6"
>>> [citation.article for citation in find_citations(text)]
['5', '6']
"""

from __future__ import annotations

import re
from bisect import bisect_left

from cms.legal.parsing import grammar
from cms.legal.parsing.mention import Mention
from cms.legal.parsing.normalized_text import NormalizedText
from cms.legal.parsing.provisions import DIVISION, find_groups

_JOIN = r"(?:\s{0,3}[,;]\s{0,3}(?:va\s{1,3})?|\s{1,3}(?:va|hoac)\s{1,3})(?:cac\s{1,3})?"
_LABEL = r"(?:so\s{1,3})?(?:[a-z]?\d[a-z0-9./-]{0,24}|[ivx]{1,6}|[a-z](?![a-z]))(?![a-z0-9])"
_LABELS = rf"\s{{1,3}}{_LABEL}(?:\s{{0,2}}(?:,|va\s)\s{{0,2}}{_LABEL})*+"
_THING = (
    rf"(?:(?:phu luc|mau|bieu mau|bieu|bang)(?:{_LABELS})?|(?:muc|chuong|phan){_LABELS}"
    rf"|ten|tieu de|doan mo dau|doan dau)"
)
#: What is annexed under a name has to be said to be annexed: "Chương trình … ban hành kèm theo".
_NAMED = (
    r"(?:danh muc|chuong trinh|quy che|quy dinh|dieu le|noi quy|mau|bieu mau|bieu|bang)"
    r"(?:\s{1,3}(?!(?:nay|dieu|khoan|luat|nghi (?:dinh|quyet)|thong tu|quyet dinh)\b)[a-z]{1,8}){0,14}?"
)
_ANNEXED = (
    r"(?:duoc\s{1,3})?(?:ban hanh|dinh|gui)?\s{0,3}kem(?:\s{1,3}theo)?|(?:duoc\s{1,3})?ban hanh\s{1,3}(?:theo|tai)"
)
_OF = (
    rf"(?:{_ANNEXED}|(?:duoc\s{{1,3}})?(?:quy dinh|neu)\s{{1,3}}tai)(?:\s{{1,3}}(?:cua|cac))?|cua(?:\s{{1,3}}cac)?"
    rf"|tai|thuoc"
)
#: Between provisions and what they belong to: "và Phụ lục II ban hành kèm theo", ", Mẫu số 3 Phụ lục I".
_PAST_ANNEXES_F = re.compile(
    rf"{DIVISION}{_JOIN}(?:{_NAMED}\s{{1,3}}(?:{_ANNEXED})(?:\s{{1,3}}cua)?"
    rf"|{_THING}(?:(?:{_JOIN}|\s{{1,3}}){_THING})*+(?:\s{{1,3}}(?:{_OF}))?)\s{{0,3}}"
)
_MOST_BETWEEN = 240
_MOST_AFTER = 160  # date and issuer stand between

_IN_BRACKETS_F = re.compile(r"\s{0,2}\([ ]?(?:(?:tai|o|xem|cu the tai|quy dinh tai)[ ]{1,2})?(?:cac )?")
_FOLLOWING_F = re.compile(
    r"(?P<near>[ ]{0,2}[,:-][ ]{1,2}(?:(?:tai|cu the tai)[ ])?|[ ]{1,2}(?:quy dinh[ ])?(?:tai|o)[ ])(?:cac )?|[ ]{1,2}"
)
_CLOSED_F = re.compile(r"\s{0,2}\)")
#: The sentence ends or goes on: the provision is not one of "Thông tư này" or of a regulation named after it.
_OTHERS = (
    r"(?:cac|nhung|phu luc|mau|bieu|muc|chuong|phan|danh muc|quy che|dieu le|noi quy|quy tac|bo luat|luat|nghi"
    r"|thong tu|quyet dinh|cua|tai|dieu|khoan|diem)"
)
_VERBS = (
    r"(?:quy dinh|co|thi|ve|neu|noi|ghi|khang dinh|yeu cau|nghiem cam|cam|dinh nghia|giai thich|cho phep|cung|nhu sau"
    r"|ap dung|duoc|da|phai|khong)"
)
_ENDS_F = re.compile(
    rf"\s{{0,2}}(?:[.;)|\"]|$)|,?[ ]{_VERBS}\b(?![ ]tai\b)|(?:,[ ]|[ ](?:va|hoac)[ ])(?!{_OTHERS}\b)(?=[a-z])"
)
_SENTENCE_F = re.compile(rf"\s{{0,2}}(?:[;)|\"]|$)|\s{{0,2}}\.(?:\s{{0,2}}$|\s{{0,2}}\n)|,?[ ]{_VERBS}\b(?![ ]tai\b)")

Run = tuple[int, int]


def bind_provisions(shadow: NormalizedText, mentions: list[Mention]) -> tuple[dict[int, list[Run]], dict[int, Run]]:
    """(runs of provisions before the mention that begins at an offset, the run after the mention that begins there)."""
    starts = [mention.start for mention in mentions]
    wanted = set(starts)
    before: dict[int, list[Run]] = {}
    loose: list[re.Match] = []
    owner: dict[int, int] = {}  # where a bound run begins → its mention
    found = list(find_groups(shadow.folded))
    for group in reversed(found):
        start: int | None = group.end() if group.end() in wanted else None
        if start is None and "dieu" in group.group(1):  # "khoản 2, Phụ lục I" is a clause of the annex
            start = _past_annexes(shadow.folded, group, starts, owner)
        if start is None:
            loose.append(group)
            continue
        before.setdefault(start, []).insert(0, (group.start(1), group.end(1)))
        owner[group.start()] = start
    return before, _after(shadow, mentions, loose[::-1], before)


def _past_annexes(folded: str, group: re.Match, starts: list[int], owner: dict[int, int]) -> int | None:
    gap = _PAST_ANNEXES_F.match(folded, group.end(1), min(len(folded), group.end(1) + _MOST_BETWEEN))
    if gap is None:
        return None
    index = bisect_left(starts, gap.end())
    if index < len(starts) and starts[index] == gap.end():
        return starts[index]
    return owner.get(gap.end())


def _after(
    shadow: NormalizedText, mentions: list[Mention], loose: list[re.Match], before: dict[int, list[Run]]
) -> dict[int, Run]:
    after: dict[int, Run] = {}
    if not loose:
        return after
    by_start = {group.start(): group for group in loose}
    places = list(by_start)
    for mention in mentions:
        index = bisect_left(places, mention.end)
        if index == len(places) or places[index] - mention.end > _MOST_AFTER or mention.start in before:
            continue
        if mention.kind not in (grammar.LEGAL, grammar.ADMIN):
            continue
        group = _group_after(shadow, mention, by_start)
        if group is not None and "dieu" in group.group(1):
            after[mention.start] = (group.start(1), group.end(1))
    return after


def _group_after(shadow: NormalizedText, mention: Mention, by_start: dict[int, re.Match]) -> re.Match | None:
    folded = shadow.folded
    _date, dated = grammar.date_after(folded, mention.end)
    issuer = grammar.ISSUER_F.match(folded, dated) if mention.number else None
    for end in dict.fromkeys((issuer.end(1) if issuer else dated, dated, mention.end)):
        if bracket := _IN_BRACKETS_F.match(folded, end):
            group = by_start.get(bracket.end())
            return group if group and _CLOSED_F.match(folded, group.end(1)) else None
        following = _FOLLOWING_F.match(folded, end)
        group = by_start.get(following.end()) if following else None
        if group and following:
            ends = _ENDS_F if following["near"] else _SENTENCE_F
            return group if ends.match(folded, group.end(1)) else None
    return None
