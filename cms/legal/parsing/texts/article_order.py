"""Do a text's articles count up? Where they do not, a line was misread or is missing. Pure.

>>> from cms.legal.parsing.texts.structure import parse_structure
>>> text = "Điều 2. Hai\\nMột.\\nĐiều 50. Năm mươi\\nMột.\\nĐiều 3. Ba\\nMột."
>>> [str(fault) for fault in find_order_faults(parse_structure(text))]
['starts: 2', 'leap: 2 → 50']
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cms.legal.parsing.texts.structure import ARTICLE, Node

STARTS, GAP, LEAP, BACK, TWICE = "starts", "gap", "leap", "back", "twice"


@dataclass(frozen=True, slots=True)
class OrderFault:
    """``kind``: the first article is not 1 (starts); articles are missing between ``before`` and ``found`` (gap); the
    count goes on behind ``found`` as if it were not there (leap: it is a wrapped reference, most likely); it goes down
    (back); a number comes again (twice). ``anchor`` is that of the article ``found``."""

    kind: str
    before: str
    found: str
    anchor: str

    def __str__(self) -> str:
        return f"{self.kind}: {' → '.join(filter(None, (self.before, self.found)))}"


def find_order_faults(nodes: Iterable[Node]) -> list[OrderFault]:
    """Of the document's own articles; annexes count anew and are left out. "5a" stands after 5 or after "5"."""
    own = [node for node in nodes if node.kind == ARTICLE and node.anchor.startswith("dieu-")]
    found: list[OrderFault] = []
    last: Node | None = None
    for index, node in enumerate(own):
        following = own[index + 1] if index + 1 < len(own) else None
        kind = _fault(last, node, following)
        if kind:
            found.append(OrderFault(kind, last.number if last else "", node.number, node.anchor))
        if kind != LEAP:  # the count goes on from before it
            last = node
    return found


def _fault(last: Node | None, node: Node, following: Node | None) -> str:
    if last is None:
        return STARTS if _count(node) != 1 else ""
    step = _count(node) - _count(last)
    if step == 1 or (step == 0 and node.number != last.number):
        return ""
    if step == 0:
        return TWICE
    goes_on = following is not None and _count(following) - _count(last) in (0, 1) and _count(following) < _count(node)
    if step > 1:
        return LEAP if goes_on else GAP
    return BACK


def _count(node: Node) -> int:
    found = re.match(r"\d+", node.number)
    return int(found.group()) if found else 0
