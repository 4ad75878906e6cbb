import pytest
from django.http import Http404
from django.test import RequestFactory

from cms.tenancy.middleware import SiteMiddleware


@pytest.mark.parametrize("address", ["/a%00b/", "/tim/?q=lu%00at"])
def test_an_address_with_a_nul_is_an_unknown_address(address):
    with pytest.raises(Http404):
        SiteMiddleware(None).process_view(RequestFactory().get(address), None, (), {})


def test_other_addresses_pass():
    assert SiteMiddleware(None).process_view(RequestFactory().get("/tim/?q=100%2500"), None, (), {}) is None


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["khong-co.localhost", "elsewhere.example", "a b.localhost"])
def test_hosts_of_no_school_are_refused_plainly(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_needs_no_school(client, path):
    assert client.get(path, headers={"host": "khong-co.localhost"}).status_code == 200
