"""Moodle GIFT. What it has no form for (order, rubrics) is written as an essay with a comment that says what it was.

A comment ``// [key: value]`` above a question carries what GIFT does not know; Moodle skips it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cms.contests.exchange.drafts import (
    MAX_QUESTIONS,
    DraftProblem,
    FileRefused,
    QuestionDraft,
    ReadResult,
    check_drafts,
    decode_text,
)
from cms.contests.kinds.choices import FALSE_WORDS, RIGHT_SIGN, TRUE_WORDS

_ESCAPED_PATTERN = re.compile(r"\\(.)", re.S)
_SPECIAL_PATTERN = re.compile(r"([~=#{}:\\])")
_NOTE_PATTERN = re.compile(r"//\s*\[(\w+):\s*(.*)\]\s*$")
_TITLE_PATTERN = re.compile(r"^\s*::(?:\\.|[^\\:]|:(?!:))*::")
_FORMAT_PATTERN = re.compile(r"^\s*\[(?:html|moodle|plain|markdown)\]")
_WEIGHT_PATTERN = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_NOTE_FIELDS = ("kind", "explanation", "law", "field", "level", "difficulty")


def write_gift(drafts: Iterable[QuestionDraft]) -> str:
    return "\n\n".join(_write_question(draft) for draft in drafts) + "\n"


def _write_question(draft: QuestionDraft) -> str:
    notes = [
        f"// [{name}: {_escape_note(str(getattr(draft, name)))}]"
        for name in _NOTE_FIELDS
        if getattr(draft, name) not in ("", None)
    ]
    notes += [f"// [line: {_escape_note(line)}]" for line in draft.lines] if draft.kind in ("order", "essay") else []
    return "\n".join([*notes, f"{_escape(draft.text)} {_write_body(draft)}"])


def _escape_note(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unescape_note(text: str) -> str:
    return _ESCAPED_PATTERN.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def _escape(text: str) -> str:
    """GIFT ends a question at an empty line, so a line break is written as one."""
    return _SPECIAL_PATTERN.sub(r"\\\1", text).replace("\n", "\\n")


def _unescape(text: str) -> str:
    return _ESCAPED_PATTERN.sub(lambda match: "\n" if match[1] == "n" else match[1], text).strip()


def _write_body(draft: QuestionDraft) -> str:
    if draft.kind == "true_false":
        return "{TRUE}" if draft.content()["right"] else "{FALSE}"
    if draft.kind == "one":
        return (
            "{"
            + " ".join(
                ("=" if one.startswith(RIGHT_SIGN) else "~") + _escape(one.removeprefix(RIGHT_SIGN))
                for one in draft.lines
            )
            + "}"
        )
    if draft.kind == "several":
        right = sum(one.startswith(RIGHT_SIGN) for one in draft.lines)
        share = f"{100 / right:.5f}"
        return _write_options(draft, f"~%{share}%", f"~%-{share}%")
    if draft.kind == "short":
        return "{" + " ".join("=" + _escape(one) for one in draft.lines) + "}"
    if draft.kind == "match":
        pairs = draft.content()["pairs"]
        return "{" + " ".join(f"={_escape(left)} -> {_escape(right)}" for left, right in pairs) + "}"
    return "{}"


def _write_options(draft: QuestionDraft, right: str, wrong: str) -> str:
    signs = [right if one.startswith(RIGHT_SIGN) else wrong for one in draft.lines]
    texts = [_escape(one.removeprefix(RIGHT_SIGN)) for one in draft.lines]
    return "{" + " ".join(sign + text for sign, text in zip(signs, texts, strict=True)) + "}"


def read_gift(data: bytes) -> ReadResult:
    found: list[QuestionDraft] = []
    problems: list[DraftProblem] = []
    for place, (notes, text) in enumerate(_split_questions(decode_text(data)), start=1):
        if place > MAX_QUESTIONS:
            raise FileRefused("many", most=MAX_QUESTIONS)
        draft = _parse_draft(notes, text, place)
        if draft is None:
            problems.append(DraftProblem(place, "gift", {}, text[:80]))
        else:
            found.append(draft)
    return check_drafts(found, problems)


def _split_questions(text: str) -> Iterable[tuple[list[tuple[str, str]], str]]:
    """(notes, words) of each question: they are divided by empty lines."""
    notes: list[tuple[str, str]] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        bare = line.strip()
        if bare.startswith("//"):
            if match := _NOTE_PATTERN.match(bare):
                notes.append((match[1], _unescape_note(match[2])))
        elif bare.startswith("$CATEGORY:"):
            continue
        elif bare:
            lines.append(line)
        elif lines:
            yield notes, "\n".join(lines)
            notes, lines = [], []


def _parse_draft(notes: list[tuple[str, str]], text: str, place: int) -> QuestionDraft | None:
    text = _FORMAT_PATTERN.sub("", _TITLE_PATTERN.sub("", text, count=1), count=1)
    begin = _find_unescaped(text, "{", 0)
    end = _find_unescaped(text, "}", begin + 1) if begin >= 0 else -1
    if begin < 0 or end < 0:
        return None
    rest = text[end + 1 :].strip()
    words = _unescape(text[:begin]) + (f" ___ {_unescape(rest)}" if rest else "")
    told = dict(notes)
    kind, lines = _parse_answers(text[begin + 1 : end])
    if told.get("kind") in ("order", "essay"):
        kind, lines = told["kind"], [value for name, value in notes if name == "line"]
    elif told.get("kind") == "several" and kind == "one":
        kind = "several"
    if not kind:
        return None
    hard = told.get("difficulty", "2")
    return QuestionDraft(
        kind=kind, text=words, lines=tuple(lines), explanation=told.get("explanation", ""), law=told.get("law", ""),
        field=told.get("field", ""), level=told.get("level", ""), place=place,
        difficulty=int(hard) if hard in ("1", "2", "3") else 2,
    )  # fmt: skip


def _find_unescaped(text: str, sign: str, start: int) -> int:
    """Where ``sign`` stands without a stroke before it; -1 for nowhere."""
    place = start
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] == sign:
            return place
        place += 1
    return -1


def _parse_answers(body: str) -> tuple[str, list[str]]:
    """Kind and lines; "" for what is not understood (numbers with a range)."""
    bare = body.strip()
    if not bare:
        return "essay", []
    word = bare.split("#")[0].strip().casefold()
    if word in TRUE_WORDS + FALSE_WORDS:
        return "true_false", [TRUE_WORDS[0] if word in TRUE_WORDS else FALSE_WORDS[0]]
    if bare.startswith("#"):
        return "", []
    options = list(_parse_options(body))
    if not options:
        return "", []
    if all(sign == "=" for sign, _weight, _text in options):
        pairs = [pair for _sign, _weight, text in options if (pair := _parse_pair(text))]
        if len(pairs) == len(options):
            return "match", [f"{left} = {right}" for left, right in pairs if left]
        return "short", [_unescape(text) for _sign, _weight, text in options]
    weighted = [(weight > 0 if weight is not None else sign == "=", text) for sign, weight, text in options]
    lines = [(RIGHT_SIGN if right else "") + _unescape(text) for right, text in weighted]
    many = any(sign == "~" and weight is not None and 0 < weight < 100 for sign, weight, _text in options)
    return ("several" if many or sum(right for right, _text in weighted) > 1 else "one"), lines


def _parse_options(body: str) -> Iterable[tuple[str, float | None, str]]:
    starts = list(_find_signs(body, "=~"))
    for place, following in zip(starts, [*starts[1:], len(body)], strict=True):
        text = body[place + 1 : following]
        comment = _find_unescaped(text, "#", 0)
        text = (text if comment < 0 else text[:comment]).strip()
        weight = _WEIGHT_PATTERN.match(text)
        yield body[place], float(weight[1]) if weight else None, text[weight.end() :] if weight else text


def _find_signs(text: str, signs: str) -> Iterable[int]:
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] in signs:
            yield place
        place += 1


def _parse_pair(text: str) -> tuple[str, str] | None:
    left, arrow, right = text.partition("->")
    return (_unescape(left), _unescape(right)) if arrow else None
