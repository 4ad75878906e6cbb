"""Names of files that sources leave in the text of an article, where their page had a link. Pure, no Django.

The text is kept as the source gave it; what is shown as law leaves these lines out, and names them as files that the
source attached.
"""

from __future__ import annotations

import re

#: A whole line that ends with the file's ending: "Phu luc I.doc", "Mẫu số 01.docx", "… TT-BGDĐT .rar".
_NAME = re.compile(
    r"^[^“”\"*]{1,300}?[\w)\]\-%.](?P<apart>\s?)\.(?:docx?|xlsx?|pptx?|pdf|rtf|zip|rar|7z|tiff?|jpe?g|png)$",
    re.IGNORECASE,
)
#: Sentences that speak of kinds of files.
_SPEAKS = re.compile(r"\b(?:định dạng|đuôi|tệp tin|tập tin|phần mở rộng)\b", re.I)
_POINTER = re.compile(
    r"^\(?\s*(?:xem|theo)\s+(?:tệp|file|văn bản|nội dung|phụ lục)\s+(?:đính|gửi)?\s*kèm(?:\s+theo)?\s*\)?[.:;]?\s*",
    re.IGNORECASE,
)


def file_name(line: str) -> str:
    """The file that a line names and is nothing else; empty for a line of law.

    >>> file_name("(Xem tệp đính kèm) Mau so 01.docx"), file_name("a) Bản điện tử định dạng .pdf")
    ('Mau so 01.docx', '')
    """
    bare = _POINTER.sub("", line.strip(), count=1)
    found = _NAME.match(bare)
    if found is None or _SPEAKS.search(bare) or (found["apart"] and ", " in bare):
        return ""
    return bare


def remove_file_names(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without lines that are names of files, the names once each in order). A line that only points to them
    ("(Xem tệp đính kèm)") goes with them.

    >>> remove_file_names("Ban hành kèm theo Quy chế.\\nQuy che.doc\\nQuy che.doc")
    ('Ban hành kèm theo Quy chế.', ('Quy che.doc',))
    """
    lines = text.split("\n")
    names = tuple(dict.fromkeys(name for line in lines if (name := file_name(line))))
    if not names:
        return text, ()
    kept = [line for line in lines if not file_name(line) and not (line.strip() and _POINTER.fullmatch(line.strip()))]
    return "\n".join(kept), names
