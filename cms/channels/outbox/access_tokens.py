"""The tokens of Zalo's Official Accounts, which change all the time: an access token lasts about a day, a refresh token
works once and lapses after three months. The environment holds number and secret of the app; what changes is kept
encrypted, with the keys of ``CONTACT_KEYS``, and no screen shows it.

Of two workers one renews. Where its answer broke off the new token may be lost: then Zalo refuses the old one, every
post says so, and somebody gives the permission anew (``manage.py give_channel_token``).
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.channels.models import ChannelToken
from cms.channels.outbox.channel_config import ConfiguredChannel
from cms.channels.outbox.channel_kinds import ChannelKind
from cms.channels.outbox.http_client import (
    DeliveryRejected,
    OutcomeUnknown,
    TemporaryFailure,
    parse_json,
    post_request,
    redact_keys,
    temporary_error,
)
from cms.core import encryption

KEYS_SETTING = "CONTACT_KEYS"
REFRESH_MARGIN = datetime.timedelta(minutes=10)
#: Without a post for so long a token is renewed all the same: it would lapse.
IDLE_RENEWAL = datetime.timedelta(days=7)
#: Whoever renewed and says nothing for so long was killed.
CLAIM_TIMEOUT = datetime.timedelta(minutes=2)


@dataclass(frozen=True)
class RenewedTokens:
    """``refresh``: for the next time. ``until``: how long ``get_access_token`` holds."""

    access: str
    refresh: str
    until: datetime.datetime


def store_refresh_token(entry: ConfiguredChannel, refresh: str) -> datetime.datetime:
    """The refresh token of a permission that was just given; it is used at once, and what was kept stays where Zalo
    refuses it. Until when the new access token holds."""
    new = _request_tokens(entry, refresh)
    ChannelToken.objects.update_or_create(owner=entry.owner, defaults={**_columns(new), "claimed_at": None})
    return new.until


def get_access_token(entry: ConfiguredChannel) -> str:
    row = ChannelToken.objects.filter(owner=entry.owner).first()
    if row is None:
        raise DeliveryRejected(_("Zalo has given no permission yet (docs/channels.md)."))
    if row.expires_at - REFRESH_MARGIN > timezone.now():
        return _decrypt_tokens(row)[0]
    return _renew(entry, row)


def expire_access_token(entry: ConfiguredChannel) -> None:
    """Zalo no longer takes the access token: the next try renews it."""
    ChannelToken.objects.filter(owner=entry.owner).update(expires_at=timezone.now())


def renew_idle_tokens(entries: list[ConfiguredChannel]) -> int:
    """Those that nobody has used for long; raises the first refusal when all were tried."""
    owners = {entry.owner: entry for entry in entries if entry.way == ChannelKind.ZALO and entry.to}
    rows = ChannelToken.objects.filter(owner__in=owners, renewed_at__lt=timezone.now() - IDLE_RENEWAL)
    refused = None
    renewed = 0
    for row in rows:
        try:
            _renew(owners[row.owner], row)
            renewed += 1
        except (DeliveryRejected, TemporaryFailure) as error:
            refused = refused or error
    if refused:
        raise refused
    return renewed


def _renew(entry: ConfiguredChannel, row: ChannelToken) -> str:
    now = timezone.now()
    mine = ChannelToken.objects.filter(pk=row.pk, renewed_at=row.renewed_at, sealed=row.sealed)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_TIMEOUT)
    if not mine.filter(free).update(claimed_at=now):
        raise TemporaryFailure(_("The key of this way is being renewed."))
    try:
        new = _request_tokens(entry, _decrypt_tokens(row)[1])
        ChannelToken.objects.filter(pk=row.pk).update(**_columns(new))
    finally:
        ChannelToken.objects.filter(pk=row.pk, claimed_at=now).update(claimed_at=None)
    return new.access


def _columns(new: RenewedTokens) -> dict[str, Any]:
    return {"sealed": _encrypt_tokens(new.access, new.refresh), "expires_at": new.until, "renewed_at": timezone.now()}


def _request_tokens(entry: ConfiguredChannel, refresh: str) -> RenewedTokens:
    form = {"app_id": entry.to, "grant_type": "refresh_token", "refresh_token": refresh}
    try:
        answer = post_request(f"{settings.ZALO_OAUTH}/v4/oa/access_token", data=form, headers={"secret_key": entry.key})
    except OutcomeUnknown as error:
        raise TemporaryFailure(str(error)) from error  # of the key, not of the post: that is certainly not there
    data = parse_json(answer)
    token, after = data.get("access_token"), data.get("refresh_token")
    if answer.status_code == 200 and isinstance(token, str) and isinstance(after, str) and token and after:
        until = timezone.now() + datetime.timedelta(seconds=_seconds(data.get("expires_in")))
        return RenewedTokens(token, after, until)
    told = redact_keys(data.get("error_description") or data.get("error_name") or "", entry.key, refresh)
    said = f"HTTP {answer.status_code} {data.get('error', '')} {told}".strip()
    if answer.status_code == 429 or answer.status_code >= 500:
        raise temporary_error(said)
    raise DeliveryRejected(_("Zalo renews no key (%(said)s). Its permission has to be given anew (docs/channels.md).")
                  % {"said": said})  # fmt: skip


def _seconds(said: object) -> int:
    """Zalo writes the number as text."""
    text = str(said)
    return min(int(text), 30 * 86_400) if text.isascii() and text.isdigit() and len(text) < 9 else 3600


def _encrypt_tokens(token: str, refresh: str) -> str:
    return encryption.encrypt(json.dumps([token, refresh]), KEYS_SETTING)


def _decrypt_tokens(row: ChannelToken) -> tuple[str, str]:
    try:
        token, refresh = json.loads(encryption.decrypt(row.sealed, KEYS_SETTING))
    except encryption.Unreadable:
        raise DeliveryRejected(_("None of CONTACT_KEYS opens the key of this way.")) from None
    return token, refresh


def reencrypt_tokens() -> int:
    """Encrypts everything anew with the first key; the number of rows."""
    count = 0
    with transaction.atomic():
        for row in ChannelToken.objects.select_for_update():
            row.sealed = encryption.encrypt(encryption.decrypt(row.sealed, KEYS_SETTING), KEYS_SETTING)
            row.save(update_fields=["sealed"])
            count += 1
    return count
