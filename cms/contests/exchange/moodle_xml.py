"""Moodle XML. Parsed by defusedxml: no entities, no documents from elsewhere, no doctype.

Kinds that Moodle does not have in its core (order) are written as essays; tags ``phapluat:…`` carry what it does not
know.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from cms.contests.exchange.drafts import (
    MAX_BYTES,
    MAX_QUESTIONS,
    DraftProblem,
    FileRefused,
    QuestionDraft,
    ReadResult,
    check_drafts,
)
from cms.contests.kinds.choices import RIGHT_SIGN, TRUE_WORDS

MAX_ELEMENTS = 100_000
_TAG_PATTERN = re.compile(r"<[^>]{0,2000}>")
_BREAK_PATTERN = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]{0,200}>", re.I)
_OWN_TAG_PREFIX = "phapluat:"
_MOODLE_TYPES = {
    "multichoice": "one",
    "truefalse": "true_false",
    "matching": "match",
    "shortanswer": "short",
    "essay": "essay",
}
_KINDS_BY_MOODLE_TYPE = {
    "one": "multichoice", "several": "multichoice", "true_false": "truefalse", "match": "matching",
    "short": "shortanswer", "essay": "essay", "order": "essay",
}  # fmt: skip


def write_moodle_xml(drafts: Iterable[QuestionDraft]) -> bytes:
    quiz = Element("quiz")
    for number, draft in enumerate(drafts, start=1):
        quiz.append(_build_question(draft, number))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="utf-8")


def _add_text(parent: Element, name: str, words: str, **attributes: str) -> Element:
    node = SubElement(parent, name, attributes)
    SubElement(node, "text").text = words
    return node


def _build_question(draft: QuestionDraft, number: int) -> Element:
    node = Element("question", type=_KINDS_BY_MOODLE_TYPE[draft.kind])
    _add_text(node, "name", f"{number}. {draft.text[:60]}")
    _add_text(node, "questiontext", _to_html(draft.text), format="html")
    _add_text(node, "generalfeedback", _to_html(draft.explanation), format="html")
    _ANSWER_WRITERS[draft.kind](node, draft)
    tags = SubElement(node, "tags")
    for name in ("kind", "law", "field", "level", "difficulty"):
        if value := getattr(draft, name):
            _add_text(tags, "tag", f"{_OWN_TAG_PREFIX}{name}={value}")
    if draft.kind in ("order", "essay"):
        for line in draft.lines:
            _add_text(tags, "tag", f"{_OWN_TAG_PREFIX}line={line}")
    return node


def _to_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _write_choices(node: Element, draft: QuestionDraft) -> None:
    several = draft.kind == "several"
    SubElement(node, "single").text = "false" if several else "true"
    SubElement(node, "shuffleanswers").text = "true"
    right = sum(one.startswith(RIGHT_SIGN) for one in draft.lines)
    for one in draft.lines:
        share = 100 / right if one.startswith(RIGHT_SIGN) else (-100 / right if several else 0)
        _add_text(node, "answer", _to_html(one.removeprefix(RIGHT_SIGN)), fraction=f"{share:.5f}", format="html")


def _write_true_false(node: Element, draft: QuestionDraft) -> None:
    right = draft.content()["right"]
    for word, value in (("true", True), ("false", False)):
        _add_text(node, "answer", word, fraction="100" if value is right else "0", format="moodle_auto_format")


def _write_short(node: Element, draft: QuestionDraft) -> None:
    SubElement(node, "usecase").text = "0"
    for one in draft.lines:
        _add_text(node, "answer", one, fraction="100", format="moodle_auto_format")


def _write_match(node: Element, draft: QuestionDraft) -> None:
    for left, right in draft.content()["pairs"]:
        part = _add_text(node, "subquestion", _to_html(left), format="html")
        _add_text(part, "answer", right)


def _write_essay(node: Element, draft: QuestionDraft) -> None:
    _add_text(node, "graderinfo", _to_html("\n".join(draft.lines)), format="html")


_ANSWER_WRITERS = {
    "one": _write_choices, "several": _write_choices, "true_false": _write_true_false, "short": _write_short,
    "match": _write_match,
    "essay": _write_essay, "order": _write_essay,
}  # fmt: skip


def read_moodle_xml(data: bytes) -> ReadResult:
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large", most=MAX_BYTES // 2**20)
    try:
        quiz = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise FileRefused("xml") from None
    if quiz.tag != "quiz":
        raise FileRefused("xml")
    if sum(1 for _node in quiz.iter()) > MAX_ELEMENTS:
        raise FileRefused("too_large", most=MAX_BYTES // 2**20)
    nodes = [node for node in quiz.findall("question") if node.get("type") != "category"]
    if len(nodes) > MAX_QUESTIONS:
        raise FileRefused("many", most=MAX_QUESTIONS)
    found: list[QuestionDraft] = []
    problems: list[DraftProblem] = []
    for place, node in enumerate(nodes, start=1):
        draft = _parse_draft(node, place)
        if draft is None:
            problems.append(DraftProblem(place, "kind", {}, _plain_text(node.find("questiontext"))[:80]))
        else:
            found.append(draft)
    return check_drafts(found, problems)


def _plain_text(node: Element | None) -> str:
    """The text of a Moodle field, its HTML taken away."""
    if node is None:
        return ""
    text = node.findtext("text") or ""
    if node.get("format", "html") in ("html", "moodle_auto_format"):
        text = html.unescape(_TAG_PATTERN.sub("", _BREAK_PATTERN.sub("\n", text)))
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def _read_fraction(node: Element) -> float:
    try:
        return float(node.get("fraction") or 0)
    except ValueError:
        return 0.0


def _parse_draft(node: Element, place: int) -> QuestionDraft | None:
    kind = _MOODLE_TYPES.get(node.get("type") or "")
    if kind is None:
        return None
    notes = [
        words[len(_OWN_TAG_PREFIX) :].partition("=")
        for words in map(_read_tags, node.findall("tags/tag"))
        if words.startswith(_OWN_TAG_PREFIX)
    ]
    told = {name: value for name, _sign, value in notes}
    if kind == "one" and (node.findtext("single") or "true").strip().lower() in ("false", "0"):
        kind = "several"
    if kind == "essay" and told.get("kind") == "order":
        kind = "order"
    own = [value for name, _sign, value in notes if name == "line"]
    hard = told.get("difficulty", "2")
    return QuestionDraft(
        kind=kind, text=_plain_text(node.find("questiontext")), lines=tuple(own or _read_lines(kind, node)),
        explanation=_plain_text(node.find("generalfeedback")), law=told.get("law", ""), field=told.get("field", ""),
        level=told.get("level", ""), difficulty=int(hard) if hard in ("1", "2", "3") else 2, place=place,
    )  # fmt: skip


def _read_tags(node: Element) -> str:
    return (node.findtext("text") or "").strip()


def _read_lines(kind: str, node: Element) -> list[str]:
    answers = node.findall("answer")
    if kind in ("one", "several"):
        return [(RIGHT_SIGN if _read_fraction(one) > 0 else "") + " ".join(_plain_text(one).split()) for one in answers]
    if kind == "true_false":
        right = next((_plain_text(one).casefold() for one in answers if _read_fraction(one) > 0), "")
        return ["đúng" if right in TRUE_WORDS else "sai"] if right else []
    if kind == "short":
        return [_plain_text(one) for one in answers if _read_fraction(one) > 0]
    if kind == "match":
        parts = node.findall("subquestion")
        pairs = [(" ".join(_plain_text(part).split()), (part.findtext("answer/text") or "").strip()) for part in parts]
        return [f"{left} = {right}" for left, right in pairs if left]
    return _plain_text(node.find("graderinfo")).splitlines()
