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
from cms.channels.outbox.kinds import Way
from cms.channels.outbox.receivers import Refused, TryLater, Unclear, clean, json_of, later, post
from cms.channels.outbox.ways import OpenWay
from cms.core import sealing

KEYS = "CONTACT_KEYS"
EARLY = datetime.timedelta(minutes=10)
#: Without a post for so long a token is renewed all the same: it would lapse.
IDLE = datetime.timedelta(days=7)
#: Whoever renewed and says nothing for so long was killed.
LOST = datetime.timedelta(minutes=2)


@dataclass(frozen=True)
class Renewed:
    """``refresh``: for the next time. ``until``: how long ``access`` holds."""

    access: str
    refresh: str
    until: datetime.datetime


def give(entry: OpenWay, refresh: str) -> datetime.datetime:
    """The refresh token of a permission that was just given; it is used at once, and what was kept stays where Zalo
    refuses it. Until when the new access token holds."""
    new = _asked(entry, refresh)
    ChannelToken.objects.update_or_create(owner=entry.owner, defaults={**_columns(new), "claimed_at": None})
    return new.until


def access(entry: OpenWay) -> str:
    row = ChannelToken.objects.filter(owner=entry.owner).first()
    if row is None:
        raise Refused(_("Zalo has given no permission yet (docs/channels.md)."))
    if row.expires_at - EARLY > timezone.now():
        return _opened(row)[0]
    return _renew(entry, row)


def lapsed(entry: OpenWay) -> None:
    """Zalo no longer takes the access token: the next try renews it."""
    ChannelToken.objects.filter(owner=entry.owner).update(expires_at=timezone.now())


def renew_idle(entries: list[OpenWay]) -> int:
    """Those that nobody has used for long; raises the first refusal when all were tried."""
    owners = {entry.owner: entry for entry in entries if entry.way == Way.ZALO and entry.to}
    rows = ChannelToken.objects.filter(owner__in=owners, renewed_at__lt=timezone.now() - IDLE)
    refused = None
    renewed = 0
    for row in rows:
        try:
            _renew(owners[row.owner], row)
            renewed += 1
        except (Refused, TryLater) as error:
            refused = refused or error
    if refused:
        raise refused
    return renewed


def _renew(entry: OpenWay, row: ChannelToken) -> str:
    now = timezone.now()
    mine = ChannelToken.objects.filter(pk=row.pk, renewed_at=row.renewed_at, sealed=row.sealed)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LOST)
    if not mine.filter(free).update(claimed_at=now):
        raise TryLater(_("The key of this way is being renewed."))
    try:
        new = _asked(entry, _opened(row)[1])
        ChannelToken.objects.filter(pk=row.pk).update(**_columns(new))
    finally:
        ChannelToken.objects.filter(pk=row.pk, claimed_at=now).update(claimed_at=None)
    return new.access


def _columns(new: Renewed) -> dict[str, Any]:
    return {"sealed": _sealed(new.access, new.refresh), "expires_at": new.until, "renewed_at": timezone.now()}


def _asked(entry: OpenWay, refresh: str) -> Renewed:
    form = {"app_id": entry.to, "grant_type": "refresh_token", "refresh_token": refresh}
    try:
        answer = post(f"{settings.ZALO_OAUTH}/v4/oa/access_token", data=form, headers={"secret_key": entry.key})
    except Unclear as error:
        raise TryLater(str(error)) from error  # of the key, not of the post: that is certainly not there
    data = json_of(answer)
    token, after = data.get("access_token"), data.get("refresh_token")
    if answer.status_code == 200 and isinstance(token, str) and isinstance(after, str) and token and after:
        until = timezone.now() + datetime.timedelta(seconds=_seconds(data.get("expires_in")))
        return Renewed(token, after, until)
    told = clean(data.get("error_description") or data.get("error_name") or "", entry.key, refresh)
    said = f"HTTP {answer.status_code} {data.get('error', '')} {told}".strip()
    if answer.status_code == 429 or answer.status_code >= 500:
        raise later(said)
    raise Refused(_("Zalo renews no key (%(said)s). Its permission has to be given anew (docs/channels.md).")
                  % {"said": said})  # fmt: skip


def _seconds(said: object) -> int:
    """Zalo writes the number as text."""
    text = str(said)
    return min(int(text), 30 * 86_400) if text.isascii() and text.isdigit() and len(text) < 9 else 3600


def _sealed(token: str, refresh: str) -> str:
    return sealing.seal(json.dumps([token, refresh]), KEYS)


def _opened(row: ChannelToken) -> tuple[str, str]:
    try:
        token, refresh = json.loads(sealing.unseal(row.sealed, KEYS))
    except sealing.Unreadable:
        raise Refused(_("None of CONTACT_KEYS opens the key of this way.")) from None
    return token, refresh


def rotate() -> int:
    """Encrypts everything anew with the first key; the number of rows."""
    count = 0
    with transaction.atomic():
        for row in ChannelToken.objects.select_for_update():
            row.sealed = sealing.seal(sealing.unseal(row.sealed, KEYS), KEYS)
            row.save(update_fields=["sealed"])
            count += 1
    return count
