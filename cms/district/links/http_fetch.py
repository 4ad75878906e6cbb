"""Asks a foreign address whether it answers, and never reaches into a private network.

Content is written by many people, so an address in it may point at the machine itself or at its neighbours. The
name is resolved here, every address it resolves to must be public, and the connection goes to the very address
that was checked (a second look-up could answer otherwise). Each redirect is treated in the same way.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from cms.district.links.circuit_breaker import HostBreaker
from cms.district.links.pinned_connection import Deadline, PinnedConnection, resolve_host
from cms.district.links.public_networks import is_public_address

TIMEOUT = 10.0  # seconds for each step of the connection
TOTAL_TIMEOUT = 30.0  # seconds for all of an address: every redirect, and GET after HEAD
MAX_REDIRECTS = 5
ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})
USER_AGENT = "PhapLuatHocDuong-LinkCheck/1.0"
#: The server lives and keeps robots out: no matter for the reader.
REACHABLE_STATUSES = frozenset({401, 403, 429})


class FetchRefused(Exception):
    """The address is not to be asked; the message says why."""


class CircuitOpen(OSError):
    """Its host has not answered several times; nothing was asked."""


@dataclass(frozen=True)
class FetchResult:
    """``ok``: readers get there. ``refused``: it was not asked. ``status`` is that of the last redirect's target.
    ``asked``: somebody was bothered with it."""

    ok: bool
    status: int | None = None
    error: str = ""
    refused: bool = False
    asked: bool = True


@dataclass(frozen=True)
class Fetcher:
    """``allowed``: which addresses may be connected to; ``ports``: which ports, None for any (tests). One for each run:
    it remembers dead hosts."""

    allowed: Callable[[str], bool] = is_public_address
    ports: frozenset[int] | None = ALLOWED_PORTS
    timeout: float = TIMEOUT
    total: float = TOTAL_TIMEOUT
    breaker: HostBreaker = field(default_factory=HostBreaker)

    def ask(self, url: str) -> FetchResult:
        """HEAD, and GET where HEAD is not liked; redirects followed within limits. Never raises."""
        deadline, asked = Deadline(self.total, self.timeout), [0]
        try:
            status = self._follow("HEAD", url, deadline, asked)
            if status >= 400 and status not in REACHABLE_STATUSES:
                status = self._follow("GET", url, deadline, asked)
        except FetchRefused as error:
            return FetchResult(False, error=str(error)[:200], refused=True, asked=bool(asked[0]))
        except (OSError, http.client.HTTPException, ValueError) as error:
            return FetchResult(False, error=f"{type(error).__name__}: {error}"[:200], asked=bool(asked[0]))
        return FetchResult(
            status < 400 or status in REACHABLE_STATUSES, status, "" if status < 400 else f"HTTP {status}"
        )

    def _follow(self, method: str, url: str, deadline: Deadline, asked: list[int]) -> int:
        for _turn in range(MAX_REDIRECTS + 1):
            status, location = self._once(method, url, deadline, asked)
            if status not in (301, 302, 303, 307, 308) or not location:
                return status
            url = urljoin(url, location)
        raise ValueError("too many redirects")

    def _once(self, method: str, url: str, deadline: Deadline, asked: list[int]) -> tuple[int, str | None]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchRefused("not a web address")
        if "@" in parts.netloc:
            raise FetchRefused("a name or password in the address")
        port = parts.port if parts.port is not None else 443 if parts.scheme == "https" else 80
        if self.ports is not None and port not in self.ports:
            raise FetchRefused(f"port {port}")
        host = f"{parts.hostname}:{port}"
        if self.breaker.is_open(host):
            raise CircuitOpen(f"{host} does not answer")
        asked[0] += 1
        try:
            address = self._resolve(parts.hostname, port, deadline)
            connection = PinnedConnection(parts.hostname, port, address, parts.scheme == "https", deadline)
            try:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                path = path if path.isascii() else quote(path, safe="/%:?#[]@!$&'()*+,;=~")
                connection.request(
                    method, path, headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close"}
                )
                response = connection.getresponse()
                found = response.status, response.getheader("Location")
            finally:
                connection.close()
        except http.client.InvalidURL:
            raise  # the address's fault, not the host's
        except (OSError, http.client.HTTPException):
            self.breaker.failed(host)
            raise
        self.breaker.answered(host)
        return found

    def _resolve(self, host: str, port: int, deadline: Deadline) -> str:
        """One address of the name; all of them must be allowed."""
        name = host.encode("idna").decode() if not host.isascii() else host
        found = resolve_host(name, port, deadline)
        for address in found:
            if not self.allowed(address):
                raise FetchRefused(f"{host} leads to {address}")
        return found[0]
