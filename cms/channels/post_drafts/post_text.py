"""The text of a post, as long as its channel allows: title, summary, link, hashtags. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Letters that a post of the kind may have. SMS: one message of letters without marks.
MAX_LENGTHS = {"facebook": 5000, "zalo": 2000, "tiktok": 2200, "youtube": 5000, "sms": 160, "plain": 2000}
CHANNEL_NAMES = {"facebook": "Facebook", "zalo": "Zalo", "tiktok": "TikTok", "youtube": "YouTube", "sms": "SMS"}
MAX_SUMMARY_LENGTH = 600  # letters of the page that a post repeats at most; the rest is read there
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class PostDraft:
    """What a page says of itself. ``link``: the page's own address, without anything that follows its readers."""

    title: str
    summary: str
    link: str
    tags: tuple[str, ...] = ()
    picture: str = ""


def remove_diacritics(text: str) -> str:
    """
    >>> remove_diacritics("Luật Đất đai")
    'Luat Dat dai'
    """
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def make_hashtag(words: str) -> str:
    """
    >>> make_hashtag("TH Lê Lợi, xã Mẫu"), make_hashtag("–")
    ('#THLeLoiXaMau', '')
    """
    parts = _WORD.findall(remove_diacritics(words))
    return "#" + "".join(part[:1].upper() + part[1:] for part in parts) if parts else ""


def truncate_text(text: str, longest: int) -> str:
    """At a space, with a sign that something is left out.

    >>> truncate_text("Học sinh đến trường", 12), truncate_text("Học sinh", 12)
    ('Học sinh…', 'Học sinh')
    """
    if len(text) <= longest:
        return text
    if longest < 2:
        return ""
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"


def compose_text(post: PostDraft, kind: str) -> str:
    """The link is always whole; the summary gives way first, then the hashtags, then the title.

    >>> compose_text(PostDraft("Hội thi", "Sáng thứ hai.", "https://a.vn/1/", ("#PhapLuat",)), "sms")
    'Hoi thi https://a.vn/1/'
    """
    longest = MAX_LENGTHS[kind]
    if kind == "sms":
        link = post.link if len(post.link) < longest - 20 else ""
        title = truncate_text(_ascii(post.title), longest - len(link) - 1)
        return f"{title} {link}".strip()
    tags = " ".join(post.tags)
    room = longest - len(post.link) - 2
    title = truncate_text(post.title, room)
    room -= len(title)
    tags = tags if len(tags) + 2 <= room else ""
    room -= len(tags) + 4
    summary = truncate_text(post.summary, min(room, MAX_SUMMARY_LENGTH))
    return "\n\n".join(part for part in (title, summary, post.link, tags) if part)


def _ascii(text: str) -> str:
    """Quotation marks and dashes of print make a message twice as dear as those of the keyboard."""
    flat = remove_diacritics(text).translate(str.maketrans("“”‘’–—…", "\"\"''--."))
    return flat.encode("ascii", "ignore").decode()
