import pytest

from cms.core.web import health
from tests.factories import make_office


def test_livez_needs_no_site_and_no_database(client):
    assert client.get("/livez", HTTP_HOST="nobody.localhost").status_code == 200


@pytest.mark.django_db
def test_readyz_asks_the_database(client):
    answer = client.get("/readyz", HTTP_HOST="nobody.localhost")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "degraded": {}}


@pytest.mark.django_db
def test_readyz_names_what_is_degraded_and_stays_ready(client, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"a": lambda: "", "b": lambda: "away", "c": lambda: 1 // 0})
    answer = client.get("/readyz", HTTP_HOST="nobody.localhost")
    assert answer.status_code == 200
    assert answer.json() == {"status": "degraded", "degraded": {"b": "away", "c": "ZeroDivisionError"}}


@pytest.mark.django_db
def test_browsers_find_the_icon(client):
    host = make_office().site.hostname
    assert client.get("/favicon.ico", HTTP_HOST=host)["Location"].endswith(".svg")
