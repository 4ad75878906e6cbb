"""Asks a foreign address whether it answers, and never reaches into a private network.

Content is written by many people, so an address in it may point at the machine itself or at its neighbours. The
name is resolved here, every address it resolves to must be public, and the connection goes to the very address
that was checked (a second look-up could answer otherwise). Each redirect is treated in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

TIMEOUT = 10.0  # seconds for each step of the connection
MAX_REDIRECTS = 5
PORTS = frozenset({80, 443, 8080, 8443})
AGENT = "PhapLuatHocDuong-LinkCheck/1.0"
#: The server lives and keeps robots out: no matter for the reader.
ANSWERS = frozenset({401, 403, 429})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """The address is not to be asked; the message says why."""


@dataclass(frozen=True)
class Answer:
    """``ok``: readers get there. ``refused``: it was not asked. ``status`` is that of the last redirect's target."""

    ok: bool
    status: int | None = None
    error: str = ""
    refused: bool = False


def is_public(address: str) -> bool:
    """Reachable by everybody: no loopback, private, link-local, reserved or multicast address in any disguise.

    >>> is_public("8.8.8.8"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True)
class Fetcher:
    """``allowed``: which addresses may be connected to; ``ports``: which ports, None for any (tests)."""

    allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = PORTS
    timeout: float = TIMEOUT

    def ask(self, url: str) -> Answer:
        """HEAD, and GET where HEAD is not liked; redirects followed within limits. Never raises."""
        try:
            status = self._follow("HEAD", url)
            if status >= 400 and status not in ANSWERS:
                status = self._follow("GET", url)
        except Refused as error:
            return Answer(False, error=str(error)[:200], refused=True)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answer(False, error=f"{type(error).__name__}: {error}"[:200])
        return Answer(status < 400 or status in ANSWERS, status, "" if status < 400 else f"HTTP {status}")

    def _follow(self, method: str, url: str) -> int:
        for _turn in range(MAX_REDIRECTS + 1):
            status, location = self._once(method, url)
            if status not in (301, 302, 303, 307, 308) or not location:
                return status
            url = urljoin(url, location)
        raise ValueError("too many redirects")

    def _once(self, method: str, url: str) -> tuple[int, str | None]:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("not a web address")
        if parts.username or parts.password:
            raise Refused("a name or password in the address")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if self.ports is not None and port not in self.ports:
            raise Refused(f"port {port}")
        connection = _Pinned(
            parts.hostname, port, self._resolve(parts.hostname, port), parts.scheme == "https", self.timeout
        )
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            path = path.encode("utf-8").decode("latin-1") if path.isascii() else _quoted(path)
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
            response = connection.getresponse()
            return response.status, response.getheader("Location")
        finally:
            connection.close()

    def _resolve(self, host: str, port: int) -> str:
        """One address of the name; all of them must be allowed."""
        name = host.encode("idna").decode() if not host.isascii() else host
        found = [str(row[4][0]) for row in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
        for address in found:
            if not self.allowed(address):
                raise Refused(f"{host} leads to {address}")
        return found[0]


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/%:?#[]@!$&'()*+,;=~")


class _Pinned(http.client.HTTPConnection):
    """Connects to a given address, whatever the name would resolve to now."""

    def __init__(self, host: str, port: int, address: str, secure: bool, timeout: float):
        super().__init__(host, port, timeout=timeout)
        self._address, self._secure = address, secure
        if secure:
            self.default_port = 443

    def connect(self):
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
