"""How each way is spoken to. An adapter returns the receiver's number of the post, or raises what became of it
(``http_client``). Only what is certainly not there is sent again by itself, unless the receiver takes the post's key
and so makes one of two (``IDEMPOTENT_CHANNELS``).
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

from cms.channels.outbox import access_tokens
from cms.channels.outbox.channel_config import ConfiguredChannel
from cms.channels.outbox.channel_kinds import ChannelKind
from cms.channels.outbox.http_client import (
    DeliveryRejected,
    OutcomeUnknown,
    TemporaryFailure,
    parse_json,
    post_request,
    redact_keys,
    rejected_error,
    temporary_error,
)

#: Ways whose receiver makes one of two posts with one key.
IDEMPOTENT_CHANNELS = frozenset({ChannelKind.WEBHOOK, ChannelKind.FILE})
RETRYABLE_STATUSES = frozenset({408, 409, 425, 429})
#: Numbers by which Facebook says that too much was asked.
_FACEBOOK_RETRYABLE_CODES = (4, 17, 32, 341, 613)
#: Numbers by which Zalo says that a token is no good any more.
_ZALO_EXPIRED_TOKEN_CODES = (-124, -216, -220)


@dataclass(frozen=True)
class OutgoingPost:
    """What is sent. ``key``: the same at every try."""

    key: str
    title: str
    text: str
    link: str
    picture: str = ""
    summary: str = ""


def send_post(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
    return _ADAPTERS[entry.way](entry, letter)


def post_to_facebook(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
    """A post of the page, with the link as its card (Graph API, ``/{page}/feed``)."""
    url = f"{settings.FACEBOOK_API}/{entry.to}/feed"
    answer = post_request(url, data={"message": letter.text, "link": letter.link, "access_token": entry.key})
    data = parse_json(answer)
    if answer.status_code == 200 and data.get("id"):
        return str(data["id"])
    found = data.get("error")
    error: dict[str, Any] = found if isinstance(found, dict) else {}
    said = (
        f"HTTP {answer.status_code} {error.get('code', '')} {redact_keys(error.get('message', ''), entry.key)}".strip()
    )
    if answer.status_code == 429 or error.get("code") in _FACEBOOK_RETRYABLE_CODES:
        raise temporary_error(said)
    if 400 <= answer.status_code < 500:
        raise rejected_error(said)
    raise OutcomeUnknown(said)


def post_to_zalo(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
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
    token = access_tokens.get_access_token(entry) if entry.to else entry.key
    answer = post_request(f"{settings.ZALO_API}/v2.0/article/create", json=body, headers={"access_token": token})
    data = parse_json(answer)
    if answer.status_code == 200 and data.get("error") == 0:
        inner = data.get("data")
        return str(inner.get("token", "")) if isinstance(inner, dict) else ""
    said = f"HTTP {answer.status_code} {data.get('error', '')} {redact_keys(data.get('message', ''), token)}".strip()
    if entry.to and data.get("error") in _ZALO_EXPIRED_TOKEN_CODES:
        access_tokens.expire_access_token(entry)
        raise temporary_error(said)
    if answer.status_code == 429:
        raise temporary_error(said)
    if answer.status_code < 500 and (data.get("error") or answer.status_code >= 400):
        raise rejected_error(said)
    raise OutcomeUnknown(said)


def post_to_webhook(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
    """JSON, signed with the key (``X-Signature: sha256=…``); the receiver knows a post by ``Idempotency-Key``."""
    body = json.dumps({**vars(letter), "school": entry.owner}, ensure_ascii=False).encode()
    signature = hmac.new(entry.key.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": letter.key,
        "X-Signature": f"sha256={signature}",
    }  # fmt: skip
    answer = post_request(entry.to, data=body, headers=headers)
    if 200 <= answer.status_code < 300:
        return str(parse_json(answer).get("id", ""))
    if answer.status_code in RETRYABLE_STATUSES or answer.status_code >= 500:
        raise temporary_error(f"HTTP {answer.status_code}")
    raise rejected_error(f"HTTP {answer.status_code}")


def post_to_sms_gateway(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
    """A mail to the gateway, which sends its text on."""
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryFailure(_("The mail server cannot be reached.")) from error
    known = f"<{letter.key}@{settings.SITE_BASE_DOMAIN}>"
    mail = EmailMessage(
        letter.title[:78], letter.text, to=[entry.to], headers={"Message-ID": known}, connection=connection
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        _error_for_status(next(iter(error.recipients.values()))[0], error)
    except smtplib.SMTPResponseException as error:
        _error_for_status(error.smtp_code, error)
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown(_("the connection broke off before the answer")) from error
    finally:
        connection.close()
    return known


def _error_for_status(number: int, error: Exception) -> None:
    """4xx: later; 5xx: never; anything else was an answer that broke off."""
    said = _("The mail server said %(number)s.") % {"number": number}
    raise (TemporaryFailure if 400 <= number < 500 else DeliveryRejected if number >= 500 else OutcomeUnknown)(
        said
    ) from error


def write_to_file(entry: ConfiguredChannel, letter: OutgoingPost) -> str:
    """One file for each post, whole or not at all; the name is its key."""
    path = Path(entry.to) / f"{letter.key}.json"
    draft = path.with_suffix(".part")
    try:
        draft.write_text(json.dumps({**vars(letter), "school": entry.owner}, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, path)
    except OSError as error:
        raise TemporaryFailure(_("The folder cannot be written.")) from error
    return path.name


_ADAPTERS: dict[str, Callable[[ConfiguredChannel, OutgoingPost], str]] = {
    ChannelKind.FACEBOOK: post_to_facebook, ChannelKind.ZALO: post_to_zalo, ChannelKind.WEBHOOK: post_to_webhook,
    ChannelKind.SMS: post_to_sms_gateway, ChannelKind.FILE: write_to_file,
}  # fmt: skip
