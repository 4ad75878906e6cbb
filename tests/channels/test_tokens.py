"""Tokens of a Zalo account against a server that keeps Zalo's rule: a refresh token works once."""

import io
import json
import sys
import threading
from urllib.parse import parse_qs

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.channels.jobs import renew_channel_tokens
from cms.channels.models import ChannelToken, OutboxItem
from cms.channels.outbox import access_tokens, channel_config, delivery
from cms.channels.outbox.http_client import TemporaryFailure
from cms.core import encryption
from tests.channels.conftest import Receiver
from tests.channels.test_deliver import after, due, put

pytestmark = pytest.mark.django_db
RENEW, ARTICLE = "/v4/oa/access_token", "/v2.0/article/create"
SENT = {"error": 0, "data": {"token": "t-1"}}


class Zalo(Receiver):
    """Knows the token that it gave last; each is good for a day."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.usual = SENT

    def given(self, number=None) -> dict:
        number = self.number if number is None else number
        return {"access_token": f"vao-{number}", "refresh_token": f"doi-{number}", "expires_in": "90000"}

    def answer(self, path, headers, body):
        if path != RENEW:
            good = headers.get("access_token") == f"vao-{self.number}"
            return 200, self.usual if good else {"error": -216, "message": f"bad {headers.get('access_token')}"}
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        wanted = {"app_id": "4321", "grant_type": "refresh_token", "refresh_token": f"doi-{self.number}"}
        if form != wanted or headers.get("secret_key") != "bi-mat-ung-dung":
            return 200, {"error": -14014, "error_name": "Invalid refresh token", "error_description": str(form)}
        self.number += 1
        return 200, self.given()


@pytest.fixture
def zalo(settings):
    found = Zalo()
    settings.ZALO_API = settings.ZALO_OAUTH = found.url
    settings.CHANNELS = ["A|zalo|4321|bi-mat-ung-dung", "B|zalo||khoa-co-dinh"]
    yield found
    found.stop()


def give(monkeypatch, refresh="doi-0", owner="A") -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{refresh}\n"))
    call_command("give_channel_token", owner, stdout=out)
    return out.getvalue()


def entry():
    return channel_config.parse_channels(["A|zalo|4321|bi-mat-ung-dung"])[0]["A", "zalo"]


def paths(zalo) -> list[str]:
    return [path for path, _headers, _body in zalo.asked]


def test_given_once_it_is_renewed_by_itself(a, zalo, news, monkeypatch):
    assert "renewed by itself" in give(monkeypatch)
    for day in (1, 2):
        item = put(a, "zalo", news)
        delivery.deliver_due_posts()
        assert (after(item).state, zalo.number) == ("sent", day)
        ChannelToken.objects.update(expires_at=timezone.now())  # a day later
    assert paths(zalo) == [RENEW, ARTICLE, RENEW, ARTICLE]


def test_nothing_is_sent_before_a_permission_was_given(a, zalo, news):
    item = put(a, "zalo", news)
    delivery.deliver_due_posts()
    assert (after(item).state, zalo.asked) == ("failed", [])
    assert "docs/channels.md" in item.reason


def test_a_token_that_zalo_takes_back_is_renewed_at_the_next_try(a, zalo, news, monkeypatch):
    give(monkeypatch)
    row = ChannelToken.objects.get()
    row.sealed = encryption.encrypt(json.dumps(["vao-cu", "doi-1"]), access_tokens.KEYS_SETTING)
    row.save()
    item = put(a, "zalo", news)
    delivery.deliver_due_posts()
    assert after(item).state == "waiting"
    assert "vao-cu" not in item.reason  # the server repeats what it was sent
    due(item)
    delivery.deliver_due_posts()
    assert (after(item).state, zalo.number) == ("sent", 2)
    assert OutboxItem.objects.count() == 1


def test_a_permission_that_is_over_is_said_and_given_anew(a, zalo, news, monkeypatch):
    give(monkeypatch)
    zalo.number = 7  # somebody else has used the token
    ChannelToken.objects.update(expires_at=timezone.now())
    item = put(a, "zalo", news)
    delivery.deliver_due_posts()
    assert after(item).state == "failed"
    assert "-14014" in item.reason
    assert not any(secret in item.reason for secret in ("doi-1", "bi-mat"))
    with pytest.raises(CommandError, match="-14014"):
        give(monkeypatch, "doi-sai")
    assert access_tokens._decrypt_tokens(ChannelToken.objects.get()) == ("vao-1", "doi-1")  # what was kept stays
    give(monkeypatch, "doi-7")
    assert access_tokens.get_access_token(entry()) == "vao-8"


def test_a_server_that_is_away_is_asked_later_and_nothing_is_lost(a, zalo, news, monkeypatch):
    give(monkeypatch)
    ChannelToken.objects.update(expires_at=timezone.now())
    item = put(a, "zalo", news)
    for answer in ((503, {}), "hang up", (429, {})):
        zalo.answers = [answer]
        due(item)
        delivery.deliver_due_posts()
        assert after(item).state == "waiting"
    due(item)
    delivery.deliver_due_posts()
    assert (after(item).state, paths(zalo).count(ARTICLE)) == ("sent", 1)


def test_nothing_legible_is_kept_and_new_keys_open_it(a, zalo, settings, monkeypatch):
    settings.CONTACT_KEYS = ["khoa-mot-du-dai-ba-muoi-hai-ky-tu"]
    give(monkeypatch)
    assert "doi" not in str(ChannelToken.objects.values().get())
    settings.CONTACT_KEYS = ["khoa-hai-du-dai-ba-muoi-hai-ky-tu", *settings.CONTACT_KEYS]
    call_command("rotate_contact_keys", stdout=io.StringIO())
    settings.CONTACT_KEYS = settings.CONTACT_KEYS[:1]
    assert access_tokens.get_access_token(entry()) == "vao-1"
    settings.CONTACT_KEYS = ["khoa-ba-du-dai-ba-muoi-hai-ky-tu-"]
    with pytest.raises(CommandError):
        call_command("rotate_contact_keys", stdout=io.StringIO())


def test_a_token_that_nobody_uses_is_kept_alive(a, zalo, monkeypatch):
    give(monkeypatch)
    assert renew_channel_tokens() == "0 renewed"
    ChannelToken.objects.update(renewed_at=timezone.now() - access_tokens.IDLE_RENEWAL)
    assert (renew_channel_tokens(), zalo.number) == ("1 renewed", 2)


def test_whoever_was_killed_while_renewing_stands_in_nobodys_way(a, zalo, monkeypatch):
    give(monkeypatch)
    now = timezone.now()
    ChannelToken.objects.update(expires_at=now, claimed_at=now)
    with pytest.raises(TemporaryFailure):
        access_tokens.get_access_token(entry())
    ChannelToken.objects.update(claimed_at=now - access_tokens.CLAIM_TIMEOUT)
    assert access_tokens.get_access_token(entry()) == "vao-2"


@pytest.mark.parametrize("owner", ["B", "C"])
def test_a_token_for_a_way_that_is_not_open_is_refused(a, zalo, monkeypatch, owner):
    with pytest.raises(CommandError, match=f"{owner}\\|zalo"):
        give(monkeypatch, owner=owner)
    assert not ChannelToken.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_use_a_refresh_token_once(a, zalo, monkeypatch):
    give(monkeypatch)
    ChannelToken.objects.update(expires_at=timezone.now())
    start, found = threading.Barrier(2), []

    def work():
        start.wait()
        try:
            found.append(access_tokens.get_access_token(entry()))
        except TemporaryFailure:
            found.append("later")
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert zalo.number == 2
    assert set(found) <= {"vao-2", "later"}
    assert "vao-2" in found
