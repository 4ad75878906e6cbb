"""Ways that the environment opens (``CHANNELS``): whose, of which kind, where to, with which key. Keys stand nowhere
else, so that no screen, backup or log can show one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from cms.channels.outbox.channel_kinds import ChannelKind
from cms.tenancy.models import School

OFFICE_OWNER = "-"


@dataclass(frozen=True)
class ConfiguredChannel:
    """``owner``: a school's code, ``OFFICE_OWNER``. ``to``: number of the page, address, folder. ``key`` is never
    shown."""

    owner: str
    way: str
    to: str
    key: str = field(default="", repr=False)


def parse_channels(lines: Iterable[str]) -> tuple[dict[tuple[str, str], ConfiguredChannel], list[str]]:
    """What is open, and what is wrong, without a word of a key.

    >>> parse_channels(["A|webhook|https://a.example/x|key", "A|fax|1"])[1]
    ['CHANNELS, entry 2 (A): “fax” is no kind of way']
    """
    found: dict[tuple[str, str], ConfiguredChannel] = {}
    wrong: list[str] = []
    for number, line in enumerate(lines, start=1):
        owner, way, to, key = ([part.strip() for part in line.split("|", 3)] + [""] * 4)[:4]
        problem = _problem(way, to, key)
        if not owner or not way:
            problem = "is not owner|kind|where|key"
        elif not problem and (owner, way) in found:
            problem = f"{way} is there twice"
        if problem:
            wrong.append(f"CHANNELS, entry {number} ({owner[:40]}): {problem}")
        else:
            found[owner, way] = ConfiguredChannel(owner, way, to, key)
    return found, wrong


def _problem(way: str, to: str, key: str) -> str:
    if way not in ChannelKind.values:
        return f"“{way[:20]}” is no kind of way"
    if way in (ChannelKind.FACEBOOK, ChannelKind.ZALO, ChannelKind.WEBHOOK) and not key:
        return f"{way} needs a key"
    if way == ChannelKind.FACEBOOK and not (to.isascii() and to.isdigit()):
        return "a Facebook page is named by its number"
    if way == ChannelKind.ZALO and to and not (to.isascii() and to.isdigit()):
        return "an app of Zalo is named by its number"
    if way == ChannelKind.WEBHOOK and not (urlsplit(to).scheme in ("https", "http") and urlsplit(to).hostname):
        return "a webhook needs an address"
    if way == ChannelKind.SMS and "@" not in to:
        return "a gateway is a mail address"
    if way == ChannelKind.FILE and not to.startswith("/"):
        return "a folder is named by its whole path"
    return ""


def _configured_channels() -> dict[tuple[str, str], ConfiguredChannel]:
    return parse_channels(settings.CHANNELS)[0]


def channels_of(school: School | None) -> list[ConfiguredChannel]:
    """The ways of a school, of the office without one; in the order of their kinds."""
    entries, owner = _configured_channels(), school.code if school else OFFICE_OWNER
    return [entries[owner, way] for way in ChannelKind.values if (owner, way) in entries]


def find_channel(school: School | None, way: str) -> ConfiguredChannel | None:
    return next((entry for entry in channels_of(school) if entry.way == way), None)
