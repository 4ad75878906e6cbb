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
    FileRefused,
    Problem,
    QuestionDraft,
    Read,
    checked,
)
from cms.contests.kinds.choices import RIGHT, TRUE

MAX_ELEMENTS = 100_000
_TAG = re.compile(r"<[^>]{0,2000}>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]{0,200}>", re.I)
_OUR = "phapluat:"
_KINDS = {
    "multichoice": "one",
    "truefalse": "true_false",
    "matching": "match",
    "shortanswer": "short",
    "essay": "essay",
}
_MOODLE = {
    "one": "multichoice", "several": "multichoice", "true_false": "truefalse", "match": "matching",
    "short": "shortanswer", "essay": "essay", "order": "essay",
}  # fmt: skip


def write(drafts: Iterable[QuestionDraft]) -> bytes:
    quiz = Element("quiz")
    for number, draft in enumerate(drafts, start=1):
        quiz.append(_question(draft, number))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="utf-8")


def _text(parent: Element, name: str, words: str, **attributes: str) -> Element:
    node = SubElement(parent, name, attributes)
    SubElement(node, "text").text = words
    return node


def _question(draft: QuestionDraft, number: int) -> Element:
    node = Element("question", type=_MOODLE[draft.kind])
    _text(node, "name", f"{number}. {draft.text[:60]}")
    _text(node, "questiontext", _html(draft.text), format="html")
    _text(node, "generalfeedback", _html(draft.explanation), format="html")
    _ANSWERS[draft.kind](node, draft)
    tags = SubElement(node, "tags")
    for name in ("kind", "law", "field", "level", "difficulty"):
        if value := getattr(draft, name):
            _text(tags, "tag", f"{_OUR}{name}={value}")
    if draft.kind in ("order", "essay"):
        for line in draft.lines:
            _text(tags, "tag", f"{_OUR}line={line}")
    return node


def _html(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _choices(node: Element, draft: QuestionDraft) -> None:
    several = draft.kind == "several"
    SubElement(node, "single").text = "false" if several else "true"
    SubElement(node, "shuffleanswers").text = "true"
    right = sum(one.startswith(RIGHT) for one in draft.lines)
    for one in draft.lines:
        share = 100 / right if one.startswith(RIGHT) else (-100 / right if several else 0)
        _text(node, "answer", _html(one.removeprefix(RIGHT)), fraction=f"{share:.5f}", format="html")


def _true_false(node: Element, draft: QuestionDraft) -> None:
    right = draft.content()["right"]
    for word, value in (("true", True), ("false", False)):
        _text(node, "answer", word, fraction="100" if value is right else "0", format="moodle_auto_format")


def _short(node: Element, draft: QuestionDraft) -> None:
    SubElement(node, "usecase").text = "0"
    for one in draft.lines:
        _text(node, "answer", one, fraction="100", format="moodle_auto_format")


def _match(node: Element, draft: QuestionDraft) -> None:
    for left, right in draft.content()["pairs"]:
        part = _text(node, "subquestion", _html(left), format="html")
        _text(part, "answer", right)


def _essay(node: Element, draft: QuestionDraft) -> None:
    _text(node, "graderinfo", _html("\n".join(draft.lines)), format="html")


_ANSWERS = {
    "one": _choices, "several": _choices, "true_false": _true_false, "short": _short, "match": _match,
    "essay": _essay, "order": _essay,
}  # fmt: skip


def read(data: bytes) -> Read:
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
    problems: list[Problem] = []
    for place, node in enumerate(nodes, start=1):
        draft = _draft(node, place)
        if draft is None:
            problems.append(Problem(place, "kind", {}, _words(node.find("questiontext"))[:80]))
        else:
            found.append(draft)
    return checked(found, problems)


def _words(node: Element | None) -> str:
    """The text of a Moodle field, its HTML taken away."""
    if node is None:
        return ""
    text = node.findtext("text") or ""
    if node.get("format", "html") in ("html", "moodle_auto_format"):
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return "\n".join(line.strip() for line in text.splitlines()).strip()


def _share(node: Element) -> float:
    try:
        return float(node.get("fraction") or 0)
    except ValueError:
        return 0.0


def _draft(node: Element, place: int) -> QuestionDraft | None:
    kind = _KINDS.get(node.get("type") or "")
    if kind is None:
        return None
    notes = [
        words[len(_OUR) :].partition("=")
        for words in map(_words_of_tag, node.findall("tags/tag"))
        if words.startswith(_OUR)
    ]
    told = {name: value for name, _sign, value in notes}
    if kind == "one" and (node.findtext("single") or "true").strip().lower() in ("false", "0"):
        kind = "several"
    if kind == "essay" and told.get("kind") == "order":
        kind = "order"
    own = [value for name, _sign, value in notes if name == "line"]
    hard = told.get("difficulty", "2")
    return QuestionDraft(
        kind=kind, text=_words(node.find("questiontext")), lines=tuple(own or _lines(kind, node)),
        explanation=_words(node.find("generalfeedback")), law=told.get("law", ""), field=told.get("field", ""),
        level=told.get("level", ""), difficulty=int(hard) if hard in ("1", "2", "3") else 2, place=place,
    )  # fmt: skip


def _words_of_tag(node: Element) -> str:
    return (node.findtext("text") or "").strip()


def _lines(kind: str, node: Element) -> list[str]:
    answers = node.findall("answer")
    if kind in ("one", "several"):
        return [(RIGHT if _share(one) > 0 else "") + " ".join(_words(one).split()) for one in answers]
    if kind == "true_false":
        right = next((_words(one).casefold() for one in answers if _share(one) > 0), "")
        return ["đúng" if right in TRUE else "sai"] if right else []
    if kind == "short":
        return [_words(one) for one in answers if _share(one) > 0]
    if kind == "match":
        parts = node.findall("subquestion")
        pairs = [(" ".join(_words(part).split()), (part.findtext("answer/text") or "").strip()) for part in parts]
        return [f"{left} = {right}" for left, right in pairs if left]
    return _words(node.find("graderinfo")).splitlines()
