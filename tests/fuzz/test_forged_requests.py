"""Forged requests to the admin and to the public side end with an answer, never with an error of the server.

``make fuzz`` asks 10,000 on each side.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.legal import make_document
from tests.fuzz.forging import Request, forms_of, stream
from tests.fuzz.sending import failures
from tests.tenancy.isolation.test_walk import SKIPPED
from tests.tenancy.isolation.walker import addresses, fillings, path_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]

PUBLIC = (
    "/",
    "/tim/",
    "/tim/goi-y/",
    "/van-ban/",
    "/api/v1/documents/",
    "/sitemap.xml",
    "/robots.txt",
    "/en/",
    "/so-do-trang/",
    "/livez",
)
MOST_PAGES = 120


def client_of(user=None, host="cong.localhost") -> Client:
    client = Client(headers={"host": host}, raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def admin_requests(client, world) -> list[Request]:
    """Every address that opens for the person, and every form on it."""
    found = []
    for address in addresses():
        if address.name in SKIPPED:
            continue
        for arguments, foreign in fillings(address, world["A"], world["B"], 1):
            if foreign:
                continue
            path = path_of(address, arguments)
            answer = client.get(path)
            if answer.status_code in (200, 405):
                found += [Request(path), Request(path, "POST")]
            if answer.status_code == 200 and not answer.streaming and "html" in answer.get("Content-Type", ""):
                found += forms_of(path, answer.content.decode())
    return found


@pytest.mark.parametrize("role", ["admin", Role.OFFICE_ADMIN, Role.OFFICE_LIBRARIAN])
def test_forged_forms_of_the_admin(world, role, count, seed):
    user = world["A"].people[role] if role == "admin" else make_user(role)
    client = client_of(user)
    requests = admin_requests(client, world)
    assert len(requests) > 100
    found = failures(client, stream(requests, count // 3, seed))
    assert not found, "\n".join(found)


def public_requests(client) -> list[Request]:
    """What a visitor reaches by links within a few clicks, and the forms there."""
    found, seen, waiting = [], set(PUBLIC), list(PUBLIC)
    while waiting and len(seen) < 40 * len(PUBLIC):
        path = waiting.pop(0)
        answer = client.get(path)
        found.append(Request(path))
        if answer.status_code != 200 or answer.streaming or "html" not in answer.get("Content-Type", ""):
            continue
        html = answer.content.decode()
        found += forms_of(path, html)
        if len(seen) < MOST_PAGES:
            links = {urlsplit(link).path for link in re.findall(r'(?:href|src)="(/[^"#]*)"', html)}
            new = sorted(link for link in links - seen if not link.startswith(("/static/", "/admin/", "//")))
            seen.update(new)
            waiting += new
    return found


@pytest.mark.parametrize("place", ["portal", "school"])
def test_forged_requests_of_the_public(world, place, count, seed):
    make_document("102/2016/QH13", type_name="Luật", issuers=("Quốc hội",), title="Trẻ em", articles=6)
    client = client_of(host="cong.localhost" if place == "portal" else world["A"].school.site.hostname)
    requests = public_requests(client)
    assert len(requests) > 30
    found = failures(client, stream(requests, count // 2, seed))
    assert not found, "\n".join(found)
