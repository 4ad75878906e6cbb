"""How each way is spoken to. An adapter returns the receiver's number of the post, or raises what became of it
(``receivers``). Only what is certainly not there is sent again by itself, unless the receiver takes the post's key and
so makes one of two (``REPEATABLE``).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from cms.channels.outbox import tokens
from cms.channels.outbox.kinds import Way
from cms.channels.outbox.receivers import Refused, TryLater, Unclear, clean, json_of, later, post, refused
from cms.channels.outbox.ways import OpenWay

#: Ways whose receiver makes one of two posts with one key.
REPEATABLE = frozenset({Way.WEBHOOK, Way.FILE})
BUSY = frozenset({408, 409, 425, 429})
#: Numbers by which Facebook says that too much was asked.
_FACEBOOK_BUSY = (4, 17, 32, 341, 613)
#: Numbers by which Zalo says that a token is no good any more.
_ZALO_STALE = (-124, -216, -220)


@dataclass(frozen=True)
class SentPost:
    """What is sent. ``key``: the same at every try."""

    key: str
    title: str
    text: str
    link: str
    picture: str = ""
    summary: str = ""


def send(entry: OpenWay, letter: SentPost) -> str:
    return _ADAPTERS[entry.way](entry, letter)


def facebook(entry: OpenWay, letter: SentPost) -> str:
    """A post of the page, with the link as its card (Graph API, ``/{page}/feed``)."""
    url = f"{settings.FACEBOOK_API}/{entry.to}/feed"
    answer = post(url, data={"message": letter.text, "link": letter.link, "access_token": entry.key})
    data = json_of(answer)
    if answer.status_code == 200 and data.get("id"):
        return str(data["id"])
    found = data.get("error")
    error: dict[str, Any] = found if isinstance(found, dict) else {}
    said = f"HTTP {answer.status_code} {error.get('code', '')} {clean(error.get('message', ''), entry.key)}".strip()
    if answer.status_code == 429 or error.get("code") in _FACEBOOK_BUSY:
        raise later(said)
    if 400 <= answer.status_code < 500:
        raise refused(said)
    raise Unclear(said)


def zalo(entry: OpenWay, letter: SentPost) -> str:
    """An article of the Official Account (``/v2.0/article/create``)."""
    cover = (
        {"cover_type": "photo", "photo_url": letter.picture, "status": "show"}
        if letter.picture
        else {"cover_type": "photo", "status": "hide"}
    )
    body = {
        "type": "normal", "title": letter.title[:150], "author": "", "cover": cover,
        "description": letter.summary[:300] or letter.title[:300],
        "body": [{"type": "text", "content": letter.text}], "status": "show", "comment": "hide",
    }  # fmt: skip
    token = tokens.access(entry) if entry.to else entry.key
    answer = post(f"{settings.ZALO_API}/v2.0/article/create", json=body, headers={"access_token": token})
    data = json_of(answer)
    if answer.status_code == 200 and data.get("error") == 0:
        inner = data.get("data")
        return str(inner.get("token", "")) if isinstance(inner, dict) else ""
    said = f"HTTP {answer.status_code} {data.get('error', '')} {clean(data.get('message', ''), token)}".strip()
    if entry.to and data.get("error") in _ZALO_STALE:
        tokens.lapsed(entry)
        raise later(said)
    if answer.status_code == 429:
        raise later(said)
    if answer.status_code < 500 and (data.get("error") or answer.status_code >= 400):
        raise refused(said)
    raise Unclear(said)


def webhook(entry: OpenWay, letter: SentPost) -> str:
    """JSON, signed with the key (``X-Signature: sha256=…``); the receiver knows a post by ``Idempotency-Key``."""
    body = json.dumps({**vars(letter), "school": entry.owner}, ensure_ascii=False).encode()
    signature = hmac.new(entry.key.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": letter.key,
        "X-Signature": f"sha256={signature}",
    }  # fmt: skip
    answer = post(entry.to, data=body, headers=headers)
    if 200 <= answer.status_code < 300:
        return str(json_of(answer).get("id", ""))
    if answer.status_code in BUSY or answer.status_code >= 500:
        raise later(f"HTTP {answer.status_code}")
    raise refused(f"HTTP {answer.status_code}")


def sms(entry: OpenWay, letter: SentPost) -> str:
    """A mail to the gateway, which sends its text on."""
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(_("The mail server cannot be reached.")) from error
    known = f"<{letter.key}@{settings.SITE_BASE_DOMAIN}>"
    mail = EmailMessage(
        letter.title[:78], letter.text, to=[entry.to], headers={"Message-ID": known}, connection=connection
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        _by_number(next(iter(error.recipients.values()))[0], error)
    except smtplib.SMTPResponseException as error:
        _by_number(error.smtp_code, error)
    except (OSError, smtplib.SMTPException) as error:
        raise Unclear(_("the connection broke off before the answer")) from error
    finally:
        connection.close()
    return known


def _by_number(number: int, error: Exception) -> None:
    """4xx: later; 5xx: never; anything else was an answer that broke off."""
    said = _("The mail server said %(number)s.") % {"number": number}
    raise (TryLater if 400 <= number < 500 else Refused if number >= 500 else Unclear)(said) from error


def file(entry: OpenWay, letter: SentPost) -> str:
    """One file for each post, whole or not at all; the name is its key."""
    path = Path(entry.to) / f"{letter.key}.json"
    draft = path.with_suffix(".part")
    try:
        draft.write_text(json.dumps({**vars(letter), "school": entry.owner}, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise TryLater(_("The folder cannot be written.")) from error
    return path.name


_ADAPTERS: dict[str, Callable[[OpenWay, SentPost], str]] = {
    Way.FACEBOOK: facebook, Way.ZALO: zalo, Way.WEBHOOK: webhook, Way.SMS: sms, Way.FILE: file,
}  # fmt: skip
