"""Did-you-mean: corrects one wrong letter in a syllable with the vocabulary of the index. Pure.

It replaces a syllable only if the index has the pairs that the new syllable forms with its neighbours. It runs only
when a query finds next to nothing: on good queries it would do more harm than good.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from search.query_planning.analysis import bigrams, syllables

LETTERS = "abcdeghiklmnopqrstuvxy"
MAX_SUSPECTS = 3
SHORTEST_ALONE = 3  # letters of a lone syllable; in a shorter one, one letter is half the word
Frequencies = Callable[[Iterable[str]], Mapping[str, int]]


def one_letter_edits(word: str) -> set[str]:
    """Returns every string at edit distance 1: a letter deleted, swapped with the next, replaced or inserted.

    >>> {"duong", "truong"} <= one_letter_edits("ruong") | one_letter_edits("trong")
    True
    """
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    replaced = {a + c + b[1:] for a, b in parts if b for c in LETTERS}
    put_in = {a + c + b for a, b in parts for c in LETTERS}
    return {found for found in left_out | swapped | replaced | put_in if found} - {word}


def _suspects(words: Sequence[str], known: Mapping[str, int]) -> list[int]:
    """Returns positions of syllables missing from the index or, if none is, of those whose pairs are missing."""
    unknown = [i for i, word in enumerate(words) if not known.get(word) and word.isalpha()]
    if len(words) == 1 and len(words[0]) < SHORTEST_ALONE:
        return []
    if unknown or len(words) < 2:
        return unknown[:MAX_SUSPECTS]

    def has_pair(i: int) -> bool:
        return bool(known.get(f"{words[i]}_{words[i + 1]}"))

    alone = [
        i
        for i, word in enumerate(words)
        if word.isalpha() and not (i and has_pair(i - 1)) and not (i + 1 < len(words) and has_pair(i))
    ]
    return alone[:MAX_SUSPECTS]


def _best_replacement(words: Sequence[str], at: int, frequencies: Frequencies) -> str:
    """Returns the replacement with the most frequent pairs with its neighbours; "" if none forms a known pair."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    counts = frequencies(one_letter_edits(words[at]))
    tried = sorted(counts, key=lambda word: (-counts[word], word))[:100]
    neighbours = {word: (f"{before}_{word}" if before else "", f"{word}_{after}" if after else "") for word in tried}
    known = frequencies(pair for both in neighbours.values() for pair in both if pair)

    def score(word: str) -> float:
        return sum(math.log(1 + known.get(pair, 0)) for pair in neighbours[word] if pair)

    has_no_neighbour = not before and not after
    best = max(tried, key=lambda word: (score(word), counts[word]), default="")
    return best if best and (has_no_neighbour or score(best) > 0) else ""


def correct_spelling(words: Sequence[str], frequencies: Frequencies) -> tuple[str, ...]:
    """Returns the folded syllables with wrong ones corrected; () if there is no correction."""
    words = list(words)
    known = frequencies([*words, *bigrams(words)])
    changed = False
    for at in _suspects(words, known):
        if better := _best_replacement(words, at, frequencies):
            words[at], changed = better, True
    return tuple(words) if changed else ()


def restore_diacritics(words: Sequence[str], texts: Iterable[str]) -> str:
    """Returns the folded syllables with the diacritics that ``texts`` (titles and bodies of hits) give them.

    >>> restore_diacritics(("tre", "em"), ["Luật Trẻ em", "tre ngà"])
    'trẻ em'
    """
    alone: dict[str, Counter[str]] = defaultdict(Counter)
    neighbours: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        forms = syllables(text)
        for i, (exact, folded) in enumerate(forms):
            alone[folded][exact] += 1
            if i + 1 < len(forms):
                neighbours[folded, "_" + forms[i + 1][1]][exact] += 1
            if i:
                neighbours[folded, forms[i - 1][1] + "_"][exact] += 1
    found = []
    for i, word in enumerate(words):
        votes = Counter(alone[word])
        if i + 1 < len(words):
            votes.update({exact: 100 * n for exact, n in neighbours[word, "_" + words[i + 1]].items()})
        if i:
            votes.update({exact: 100 * n for exact, n in neighbours[word, words[i - 1] + "_"].items()})
        found.append(votes.most_common(1)[0][0] if votes else word)
    return " ".join(found)
