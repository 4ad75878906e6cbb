"""A real browser, and the live server under the schools' host names."""

import os
from types import SimpleNamespace

import pytest
from django.db import connection

from tests import services
from tests.conftest import need


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """A running Chromium (Playwright's ``Browser``), while its tests stand together."""
    need("browser")
    from playwright.sync_api import sync_playwright

    restored = getattr(connection, "_test_serialized_contents", None)
    # Playwright keeps an event loop in this thread; Django would refuse the tests' own queries there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        # Under Playwright's loop Django hands out another connection object, which must know as well what
        # transactional tests put back.
        if restored is not None:
            connection._test_serialized_contents = restored
        yield browser
        browser.close()
        connection.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(chromium):
    """``new_page(**options)`` opens a page in a fresh browser context; all are closed after the test."""
    contexts = []

    def open_page(**options):
        context = chromium.new_context(**{"locale": "vi-VN", **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def live_sites(live_server, settings):
    """The live server under the schools' host names: sites made in the test carry its port.

    ``live_sites.url("cong.localhost", "/tim/")`` gives an address that Chromium resolves by itself.
    """
    port = live_server.thread.port
    settings.SITE_PORT = port
    return SimpleNamespace(port=port, url=lambda host, path="/": f"http://{host}:{port}{path}")
