"""Posting encoding: packs an entry's distinct tokens and their counts into bytes for fast look-up. Pure.

First come the token numbers (CRC-32, in order, four bytes each), then as many counts (two bytes each). Scoring an entry
looks up a few numbers; splitting its text of thousands of letters would take ten times as long.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from zlib import crc32

_NUMBER, _COUNT = 4, 2  # bytes
_MOST = 2 ** (8 * _COUNT) - 1
_MEETING = 12


def token_number(token: str) -> int:
    return crc32(token.encode())


def to_bytes(code: str, values: Iterable[int]) -> bytes:
    """Returns the values as bytes, the same on every machine. ``code``: type code of ``array``."""
    found = array(code, values)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def from_bytes(code: str, data: bytes) -> array:
    found = array(code)
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def pack_tokens(tokens: Iterable[str]) -> bytes:
    counts: Counter[int] = Counter()
    for token, count in Counter(tokens).items():
        counts[token_number(token)] += count
    numbers = sorted(counts)
    return to_bytes("I", numbers) + to_bytes("H", (min(counts[number], _MOST) for number in numbers))


def count_tokens(packed: bytes, wanted: frozenset[int]) -> list[tuple[int, int]]:
    """Returns (number, count) of the wanted tokens that occur, in any order.

    >>> wanted = frozenset(map(token_number, ("em", "học")))
    >>> sorted(count for _, count in count_tokens(pack_tokens("trẻ em em".split()), wanted))
    [2]
    """
    end = len(packed) // (_NUMBER + _COUNT) * _NUMBER
    numbers = from_bytes("I", packed[:end])
    last, found = len(numbers), []
    # For many wanted tokens a scan of all numbers is faster than single look-ups.
    for number in wanted.intersection(numbers) if last < len(wanted) * _MEETING else wanted:
        index = bisect_left(numbers, number)
        if index < last and numbers[index] == number:
            at = end + _COUNT * index
            found.append((number, packed[at] | packed[at + 1] << 8))
    return found
