"""One request to a receiver, and what may become of it. The three outcomes that are no success differ in whether the
post may be there: ``Refused`` and ``TryLater`` know that it is not, ``Unclear`` does not know.
"""

from __future__ import annotations

import json
from typing import Any

import requests
from django.utils.translation import gettext as _

TIMEOUT = (5, 20)  # seconds to connect, to wait for the answer
LONGEST_ANSWER = 100_000


class Undelivered(Exception):
    """The message says why, in the active language and without a word of keys."""


class Refused(Undelivered):
    """The receiver said no; asking again changes nothing."""


class TryLater(Undelivered):
    """It is not there, and may be later."""


class Unclear(Undelivered):
    """Nobody knows whether it arrived."""


def post(url: str, **what: Any) -> requests.Response:
    """One request; redirects are not followed, for they would carry the key elsewhere."""
    try:
        return requests.post(url, timeout=TIMEOUT, allow_redirects=False, **what)
    except requests.ConnectTimeout as error:
        raise TryLater(_("It cannot be reached.")) from error
    except requests.ConnectionError as error:
        if _was_connected(error):
            raise Unclear(_("the connection broke off before the answer")) from error
        raise TryLater(_("It cannot be reached.")) from error
    except requests.RequestException as error:
        raise Unclear(_("the connection broke off before the answer")) from error


def _was_connected(error: requests.ConnectionError) -> bool:
    """A refused connection and a name that nobody knows come as a failed try to connect; anything else broke off."""
    from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

    cause = error.args[0] if error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return not isinstance(reason, NewConnectionError | NameResolutionError)


def json_of(response: requests.Response) -> dict[str, Any]:
    try:
        found = json.loads(response.content[:LONGEST_ANSWER])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def refused(said: str) -> Refused:
    return Refused(_("The receiver did not take it: %(said)s.") % {"said": said})


def later(said: str) -> TryLater:
    return TryLater(_("The receiver cannot take it at the moment: %(said)s.") % {"said": said})


def clean(said: Any, *keys: str) -> str:
    """A receiver may repeat what it was sent."""
    text = str(said)[:2000]
    for key in keys:
        text = text.replace(key, "…") if key else text
    return text[:200]
