import pytest
from django.http import Http404
from django.test import RequestFactory

from cms.tenancy.middleware import SiteMiddleware
from tests.factories import make_office


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


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_in_development_this_machine_leads_to_the_portal(client, settings, host):
    root = make_office().site.root_url
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/truong/?q=a", HTTP_HOST=host).status_code == 404
    settings.DEBUG = True
    assert client.get("/truong/?q=a", HTTP_HOST=host)["Location"] == f"{root}/truong/?q=a"
    assert client.get("/", HTTP_HOST="khong-co.localhost").status_code == 404
