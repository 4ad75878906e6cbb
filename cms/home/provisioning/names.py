"""School names: level, ownership and host label from what is written. Pure.

>>> host_label("Trường Tiểu học Ngũ Hiệp", "TH")
'th-ngu-hiep'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable

from cms.core.text import collapse_whitespace, fold_diacritics, slugify_vi

MAX_LABEL = 63  # of a host name, RFC 1035
LEVELS = ("MN", "TH", "THCS", "THPT", "LC", "GDTX")

#: Labels that must never be a school's: machines of the domain, and first segments of the product's own paths.
RESERVED_LABELS = frozenset(
    [
        "www",
        "admin",
        "django-admin",
        "api",
        "app",
        "mail",
        "smtp",
        "imap",
        "pop",
        "pop3",
        "mx",
        "ftp",
        "sftp",
        "ns",
        "ns1",
        "ns2",
        "dns",
        "vpn",
        "proxy",
        "static",
        "media",
        "files",
        "cdn",
        "assets",
        "img",
        "images",
        "auth",
        "login",
        "logout",
        "sso",
        "account",
        "accounts",
        "help",
        "support",
        "docs",
        "status",
        "dev",
        "test",
        "staging",
        "demo",
        "localhost",
        "wpad",
        "autoconfig",
        "autodiscover",
        "isatap",
        "root",
        "webmail",
        "search",
        "tim",
        "truong",
        "van-ban",
        "tai-lieu",
        "documents",
        "cms",
        "en",
        "vi",
    ]
)

_WORDS = (
    ("lien cap", "LC"), ("nhieu cap", "LC"),
    ("giao duc thuong xuyen", "GDTX"), ("giao duc nghe nghiep", "GDTX"), ("gdnn", "GDTX"), ("gdtx", "GDTX"),
    ("trung hoc pho thong", "THPT"), ("thpt", "THPT"), ("ptth", "THPT"),
    ("trung hoc co so", "THCS"), ("thcs", "THCS"),
    ("tieu hoc", "TH"), ("th", "TH"),
    ("mam non", "MN"), ("mau giao", "MN"), ("nha tre", "MN"), ("nhom tre", "MN"), ("mn", "MN"), ("mg", "MN"),
)  # fmt: skip
_GENERIC = ("truong", "trung tam", "pho thong")  # after the levels' own words
_ORDER = {level: number for number, level in enumerate(LEVELS)}
_PREFIX = {"MN": "mn", "TH": "th", "THCS": "thcs", "THPT": "thpt", "LC": "lc", "GDTX": "gdtx"}
_PRIVATE = re.compile(r"\b(tu thuc|dan lap|quoc te|dl)\b")
_ADMIN_UNIT = re.compile(r"^(xa|phuong|thi tran|dac khu|quan|huyen|thi xa|thanh pho|tinh|tp)\b\.?\s*")


def _has(words: str, phrase: str) -> bool:
    return f" {phrase} " in f" {words} "


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold_diacritics(text)).strip()


def levels_named(text: str) -> tuple[str, ...]:
    """Levels that the text names, youngest pupils first.

    >>> levels_named("Trường TH&THCS Đông Mỹ")
    ('TH', 'THCS')
    """
    words, found = _words(text), set()
    for phrase, level in _WORDS:
        if _has(words, phrase):
            found.add(level)
            words = f" {words} ".replace(f" {phrase} ", " | ").strip()
    return tuple(sorted(found, key=_ORDER.__getitem__))


def level_of(text: str) -> str | None:
    """The one level that the text names; several make "LC"; none, or nothing known, ``None``.

    >>> level_of("tiểu học+THPT"), level_of("Mầm non Sao Mai"), level_of("Trường Họa Mi")
    ('LC', 'MN', None)
    """
    named = levels_named(text)
    if not named:
        return None
    return named[0] if len(named) == 1 else "LC"


def is_private(name: str) -> bool:
    return bool(_PRIVATE.search(_words(name)))


def _cut(label: str, room: int = MAX_LABEL) -> str:
    return slugify_vi(label, room) or label[:room].strip("-")


def host_label(name: str, level: str) -> str:
    """DNS label of a school: level's letters, then the name without generic words; at most 63 characters.

    >>> host_label("Trường TH&THCS Đông Mỹ", "LC"), host_label("Trường THPT Chuyên Lương Văn Tụy", "THPT")
    ('th-thcs-dong-my', 'thpt-chuyen-luong-van-tuy')
    """
    words = f" {_words(name)} "
    named = [part for part in levels_named(name) if part != "LC"]
    for phrase in (*(phrase for phrase, _level in _WORDS), *_GENERIC):
        words = words.replace(f" {phrase} ", "  ")
    prefix = "-".join(_PREFIX[part] for part in named) if level == "LC" and named else _PREFIX.get(level, "truong")
    return _cut(f"{prefix} {words}")


def locality_label(locality: str) -> str:
    """Slug of a commune or district without its kind.

    >>> locality_label("Xã Ngọc Hồi")
    'ngoc-hoi'
    """
    folded = fold_diacritics(collapse_whitespace(locality))
    return slugify_vi(_ADMIN_UNIT.sub("", folded) or folded)


def free_label(wanted: str, taken: Container[str], localities: Iterable[str] = ()) -> str:
    """``wanted``, or with a locality's name, or with a number: the first that is neither taken nor reserved.

    >>> free_label("th-nguyen-du", {"th-nguyen-du"}, ["Xã Đại Thanh"])
    'th-nguyen-du-dai-thanh'
    """

    def usable(label: str) -> bool:
        return label not in taken and label not in RESERVED_LABELS

    if usable(wanted):
        return wanted
    for locality in localities:
        suffix = locality_label(locality)[:30].strip("-")
        if suffix and usable(label := f"{_cut(wanted, MAX_LABEL - len(suffix) - 1)}-{suffix}"):
            return label
    number = 2
    while not usable(label := f"{_cut(wanted, MAX_LABEL - len(str(number)) - 1)}-{number}"):
        number += 1
    return label


def is_host_label(text: str) -> bool:
    """A label that DNS and browsers take: a-z, 0-9 and inner hyphens, 1 to 63 characters, no "--" in third place."""
    return bool(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", text)) and text[2:4] != "--"


def stable_code(name: str, *localities: str) -> str:
    """Code for a school whose list has none: the same name and localities always give the same code.

    Spelling variants (case, tone mark position, spaces) make no difference.
    """
    key = "|".join(_words(part) for part in (name, *localities))
    return "S" + hashlib.sha256(key.encode()).hexdigest()[:11].upper()
