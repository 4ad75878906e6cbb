"""Channels of a place in social networks: where each kind lives, and how its feed is shown after a click. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

#: Kind → its name and the hosts where a channel of it may lie.
CHANNEL_KINDS = {
    "facebook": ("Facebook", frozenset({"facebook.com", "www.facebook.com", "m.facebook.com", "fb.com"})),
    "youtube": ("YouTube", frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"})),
    "zalo": ("Zalo", frozenset({"zalo.me", "www.zalo.me", "oa.zalo.me"})),
    "tiktok": ("TikTok", frozenset({"tiktok.com", "www.tiktok.com"})),
}
FACEBOOK_FRAMES = "https://www.facebook.com"
_YOUTUBE_CHANNEL = re.compile(r"/channel/UC([A-Za-z0-9_-]{22})/?")


@dataclass(frozen=True)
class Channel:
    """``feed``: what is put into a frame after a click; empty where the network offers none."""

    kind: str
    url: str

    @property
    def name(self) -> str:
        return CHANNEL_KINDS[self.kind][0]

    @property
    def feed(self) -> str:
        return build_feed_url(self.kind, self.url)


def is_channel(kind: str, url: str) -> bool:
    """Does the address lie where channels of the kind lie? Anything else would be a foreign link with a known sign.

    >>> is_channel("facebook", "https://www.facebook.com/truong.mau")
    True
    >>> is_channel("facebook", "https://facebook.com.example.vn/truong"), is_channel("zalo", "http://zalo.me/1")
    (False, False)
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and "@" not in parts.netloc and port in (None, 443)
    return plain and (parts.hostname or "") in CHANNEL_KINDS[kind][1] and bool(parts.path.strip("/"))


def build_feed_url(kind: str, url: str) -> str:
    """
    >>> build_feed_url("youtube", "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv")
    'https://www.youtube-nocookie.com/embed/videoseries?list=UUabcdefghijklmnopqrstuv'
    """
    if not is_channel(kind, url):
        return ""
    if kind == "youtube":
        found = _YOUTUBE_CHANNEL.fullmatch(urlsplit(url).path)
        return f"https://www.youtube-nocookie.com/embed/videoseries?list=UU{found[1]}" if found else ""
    if kind == "facebook":
        query = {"href": url, "tabs": "timeline", "small_header": "true", "adapt_container_width": "true"}
        return f"{FACEBOOK_FRAMES}/plugins/page.php?{urlencode(query)}"
    return ""
