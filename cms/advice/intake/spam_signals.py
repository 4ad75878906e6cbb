"""What speaks for spam, as marks that the clerk sees. Nothing is refused by them. Pure.

>>> find_spam_signals("Con tôi bị bạn trêu, nhà trường xử lý thế nào? Xem https://vbpl.vn/van-ban", False)
['unproven']
>>> find_spam_signals("BUY NOW http://a.example http://b.example http://c.example", True)
['capitals', 'links']
"""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"https?://|www\.", re.I)
MANY_LINKS = 3


def find_spam_signals(text: str, proven: bool) -> list[str]:
    """Links count only beside something else: people cite addresses of the law."""
    found = [] if proven else ["unproven"]
    letters = [letter for letter in re.sub(r"https?://\S+", "", text) if letter.isalpha()]
    if any(unicodedata.name(letter, "").startswith(("CYRILLIC", "CJK", "ARABIC")) for letter in letters):
        found.append("script")
    if letters and sum(letter.isupper() for letter in letters) * 2 > len(letters):
        found.append("capitals")
    words = text.casefold().split()
    if len(words) >= 12 and len(set(words)) * 3 < len(words):
        found.append("repeats")
    if len(_LINK.findall(text)) >= MANY_LINKS and set(found) - {"unproven"}:
        found.append("links")
    return found
