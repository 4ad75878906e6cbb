"""Determines the client address of a request: trusts forwarding headers only from ``TRUSTED_PROXIES``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: Headers that any client could forge.
FORWARDED_HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
)
Network = IPv4Network | IPv6Network


@lru_cache(maxsize=8)
def parse_networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


def is_trusted_proxy(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in trusted)


def client_address(peer: str, forwarded_for: str, trusted: tuple[Network, ...]) -> str:
    """Returns the first address from the right that is no proxy of ours; if all are proxies, the farthest.

    >>> client_address("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", parse_networks(("10.0.0.0/8",)))
    '198.51.100.7'
    >>> client_address("203.0.113.9", "198.51.100.7", parse_networks(("10.0.0.0/8",)))
    '203.0.113.9'
    """
    found = peer
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    while hops and is_trusted_proxy(found, trusted):
        hop = hops.pop()
        try:
            ip_address(hop)
        except ValueError:  # "unknown", or nonsense from the far end
            break
        found = hop
    return found


class ProxyMiddleware:
    """Sets ``REMOTE_ADDR`` to the visitor's address, and removes forwarding headers not sent by our proxies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta, trusted = request.META, parse_networks(tuple(settings.TRUSTED_PROXIES))
        if is_trusted_proxy(meta.get("REMOTE_ADDR", ""), trusted):
            meta["REMOTE_ADDR"] = client_address(meta["REMOTE_ADDR"], meta.get("HTTP_X_FORWARDED_FOR", ""), trusted)
        else:
            for name in FORWARDED_HEADERS:
                meta.pop(name, None)
        return self.get_response(request)
