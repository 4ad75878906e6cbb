"""Whose word about a visitor's address is believed: the proxies' that are named, never a stranger's."""

import pytest
from django.test import RequestFactory

from cms.core.web.proxies import FORWARDED_HEADERS, ProxyMiddleware, client_address, parse_networks

OURS = parse_networks(("10.0.0.0/8", "127.0.0.1", "fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "claimed", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "6.6.6.6", "203.0.113.9"),  # asked directly, with a forged header
        ("203.0.113.9", "10.0.0.1, 127.0.0.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
        ("10.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"),  # a visitor inside the office
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, <script>, 10.2.2.2", "10.2.2.2"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        ("", "198.51.100.7", ""),
    ],
)
def test_the_visitor_s_address(peer, claimed, address):
    assert client_address(peer, claimed, OURS) == address


@pytest.mark.parametrize(("peer", "believed"), [("203.0.113.9", False), ("10.0.0.1", True), ("127.0.0.1", False)])
def test_claims_of_strangers_do_not_reach_the_app(settings, peer, believed):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **dict.fromkeys(FORWARDED_HEADERS, "198.51.100.7"))
    ProxyMiddleware(lambda given: given)(request)
    assert request.META["REMOTE_ADDR"] == ("198.51.100.7" if believed else peer)
    assert all((name in request.META) is believed for name in FORWARDED_HEADERS)


def test_nobody_is_trusted_by_default(settings):
    assert settings.TRUSTED_PROXIES == []
