"""What a document, its text as of a day and a file of it are called: Akoma Ntoso IRIs and an identifier like ELI.

Both are made of the same parts: type, date of issue (the year where only that is known), and the document's address in
the library, which no other document has. The identifier leads to the document: ``/eli/vn/…`` is an address of every
site, and names like it are understood as long as its last part is the document's address now or before.

>>> from types import SimpleNamespace as Row
>>> law = Row(slug="102-2016-qh13", pk=1, doc_type=Row(name="Luật"), issued_on=datetime.date(2016, 4, 5), number_raw="")
>>> work_uri(law)
'/akn/vn/act/luat/2016-04-05/102-2016-qh13'
>>> expression_uri(law, datetime.date(2017, 6, 1))
'/akn/vn/act/luat/2016-04-05/102-2016-qh13/vie:2017-06-01'
>>> eli_uri(law), eli_uri(law, datetime.date(2017, 6, 1))
('/eli/vn/luat/2016-04-05/102-2016-qh13', '/eli/vn/luat/2016-04-05/102-2016-qh13/2017-06-01/vie')
"""

from __future__ import annotations

import datetime
from typing import Any

from cms.core.text import slugify_vi
from cms.legal.parsing.numbers import parse_number

#: In place of a type or a date that the library does not know.
UNKNOWN = "khong-ro"


def work_uri(document: Any) -> str:
    """The document as such, whatever its wording on a day."""
    return f"/akn/vn/act/{_parts(document)}"


def expression_uri(document: Any, day: datetime.date | None = None) -> str:
    """Its Vietnamese text: as issued ("vie@", the standard's first version), or as of a day ("vie:2017-06-01")."""
    return f"{work_uri(document)}/vie{f':{day.isoformat()}' if day else '@'}"


def eli_uri(document: Any, day: datetime.date | None = None) -> str:
    """The identifier like the European one (jurisdiction, type, date, number; version and language), as a path."""
    return f"/eli/vn/{_parts(document)}{f'/{day.isoformat()}/vie' if day else ''}"


def _parts(document: Any) -> str:
    kind = slugify_vi(document.doc_type.name) if document.doc_type else UNKNOWN
    return f"{kind}/{_date(document)}/{document.slug or document.pk}"


def _date(document: Any) -> str:
    if document.issued_on:
        return document.issued_on.isoformat()
    year = parse_number(document.number_raw).year
    return str(year) if year else UNKNOWN
