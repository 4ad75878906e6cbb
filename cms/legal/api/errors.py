"""Answers that say what is wrong, in both languages of the site."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

BAD_VALUE, UNKNOWN_PARAMETER, NOT_FOUND, WITHDRAWN, NOT_ALLOWED, TOO_MANY = (
    "bad_value", "unknown_parameter", "not_found", "withdrawn", "method_not_allowed", "too_many_requests",
)  # fmt: skip
STATUS = {BAD_VALUE: 400, UNKNOWN_PARAMETER: 400, NOT_FOUND: 404, WITHDRAWN: 410, NOT_ALLOWED: 405, TOO_MANY: 429}
_WORDS = {
    BAD_VALUE: gettext_noop("The value of “%(parameter)s” is not understood. Expected: %(expected)s."),
    UNKNOWN_PARAMETER: gettext_noop("There is no parameter “%(parameter)s”. Known: %(expected)s."),
    NOT_FOUND: gettext_noop("There is nothing at this address. What there is stands in /api/v1/openapi.json."),
    WITHDRAWN: gettext_noop("This document has been withdrawn from the library."),
    NOT_ALLOWED: gettext_noop("This address is only read: use GET or HEAD."),
    TOO_MANY: gettext_noop("Too many requests from your address. Try again in a minute."),
}
LANGUAGES = ("vi", "en")


class ApiError(Exception):
    """``code`` of ``STATUS``; ``parameter``: the one that is wrong."""

    def __init__(self, code: str, parameter: str = "", expected: str = ""):
        super().__init__(code)
        self.code, self.parameter, self.expected = code, parameter, expected

    @property
    def status(self) -> int:
        return STATUS[self.code]

    def as_json(self) -> dict:
        message = {}
        for language in LANGUAGES:
            with translation.override(language):
                message[language] = _(_WORDS[self.code]) % {"parameter": self.parameter, "expected": self.expected}
        found = {"code": self.code, "message": message}
        return {"error": {**found, "parameter": self.parameter} if self.parameter else found}
