"""External videos: converts the URL that an editor pastes to the player URL that is loaded after a click. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

#: The only origins that a page may embed in a frame (``cms.core.web.headers``).
PLAYERS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")
_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO_ID = re.compile(r"\d{5,12}")


def embed_address(url: str) -> str:
    """Returns the player URL without tracking cookies; "" for unknown hosts (the video stays a link).

    >>> embed_address("https://youtu.be/abcdefghijk?t=3")
    'https://www.youtube-nocookie.com/embed/abcdefghijk'
    >>> embed_address("https://example.vn/phim.html")
    ''
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:  # e.g. "http://[broken"
        return ""
    host, path = (parts.hostname or "").lower(), parts.path.strip("/").split("/")
    if parts.scheme not in ("http", "https"):
        return ""
    if host == "youtu.be":
        return _youtube_id(path[0])
    if host in _YOUTUBE_HOSTS:
        if path[0] in ("embed", "shorts", "live", "v") and len(path) > 1:
            return _youtube_id(path[1])
        return _youtube_id(parse_qs(parts.query).get("v", [""])[0])
    if host in ("vimeo.com", "www.vimeo.com", "player.vimeo.com") and _VIMEO_ID.fullmatch(path[-1]):
        return f"{PLAYERS[1]}/video/{path[-1]}?dnt=1"
    return ""


def _youtube_id(film: str) -> str:
    return f"{PLAYERS[0]}/embed/{film}" if _YOUTUBE_ID.fullmatch(film) else ""


def host_of(url: str) -> str:
    """Returns the host for display ("youtube.com"); "" when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
