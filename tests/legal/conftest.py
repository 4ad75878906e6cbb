import pytest

from cms.tenancy.roles import Role
from tests.factories import make_superuser, make_user


@pytest.fixture
def sign_in(client, school):
    """A client on the school's host, signed in as a new person of this role."""

    def _sign_in(role):
        user = make_superuser() if role == "superuser" else make_user(role, school)
        client.force_login(user)
        client.defaults["HTTP_HOST"] = school.site.hostname
        return client

    return _sign_in


@pytest.fixture
def librarian(sign_in):
    return sign_in(Role.OFFICE_LIBRARIAN)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What listeners do after the commit, done at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
