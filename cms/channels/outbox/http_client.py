"""One request to a receiver, and what may become of it. The three outcomes that are no success differ in whether the
post may be there: ``DeliveryRejected`` and ``TemporaryFailure`` know that it is not, ``OutcomeUnknown`` does not know.
"""

from __future__ import annotations

import json
from typing import Any

import requests
from django.utils.translation import gettext as _

TIMEOUT = (5, 20)  # seconds to connect, to wait for the answer
MAX_RESPONSE_SIZE = 100_000


class DeliveryError(Exception):
    """The message says why, in the active language and without a word of keys."""


class DeliveryRejected(DeliveryError):
    """The receiver said no; asking again changes nothing."""


class TemporaryFailure(DeliveryError):
    """It is not there, and may be later."""


class OutcomeUnknown(DeliveryError):
    """Nobody knows whether it arrived."""


def post_request(url: str, **what: Any) -> requests.Response:
    """One request; redirects are not followed, for they would carry the key elsewhere."""
    try:
        return requests.post(url, timeout=TIMEOUT, allow_redirects=False, **what)
    except requests.ConnectTimeout as error:
        raise TemporaryFailure(_("It cannot be reached.")) from error
    except requests.ConnectionError as error:
        if _was_connected(error):
            raise OutcomeUnknown(_("the connection broke off before the answer")) from error
        raise TemporaryFailure(_("It cannot be reached.")) from error
    except requests.RequestException as error:
        raise OutcomeUnknown(_("the connection broke off before the answer")) from error


def _was_connected(error: requests.ConnectionError) -> bool:
    """A refused connection and a name that nobody knows come as a failed try to connect; anything else broke off."""
    from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return not isinstance(reason, NewConnectionError | NameResolutionError)


def parse_json(response: requests.Response) -> dict[str, Any]:
    try:
        found = json.loads(response.content[:MAX_RESPONSE_SIZE])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def rejected_error(said: str) -> DeliveryRejected:
    return DeliveryRejected(_("The receiver did not take it: %(said)s.") % {"said": said})


def temporary_error(said: str) -> TemporaryFailure:
    return TemporaryFailure(_("The receiver cannot take it at the moment: %(said)s.") % {"said": said})


def redact_keys(said: Any, *keys: str) -> str:
    """A receiver may repeat what it was sent."""
    text = str(said)[:2000]
    for key in keys:
        text = text.replace(key, "…") if key else text
    return text[:200]
