"""Question cleaning: splits typed text into sentences, removes courtesies and finds the questions. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms.core.text import collapse_whitespace, fold_diacritics
from search.query_planning.vocabulary import courtesy_pattern

#: A full stop after lower-case letters ("TP. Hà Nội" does not end), or a question mark.
_END = re.compile(r"(?<=[^\W\d_A-ZĐ]{2})[.!…]+\s+|\?[?!.\s]*(?=\w)")
_SHORTEST = 3  # words; a shorter one joins the next sentence
_INTERROGATIVE = re.compile(
    r"\b(?:gi|khong|nao|sao|o dau)$|\b(?:bao nhieu|bao lau|bao gio|the nao|khi nao|vi sao|tai sao|lam sao"
    r"|dung hay sai)\b"
)
_WITH_MARKS = re.compile(r"\b(?:gì|nào|mấy)\b")
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Sentence:
    text: str

    @property
    def ends_asking(self) -> bool:
        return self.text.rstrip(" !.").endswith("?")

    @property
    def asks(self) -> bool:
        """Returns whether the sentence is a question, not keywords.

        >>> [Sentence(text).asks for text in ("Trường thu học phí thế nào", "thu học phí", "thu học phí?")]
        [True, False, True]
        """
        words = " ".join(re.findall(r"\w+", fold_diacritics(self.text)))
        return self.ends_asking or bool(_INTERROGATIVE.search(words) or _WITH_MARKS.search(self.text.lower()))


def strip_courtesies(text: str) -> str:
    """Returns the text without greetings and thanks.
    >>> strip_courtesies("Luật sư cho em hỏi học phí bao nhiêu? Em xin cảm ơn!")
    ' học phí bao nhiêu? !'
    >>> strip_courtesies("điều kiện chào bán cổ phiếu")
    'điều kiện chào bán cổ phiếu'
    """
    small, folded = text.lower(), fold_diacritics(text)
    if not len(small) == len(folded) == len(text):  # other scripts: positions would differ
        return text
    spans, last = [], 0
    for found in courtesy_pattern(folded=small == folded).finditer(small):
        spans.append(text[last : found.start()])
        last = found.end()
    return "".join((*spans, text[last:]))


def split_sentences(text: str) -> list[Sentence]:
    """Returns the sentences of a text without courtesies, at least one.

    >>> [s.text for s in split_sentences("Nhà em ở TP. Hà Nội. Cho em hỏi học phí bao nhiêu? Em cảm ơn!")]
    ['Nhà em ở TP. Hà Nội', 'học phí bao nhiêu?']
    """
    found, last = [], 0
    for end in (*(m.end() for m in _END.finditer(text)), len(text)):
        if len(text[last:end].split()) < _SHORTEST and end < len(text):
            continue
        found.append(text[last:end])
        last = end
    sentences = [collapse_whitespace(strip_courtesies(part)).strip(" ,;:.-") for part in found]
    return [Sentence(part) for part in sentences if _WORD.search(part)] or [Sentence(collapse_whitespace(text))]
