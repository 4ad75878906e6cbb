"""A question on its way between a file and the bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.contests.kinds import KINDS, InvalidContent, QuestionContent

MAX_BYTES = 5 * 1024 * 1024
MAX_QUESTIONS = 2_000
MAX_TEXT_LENGTH = 4_000


class FileRefused(ValueError):
    """The file as a whole. ``code``: a key of ``messages.FILE_MESSAGES``."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class QuestionDraft:
    """``place``: the line of a table, or the number in the file. ``difficulty`` from 1 to 3."""

    kind: str
    text: str
    lines: tuple[str, ...]
    explanation: str = ""
    law: str = ""
    field: str = ""
    level: str = ""
    difficulty: int = 2
    place: int = 0

    def content(self) -> QuestionContent:
        """Raises ``InvalidContent``."""
        return KINDS[self.kind].read(self.lines)


@dataclass(frozen=True)
class DraftProblem:
    """A question that is rejected. ``code``: a key of ``messages.PROBLEM_MESSAGES`` or ``FILE_MESSAGES``."""

    place: int
    code: str
    params: dict[str, Any]
    text: str = ""


@dataclass(frozen=True)
class ReadResult:
    drafts: tuple[QuestionDraft, ...]
    problems: tuple[DraftProblem, ...] = ()


def check_drafts(found: list[QuestionDraft], problems: list[DraftProblem]) -> ReadResult:
    """Those whose lines make a question."""
    good = []
    for draft in found:
        try:
            if not draft.text.strip() or len(draft.text) > MAX_TEXT_LENGTH:
                raise InvalidContent("text")
            if draft.kind not in KINDS:
                raise InvalidContent("kind")
            draft.content()
        except InvalidContent as error:
            problems.append(DraftProblem(draft.place, error.code, error.params, draft.text[:80]))
        else:
            good.append(draft)
    if not good and not problems:
        raise FileRefused("empty")
    return ReadResult(tuple(good), tuple(sorted(problems, key=lambda one: one.place)))


def decode_text(data: bytes) -> str:
    """Text of a file in UTF-8 (or UTF-16 with its mark)."""
    if len(data) > MAX_BYTES:
        raise FileRefused("too_large", most=MAX_BYTES // 2**20)
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("encoding") from None
    if "\x00" in text:
        raise FileRefused("encoding")
    return text
