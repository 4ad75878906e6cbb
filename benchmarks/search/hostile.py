"""Queries and addresses that people who mean harm, or cats on keyboards, send. Pure, repeatable by its seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from search.index.contract import FACETS

_WORDS = (
    "luật",
    "trẻ em",
    "giáo dục",
    "15/2020/NĐ-CP",
    "điều 5",
    "an toàn giao thông",
    "hoà giải",
    "Ðiều",
    "ma túy",
    "%",
    "anh chị em",
    "xin cho em hỏi",
)
_SYNTAX = (
    '"', "'", "“", "”", "«", "`", "(", ")", "[", "]", "{", "}", "<", ">", "*", "?", "~", "^", ":", "\\", "/", "|", "&",
    "!", "&&", "||", "--", ";", "/*", "*/", "NEAR(a b, 5)", "AND", "OR", "NOT", "title:", "a:*", "\\u0000",
    "' OR 1=1 --", '") UNION SELECT 1', "'::tsquery", "&:*|!", "<->", "a_b", "__", "$where", "{{7*7}}", "${jndi:x}",
    "<script>", "%s", "%00", "_exists_:x", "/.*/", "[* TO *]", "a~99", "a^1e9", "\\", "(((((", '"""',
)  # fmt: skip
_ODD = (
    "\x00", "\x01", "\x1b", "\x7f", "\u200b", "\u200f", "\u202e", "\u2028", "\ufeff", "\ufffe", "\u0301", "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0627\u0644", "\u05e9", "ﬁ", "İ", "ß", "Ǆ", "\ud800", "\t", "\r\n",
    "\xa0",
)  # fmt: skip
_WRONG = ("", "-1", "0", "1e9", "9" * 60, "٣", "NaN", "null", "[]", "\x00", "' OR ''='", "é" * 300, "../..", "|", "a|b")


def _piece(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(_WORDS)
    if kind < 0.7:
        return rng.choice(_SYNTAX)
    if kind < 0.85:
        return rng.choice(_ODD)
    return "".join(
        chr(rng.choice((rng.randrange(32, 127), rng.randrange(0xA0, 0xD7FF)))) for _ in range(rng.randrange(12))
    )


def queries(count: int, seed: int = 1) -> Iterator[str]:
    """``count`` texts; one in fifty is 10 kB long, one in fifty deeply nested."""
    rng = random.Random(seed)  # noqa: S311
    for n in range(count):
        pieces = [_piece(rng) for _ in range(rng.randrange(1, 9))]
        text = rng.choice(("", " ", "")).join(pieces)
        if n % 50 == 0:
            text = (text or "x") * (10_240 // max(len(text), 1) + 1)
        elif n % 50 == 1:
            text = rng.choice('([{"“') * 500 + text + rng.choice(')]}"”') * rng.choice((0, 499, 500))
        yield text


def parameters(count: int, seed: int = 1) -> Iterator[list[tuple[str, str]]]:
    """Parameters of the search page around ``queries``: scopes, orders, pages and filters that mean nothing."""
    rng = random.Random(seed)  # noqa: S311
    names = ("scope", "sort", "page", *FACETS)
    for text in queries(count, seed):
        found = [("q", text)]
        for _ in range(rng.randrange(5)):
            found.append((rng.choice(names), rng.choice((rng.choice(_WRONG), _piece(rng)))))
        if rng.random() < 0.02:
            found += [(rng.choice(FACETS), str(n)) for n in range(400)]
        yield found
