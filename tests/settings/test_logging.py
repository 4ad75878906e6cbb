"""What is logged as a warning is worth a look."""

import logging
import logging.config

import pytest
from django.test import Client

from cms.settings.parts.logging import logging_config
from tests.factories import make_office


@pytest.mark.django_db
def test_addresses_of_nothing_are_no_warning_and_refusals_are(caplog):
    make_office()
    client = Client(headers={"host": "cong.localhost"}, enforce_csrf_checks=True)
    assert client.get("/khong-co/").status_code == 404
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert client.post("/admin/login/").status_code == 403
    assert [record.name for record in caplog.records if record.levelno >= logging.WARNING]


def test_the_filter_lets_everything_else_through():
    [name] = logging_config("INFO")["loggers"]["django.request"]["filters"]
    keep = logging_config("INFO")["filters"][name]["()"]().filter
    for status, kept in ((404, False), (410, False), (400, True), (403, True), (429, True), (500, True)):
        record = logging.LogRecord("django.request", logging.WARNING, "", 0, "", (), None)
        record.status_code = status
        assert keep(record) is kept
