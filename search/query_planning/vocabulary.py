"""Reviewed word lists under ``search/data``. Pure; each file is read once."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from cms.core.text import fold_diacritics

DATA = Path(__file__).parent.parent / "data"


@cache
def abbreviations() -> dict[str, str]:
    """Returns folded abbreviation → its expansion in lower case ("ubnd" → "ủy ban nhân dân")."""
    with (DATA / "abbreviations.csv").open(encoding="utf-8", newline="") as file:
        return {
            fold_diacritics(row["abbreviation"]).replace("&", ""): row["words"].lower() for row in csv.DictReader(file)
        }


@cache
def question_words(folded: bool) -> frozenset[tuple[str, ...]]:
    """Returns question words, as tuples of syllables; they select no candidates but count in the score."""
    lines = (DATA / "question_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]
    return frozenset(tuple((fold_diacritics(word) if folded else word).split()) for word in words)


PERSON = (
    "luật sư|chuyên gia|ban biên tập|quý luật sư|quý cơ quan|quý vị|mọi người|các bạn|anh chị|anh/chị|chúng tôi|chúng "
    "em"
    "|em|tôi|mình|cháu|con|anh|chị|thầy|cô|bác|admin|ad"
)


@cache
def courtesy_pattern(folded: bool) -> re.Pattern[str]:
    """Returns the pattern of courtesies in lower-case text. A form of address is an atomic group without
    backtracking ("anh chị" is not also "anh" and "chị"), so that a series of them does not cost ever more time."""
    lines = (DATA / "courtesies.txt").read_text(encoding="utf-8").splitlines()
    patterns = [
        line.replace("@", rf"(?>(?:{PERSON})(?!\w))") for line in lines if line.strip() and not line.startswith("#")
    ]
    pattern = rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"
    return re.compile(fold_diacritics(pattern) if folded else pattern)


LONGEST_QUESTION_WORD = 3  # syllables
