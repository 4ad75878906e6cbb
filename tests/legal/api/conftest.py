import pytest

from tests.factories import make_office

HOST = "cong.localhost"


@pytest.fixture
def api(client, db):
    """Asks an address of the API as another portal would; JSON, or None where there is no body."""
    make_office()

    def _api(path="documents/", expect=200, method="get", headers=None, **query):
        path = path if path.startswith("http") else f"/api/v1/{path}"
        response = getattr(client, method)(path, query or None, headers={"host": HOST, **(headers or {})})
        assert response.status_code == expect, response.content[:500]
        _api.response = response
        return response.json() if response.content else None

    return _api
