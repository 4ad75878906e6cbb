"""A kept answer: its body, compressed, and what it rests on."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cached_property

import brotli
from django.utils.http import http_date

from cms.core import versions

#: Headers that are made anew for each answer.
OWN_HEADERS = frozenset(
    {"cache-control", "content-encoding", "content-length", "date", "etag", "expires", "last-modified", "vary"}
)
STABLE_AFTER = 2  # seconds after which Last-Modified names one body alone: a stale one lives for a second at most
Headers = list[tuple[str, str]]
CacheDependencies = tuple[tuple[str, ...], tuple[int, ...], float]  # the first three of an entry


@dataclass(frozen=True)
class CachedResponse:
    """``names`` and ``values``: counters as they stood before the page was made. ``until``: when the clock ends it."""

    names: tuple[str, ...]
    values: tuple[int, ...]
    until: float
    made: float
    tag: str
    length: int
    packed: bytes  # gzip
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls, rests: CacheDependencies, headers: Headers, body: bytes, before: CachedResponse | None
    ) -> CachedResponse:
        """``before``: what was kept under the key so far; the same body keeps its date."""
        tag = hashlib.sha256(body).hexdigest()[:32]
        made = before.made if before is not None and before.tag == tag else time.time()
        own = tuple((name, value) for name, value in headers if name.lower() not in OWN_HEADERS)
        return cls(*rests, made, tag, len(body), gzip.compress(body, 6, mtime=0), own)

    def is_current(self, known: dict[str, int], now: float) -> bool:
        return now < self.until and versions.known_values(known, *self.names) == self.values

    def as_row(self) -> tuple:
        return astuple(self)

    @property
    def size(self) -> int:
        return 2 * len(self.packed) + 2000  # in both codings, and about that for the rest

    @cached_property
    def etag(self) -> str:
        """Weak: compressed or not, it is the same page."""
        return f'W/"{self.tag}"'

    @cached_property
    def packed_brotli(self) -> bytes:
        """Made when the first browser asks that takes it; they do over TLS alone."""
        return brotli.compress(gzip.decompress(self.packed), quality=5)

    def body(self, coding: str) -> bytes:
        if coding == "br":
            return self.packed_brotli
        return self.packed if coding == "gzip" else gzip.decompress(self.packed)


def build_response(
    entry: CachedResponse, header: Callable[[str], str | None], head: bool, now: float
) -> tuple[int, Headers, bytes]:
    """(status, headers, body) for a request whose headers ``header("If-None-Match")`` tells."""
    headers: Headers = [
        # nginx looks at the first of these two alone: until the end of this second it may show the answer by itself.
        ("X-Accel-Expires", f"@{int(min(now, entry.until))}"),
        ("Cache-Control", "no-cache"),
        ("ETag", entry.etag),
        ("Vary", "Accept-Encoding"),
    ]
    settled = now - entry.made >= STABLE_AFTER
    if settled:
        headers.append(("Last-Modified", http_date(entry.made)))
    if _is_not_modified(entry, header, settled):
        return 304, headers, b""
    coding = _choose_encoding(header("Accept-Encoding") or "")
    headers += entry.headers
    if coding:
        headers.append(("Content-Encoding", coding))
    if head and not coding:
        return 200, [*headers, ("Content-Length", str(entry.length))], b""
    body = entry.body(coding)
    headers.append(("Content-Length", str(len(body))))
    return 200, headers, b"" if head else body


def _is_not_modified(entry: CachedResponse, header: Callable[[str], str | None], settled: bool) -> bool:
    tags = header("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or entry.tag in {
            tag.strip().removeprefix("W/").strip('"') for tag in tags.split(",")
        }
    # Only word for word: what is older or newer than our date says nothing about our body.
    return settled and header("If-Modified-Since") == http_date(entry.made)


def _choose_encoding(accepted: str) -> str:
    """The better of those that stand there plainly, without a weight that might be 0."""
    codings = {coding.strip() for coding in accepted.split(",")}
    return next((coding for coding in ("br", "gzip") if coding in codings), "")
