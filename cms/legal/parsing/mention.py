"""What is found of one document in the text, before provisions are bound to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see ``citation_finder.Citation``
class Mention:
    """One document in the text; offsets are those of the shadow."""

    start: int
    end: int
    type: str | None
    number: str | None
    kind: str
    name: str | None = None
    year: int | None = None
    partial: bool = False
    weak: bool = False  # counts only with a provision before it: "khoản 2 Điều 8 luật đất đai"


class TakenSpans:
    """Are these offsets inside a mention? Asked in ascending order."""

    def __init__(self, mentions: list[Mention]):
        self.mentions, self.index = mentions, 0

    def is_free(self, start: int, end: int) -> bool:
        while self.index < len(self.mentions) and self.mentions[self.index].end <= start:
            self.index += 1
        return self.index == len(self.mentions) or self.mentions[self.index].start >= end
