"""Names of parameters that code of the install reads, declared or not; and forms as a person gets them."""

from __future__ import annotations

import re
import sysconfig
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

_READ = re.compile(
    r"(?:GET|POST|data|query_params|form|params)(?:\.get|\.getlist|\.pop)?[(\[]\s*[\"']([A-Za-z_]\w{0,40})(?:\[\])?[\"']"
)
_FIELD = re.compile(
    r"^    (\w+) = (?:forms|django_filters|serializers|filters)\.\w*(?:Choice|Related|Integer|Number|Char|Filter|UUID"
    r"|Slug)\w*\(",
    re.M,
)
_PACKAGES = ("wagtail/admin", "wagtail/api", "wagtail/images", "wagtail/documents", "wagtail/snippets", "wagtail/users",
             "wagtail/contrib/redirects", "wagtail/contrib/settings", "wagtail_localize")  # fmt: skip
#: What no code reads yet.
RANDOM = ("nr", "item", "object", "obj_id", "target", "ref", "uuid", "key", "next_page", "x7q")


@cache
def names() -> tuple[str, ...]:
    here, site = Path(__file__).resolve().parents[3], Path(sysconfig.get_paths()["purelib"])
    found = set(RANDOM)
    for root in (here / "cms", here / "search", *(site / package for package in _PACKAGES)):
        for path in root.rglob("*.py"):
            if "tests" not in path.parts and "migrations" not in path.parts:
                source = path.read_text(errors="replace")
                found |= set(_READ.findall(source)) | set(_FIELD.findall(source))
    return tuple(sorted(found - {"csrfmiddlewaretoken", "next", "password", "_method"}))


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = self._text = None

    def handle_starttag(self, tag, attributes):
        got = dict(attributes)
        name = got.get("name")
        if tag == "option" and self._select and "selected" in got:
            self.fields[self._select] = got.get("value") or ""
        elif tag == "select" and name:
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "textarea" and name:
            self._text = name
            self.fields[name] = ""
        elif tag == "input" and name and _is_sent(got):
            self.fields[name] = got.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._text = None

    def handle_data(self, data):
        if self._text:
            self.fields[self._text] += data


def _is_sent(got: dict) -> bool:
    kind = got.get("type")
    return kind not in ("submit", "file", "button") and (kind not in ("checkbox", "radio") or "checked" in got)


def form_in(html: str) -> dict[str, str]:
    """Names and values of everything on the page that a browser would send."""
    reader = _Form()
    reader.feed(html)
    return {name: value for name, value in reader.fields.items() if name != "csrfmiddlewaretoken"}
