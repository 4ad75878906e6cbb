"""Formats statements of sources for people."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

TEXT_DOUBTS = {
    "other_number": gettext_lazy("its head carries another number"),
    "other_title": gettext_lazy("its head carries another title"),
    "not_public": _("it comes from an entry that was not public"),
    "fewer": gettext_lazy("it has far fewer articles than the text of another source"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def describe_uncertainties(codes: Iterable[str]) -> str:
    return "; ".join(str(TEXT_DOUBTS.get(code, code)) for code in codes)


def describe_value(value: Any) -> str:
    """Returns the text of a value from a record or conflict: text, days as ISO, names, flags, or facts about a text."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, dict):
        count = value.get("articles", 0)
        told = ngettext("%(count)d article", "%(count)d articles", count) % {"count": count}
        doubts = describe_uncertainties(value.get("doubts", ()))
        return f"{told} ({doubts})" if doubts else told
    if _DAY.fullmatch(str(value)):
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return str(value)


def web_address(address: str) -> str:
    """Returns the address for a link; empty where the source's value is no web address."""
    return address if address.startswith(("https://", "http://")) else ""
