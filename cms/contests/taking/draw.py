"""Which questions an attempt gets, and in which order. Pure, no Django.

Whatever is drawn is put into the order of SHA-256 over "seed:purpose:number", so that a jury repeats it with any tool.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PoolEntry:
    """A question of a frozen pool: its number there, how hard it is (1 to 3), its kind's ``parts``."""

    number: int
    difficulty: int


def _sort_key(seed: str, purpose: str, number: int) -> bytes:
    return hashlib.sha256(f"{seed}:{purpose}:{number}".encode()).digest()


def order_numbers(seed: str, purpose: str, numbers: Iterable[int]) -> list[int]:
    """
    >>> order_numbers("a", "x", range(5)) == order_numbers("a", "x", [4, 3, 2, 1, 0])
    True
    """
    return sorted(numbers, key=lambda number: _sort_key(seed, purpose, number))


def draw_questions(pool: Sequence[PoolEntry], wanted: Mapping[int, int], seed: str, mixed: bool = True) -> list[int]:
    """Numbers of the pool: of each difficulty as many as ``wanted`` says (fewer where it has fewer). ``mixed``: in an
    order of the seed's own; else as the pool has them.

    >>> pool = [PoolEntry(n, 1 + n % 2) for n in range(10)]
    >>> sorted(n % 2 for n in draw_questions(pool, {1: 2, 2: 1}, "seed"))
    [0, 0, 1]
    """
    by_difficulty = defaultdict(list)
    for entry in pool:
        by_difficulty[entry.difficulty].append(entry.number)
    chosen: list[int] = []
    for difficulty in sorted(wanted):
        chosen += order_numbers(seed, "draw", by_difficulty[difficulty])[: max(0, wanted[difficulty])]
    if mixed:
        return order_numbers(seed, "order", chosen)
    place = {entry.number: place for place, entry in enumerate(pool)}
    return sorted(chosen, key=place.__getitem__)


def order_options(seed: str, number: int, parts: int, mixed: bool = True) -> list[int]:
    """In which order the options of question ``number`` are shown.

    >>> sorted(order_options("seed", 7, 4)), order_options("seed", 7, 3, mixed=False)
    ([0, 1, 2, 3], [0, 1, 2])
    """
    return order_numbers(seed, f"options:{number}", range(parts)) if mixed else list(range(parts))


def hash_pool(contents: Iterable[tuple[int, str]]) -> str:
    """One line that changes when anything of a frozen pool does: of (number, canonical JSON of the content)."""
    digest = hashlib.sha256()
    for number, content in contents:
        digest.update(f"{number}:{len(content)}:{content}\n".encode())
    return digest.hexdigest()
