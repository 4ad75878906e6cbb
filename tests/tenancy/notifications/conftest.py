import email
import email.policy
import socket
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from cms.tenancy.roles import Role
from tests.factories import make_office, make_school, make_user


class Mailbox:
    """A mail server's memory. ``refused``: addresses that it does not know."""

    def __init__(self):
        self.got, self.refused = [], set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append(
            (tuple(envelope.rcpt_tos), email.message_from_bytes(envelope.content, policy=email.policy.default))
        )
        return "250 OK"

    @property
    def receivers(self) -> list[str]:
        return sorted(address for addresses, _message in self.got for address in addresses)

    def texts(self, address: str) -> list[str]:
        """Subject and body of each mail to this address."""
        return [
            f"{message['Subject']}\n{message.get_content()}" for addresses, message in self.got if address in addresses
        ]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """A real SMTP server on the loopback address; the product is set to send through it."""
    box = Mailbox()
    box.port = free_port()
    box.server = Controller(box, hostname="127.0.0.1", port=box.port)
    box.server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.EMAIL_TIMEOUT = 10
    yield box
    if box.server is not None:
        box.server.stop()


@pytest.fixture
def world(db):
    """Two schools with everybody who can work there, and the office."""
    make_office()
    found = SimpleNamespace(schools={}, people={})
    for code in "AB":
        found.schools[code] = make_school(code)
        for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN):
            name = f"{role.value}-{code.lower()}"
            found.people[name] = make_user(role, found.schools[code], email=f"{name}@example.vn")
    found.office = make_user(Role.OFFICE_ADMIN, email="office@example.vn")
    return found
