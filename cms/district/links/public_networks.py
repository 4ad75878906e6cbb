"""Which addresses the server may connect to on behalf of content: those that everybody reaches. Pure.

What is not known to be public is refused: of IPv6 only the part that is given out at all, and an IPv4 address in any
disguise is judged as itself. Lists: IANA's registries of special-purpose addresses.
"""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_network

_V4 = [
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # what a machine in Azure asks about itself
    )
]  # fmt: skip
_ALLOCATED_V6 = ip_network("2000::/3")
_V6 = [
    ip_network(text)
    for text in (
        "2001::/23",  # Teredo, benchmarking, ORCHID and other protocols
        "2001:db8::/32", "3fff::/20",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside, and nobody's web server
        "2620:4f:8000::/48",  # AS112
    )
]  # fmt: skip
_MAPPED, _NAT64 = ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # in front of an IPv4 address in the lower half


def is_public_address(address: str) -> bool:
    """Reachable by everybody: no loopback, private, link-local, reserved or multicast address in any disguise.

    >>> is_public_address("8.8.8.8"), is_public_address("127.0.0.1")
    (True, False)
    >>> is_public_address("::ffff:10.0.0.1"), is_public_address("169.254.169.254")
    (False, False)
    >>> is_public_address("2001:4860:4860::8888"), is_public_address("::127.0.0.1"), is_public_address("fec0::1")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in network for network in _V4)
    if ip in _MAPPED or ip in _NAT64:  # what an IPv4 server is called on a machine that has IPv6 alone
        return is_public_address(str(_embedded_ipv4(ip)))
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP and not is_public_address(str(_embedded_ipv4(ip))):
        return False
    return ip in _ALLOCATED_V6 and ip.is_global and not any(ip in network for network in _V6)


def _embedded_ipv4(ip: IPv6Address) -> IPv4Address:
    return IPv4Address(int(ip) & 0xFFFFFFFF)
