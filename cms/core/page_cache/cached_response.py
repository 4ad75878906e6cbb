"""A cached response: its compressed body and its dependencies."""

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

#: Headers that are built again for each response.
OWN_HEADERS = frozenset(
    {"cache-control", "content-encoding", "content-length", "date", "etag", "expires", "last-modified", "vary"}
)
STABLE_AFTER = 2  # seconds until Last-Modified identifies one body: a stale body is served for a second at most
Headers = list[tuple[str, str]]
CacheDependencies = tuple[tuple[str, ...], tuple[int, ...], float]  # the first three fields of an entry


@dataclass(frozen=True)
class CachedResponse:
    """``names`` and ``values``: the versions read before the page was made. ``until``: its expiry (Unix time)."""

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
        """Returns the entry for a new body. ``before``: the entry it replaces; an equal body has its date."""
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
        return 2 * len(self.packed) + 2000  # bytes: the body in both encodings, and an estimate for the rest

    @cached_property
    def etag(self) -> str:
        """A weak ETag: the page is the same in every encoding."""
        return f'W/"{self.tag}"'

    @cached_property
    def packed_brotli(self) -> bytes:
        """The Brotli body, compressed when the first browser accepts it; browsers accept it over TLS only."""
        return brotli.compress(gzip.decompress(self.packed), quality=5)

    def body(self, coding: str) -> bytes:
        if coding == "br":
            return self.packed_brotli
        return self.packed if coding == "gzip" else gzip.decompress(self.packed)


def build_response(
    entry: CachedResponse, header: Callable[[str], str | None], head: bool, now: float
) -> tuple[int, Headers, bytes]:
    """Returns (status, headers, body). ``header(name)`` returns a header of the request, or ``None``."""
    headers: Headers = [
        # nginx reads only the first of these two: it may serve the response itself until this second ends.
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
    # Only an equal date counts: an earlier or later one says nothing about our body.
    return settled and header("If-Modified-Since") == http_date(entry.made)


def _choose_encoding(accepted: str) -> str:
    """Returns the best encoding listed without a weight (a weight might be 0); "" for none."""
    codings = {coding.strip() for coding in accepted.split(",")}
    return next((coding for coding in ("br", "gzip") if coding in codings), "")
