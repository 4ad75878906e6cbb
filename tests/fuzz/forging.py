"""Requests that no form of ours would send, made from those that it would. Repeatable by the seed. Pure."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from lxml import html

NUMBERS = (
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775808",
    "9" * 20,
    "9" * 400,
    "1.5",
    "1e9",
    "٣",
    "0x10",
    " 7 ",
    "NaN",
    "",
)
TEXTS = (
    "", " ", "x", "é" * 300, "x" * 70_000, "\x00", "a\x00b", "\ud800".encode("utf-8", "replace").decode(), "\u202e",
    "\U0001f600" * 40, "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "../../etc/passwd",
    "//evil.example/", "javascript:alert(1)", "31/02/2005", "2005-02-31", "99999-01-01", "25:61", "null", "true", "[]",
    "{}", "[[[[", '{"blocks": 1}', '{"blocks": [{}]}', '{"blocks": [], "entityMap": []}',
    ' {"entityMap": {"0": {"type": "LINK", "data": {"id": 1}}}, "blocks": []}',
    '[{"type": "x"}]', '[{"type": "text", "value": 5, "id": 1}]', '{"id": 99999999999999999999}', "a" * 8000 + "=1",
)  # fmt: skip
COUNTERS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
NAMES = (
    "id", "pk", "page", "parent_page", "parent", "collection", "user", "site", "next", "p", "page_size", "q",
    "ordering", "order", "tag", "content_type", "locale", "type", "action", "action-publish", "action-submit",
    "copy_subpages", "new_parent_page", "new_slug", "_export", "export", "overwrite_revision_id", "loaded_revision_id",
    "loaded_revision_created_at", "comments-TOTAL_FORMS", "id__in", "fields", "limit", "offset", "search", "child_of",
    "for_explorer", "format", "date_from", "kind", "workflow_task_id", "chosen", "multiple",
)  # fmt: skip
SEGMENTS = (
    "0",
    "-1",
    "9" * 20,
    "9" * 300,
    "x" * 300,
    "é" * 200,
    "%00",
    "%FF",
    "..",
    "%2e%2e",
    ".",
    "con",
    "a;b",
    "a?b",
    "<x>",
    "%",
    "//",
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "TRACE")
HEADERS = (
    ("Accept-Language", "x" * 5000), ("Accept-Language", "vi;q=zz,*;q=-1"),
    ("Cookie", "sessionid=\x7f; csrftoken=" + "y" * 900),
    ("Cookie", "messages=a$b; sessionid=" + "0" * 32), ("Range", "bytes=9-1,-"), ("If-Modified-Since", "yesterday"),
    ("If-None-Match", 'W/"' + "z" * 3000), ("X-Forwarded-For", "::1, nonsense, 1.2.3.4"),
    ("X-Forwarded-For", "9" * 3000), ("X-Requested-With", "XMLHttpRequest"), ("Accept", "application/json;q=nan"),
    ("Referer", "http://[::1"), ("Content-Length", "-5"), ("Content-Encoding", "gzip"), ("Authorization", "Basic !!!"),
)  # fmt: skip
BODIES = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"x"',
    b"\xff\xfe{\x00}\x00",
    b'{"id": 99999999999999999999999}',
    b'{"a":' * 2000,
    b"a=%FF&b=%",
    b"\x00" * 50,
)
TYPES = (
    "application/json", "application/json; charset=utf-7", "application/json; charset=utf-16", "text/plain",
    "application/xml", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 80,
    "application/x-www-form-urlencoded; charset=nonsense", "",
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    """``fields`` in their order; a ``body`` of its own stands in for them."""

    path: str
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    type: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())

    def __str__(self) -> str:
        fields = {name[:60]: value[:60] for name, value in self.fields}
        body = (self.body or b"")[:80]
        return f"{self.method} {self.path[:300]!r} {fields or ''} {body!r} {self.type} {self.headers or ''}"


def forms_of(path: str, text: str) -> list[Request]:
    """The forms of a page as a browser would send them untouched."""
    found = []
    for form in html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).iter("form"):
        fields: list[tuple[str, str]] = []
        for control in form.iter("input", "select", "textarea", "button"):
            name, kind = control.get("name"), control.get("type")
            if not name or (kind in ("checkbox", "radio") and "checked" not in control.attrib):
                continue
            if control.tag == "select":
                options = list(control.iter("option"))
                chosen = [option for option in options if "selected" in option.attrib] or options[:1]
                fields += [(name, option.get("value", option.text_content())) for option in chosen]
            elif control.tag == "textarea":
                fields.append((name, control.text_content()))
            elif kind != "file":
                fields.append((name, control.get("value", "")))
        fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
        method = form.get("method", "get").upper()
        found.append(Request(form.get("action") or path, method if method == "POST" else "GET", tuple(fields)))
    return found


def _value(rng: random.Random) -> str:
    return rng.choice(NUMBERS) if rng.random() < 0.5 else rng.choice(TEXTS)


def _fields(fields: Sequence[tuple[str, str]], rng: random.Random) -> tuple[tuple[str, str], ...]:
    """One to three of the fields wrong, gone, twice, or with a counter that does not count; or one that nobody asked
    for."""
    made = list(fields)
    for _ in range(rng.randrange(1, 4)):
        what = rng.random()
        if not made or what < 0.15:
            made.append((rng.choice(NAMES), _value(rng)))
            continue
        i = rng.randrange(len(made))
        name = made[i][0]
        if what < 0.3:
            del made[i]
        elif what < 0.4:
            made.append((name, _value(rng)))
        elif what < 0.45:
            made = [one for one in made if not one[0].endswith(COUNTERS)]
        else:
            made[i] = (name, rng.choice(NUMBERS) if name.endswith(COUNTERS) else _value(rng))
    return tuple(made)


def _path(path: str, rng: random.Random) -> str:
    parts = path.split("/")
    places = [i for i, part in enumerate(parts) if part and i > 1] or [len(parts) - 1]
    numbers = [i for i in places if parts[i].isdigit()]
    parts[rng.choice(numbers or places)] = rng.choice(SEGMENTS)
    return "/".join(parts)


def forged(request: Request, rng: random.Random) -> Request:
    """The request with something about it that is not so."""
    what = rng.random()
    if what < 0.12:
        request = replace(request, path=_path(request.path, rng))
    elif what < 0.2:
        request = replace(request, method=rng.choice(METHODS))
    elif what < 0.3:
        body = rng.choice(BODIES) if rng.random() < 0.7 else json.dumps(dict(request.fields) or {"x": 1})[:-1].encode()
        method = rng.choice(("POST", "PUT", "PATCH"))
        return replace(request, method=method, fields=(), body=body, type=rng.choice(TYPES))
    else:
        request = replace(request, fields=_fields(request.fields, rng))
    if rng.random() < 0.15:
        request = replace(request, headers=(rng.choice(HEADERS),))
    return request


def stream(requests: Iterable[Request], count: int, seed: int):
    rng = random.Random(seed)  # noqa: S311
    requests = list(requests)
    for _ in range(count):
        yield forged(rng.choice(requests), rng)
