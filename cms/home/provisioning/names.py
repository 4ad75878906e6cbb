"""School names: level, ownership and host label from what is written. Pure.

>>> build_host_label("Trường Tiểu học Ngũ Hiệp", "TH")
'th-ngu-hiep'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable

from cms.core.text import collapse_whitespace, fold_diacritics, slugify_vi

MAX_LABEL_LENGTH = 63  # of a host name, RFC 1035
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

_LEVEL_WORDS = (
    ("lien cap", "LC"), ("nhieu cap", "LC"),
    ("giao duc thuong xuyen", "GDTX"), ("giao duc nghe nghiep", "GDTX"), ("gdnn", "GDTX"), ("gdtx", "GDTX"),
    ("trung hoc pho thong", "THPT"), ("thpt", "THPT"), ("ptth", "THPT"),
    ("trung hoc co so", "THCS"), ("thcs", "THCS"),
    ("tieu hoc", "TH"), ("th", "TH"),
    ("mam non", "MN"), ("mau giao", "MN"), ("nha tre", "MN"), ("nhom tre", "MN"), ("mn", "MN"), ("mg", "MN"),
)  # fmt: skip
_GENERIC_WORDS = ("truong", "trung tam", "pho thong")  # after the levels' own words
_LEVEL_ORDER = {level: number for number, level in enumerate(LEVELS)}
_LEVEL_PREFIXES = {"MN": "mn", "TH": "th", "THCS": "thcs", "THPT": "thpt", "LC": "lc", "GDTX": "gdtx"}
_PRIVATE_PATTERN = re.compile(r"\b(tu thuc|dan lap|quoc te|dl)\b")
_ADMIN_UNIT_PATTERN = re.compile(r"^(xa|phuong|thi tran|dac khu|quan|huyen|thi xa|thanh pho|tinh|tp)\b\.?\s*")


def _has_phrase(words: str, phrase: str) -> bool:
    return f" {phrase} " in f" {words} "


def _fold_words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold_diacritics(text)).strip()


def find_levels(text: str) -> tuple[str, ...]:
    """Levels that the text names, youngest pupils first.

    >>> find_levels("Trường TH&THCS Đông Mỹ")
    ('TH', 'THCS')
    """
    words, found = _fold_words(text), set()
    for phrase, level in _LEVEL_WORDS:
        if _has_phrase(words, phrase):
            found.add(level)
            words = f" {words} ".replace(f" {phrase} ", " | ").strip()
    return tuple(sorted(found, key=_LEVEL_ORDER.__getitem__))


def detect_level(text: str) -> str | None:
    """The one level that the text names; several make "LC"; none, or nothing known, ``None``.

    >>> detect_level("tiểu học+THPT"), detect_level("Mầm non Sao Mai"), detect_level("Trường Họa Mi")
    ('LC', 'MN', None)
    """
    named = find_levels(text)
    if not named:
        return None
    return named[0] if len(named) == 1 else "LC"


def has_private_name(name: str) -> bool:
    return bool(_PRIVATE_PATTERN.search(_fold_words(name)))


def _cut_label(label: str, room: int = MAX_LABEL_LENGTH) -> str:
    return slugify_vi(label, room) or label[:room].strip("-")


def build_host_label(name: str, level: str) -> str:
    """DNS label of a school: level's letters, then the name without generic words; at most 63 characters.

    >>> build_host_label("Trường TH&THCS Đông Mỹ", "LC"), build_host_label("Trường THPT Chuyên Lương Văn Tụy", "THPT")
    ('th-thcs-dong-my', 'thpt-chuyen-luong-van-tuy')
    """
    words = f" {_fold_words(name)} "
    named = [part for part in find_levels(name) if part != "LC"]
    for phrase in (*(phrase for phrase, _level in _LEVEL_WORDS), *_GENERIC_WORDS):
        words = words.replace(f" {phrase} ", "  ")
    prefix = (
        "-".join(_LEVEL_PREFIXES[part] for part in named)
        if level == "LC" and named
        else _LEVEL_PREFIXES.get(level, "truong")
    )
    return _cut_label(f"{prefix} {words}")


def build_locality_label(locality: str) -> str:
    """Slug of a commune or district without its kind.

    >>> build_locality_label("Xã Ngọc Hồi")
    'ngoc-hoi'
    """
    folded = fold_diacritics(collapse_whitespace(locality))
    return slugify_vi(_ADMIN_UNIT_PATTERN.sub("", folded) or folded)


def find_free_label(wanted: str, taken: Container[str], localities: Iterable[str] = ()) -> str:
    """``wanted``, or with a locality's name, or with a number: the first that is neither taken nor reserved.

    >>> find_free_label("th-nguyen-du", {"th-nguyen-du"}, ["Xã Đại Thanh"])
    'th-nguyen-du-dai-thanh'
    """

    def usable(label: str) -> bool:
        return label not in taken and label not in RESERVED_LABELS

    if usable(wanted):
        return wanted
    for locality in localities:
        suffix = build_locality_label(locality)[:30].strip("-")
        if suffix and usable(label := f"{_cut_label(wanted, MAX_LABEL_LENGTH - len(suffix) - 1)}-{suffix}"):
            return label
    number = 2
    while not usable(label := f"{_cut_label(wanted, MAX_LABEL_LENGTH - len(str(number)) - 1)}-{number}"):
        number += 1
    return label


def is_host_label(text: str) -> bool:
    """A label that DNS and browsers take: a-z, 0-9 and inner hyphens, 1 to 63 characters, no "--" in third place."""
    return bool(re.fullmatch(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", text)) and text[2:4] != "--"


def build_stable_code(name: str, *localities: str) -> str:
    """Code for a school whose list has none: the same name and localities always give the same code.

    Spelling variants (case, tone mark position, spaces) make no difference.
    """
    key = "|".join(_fold_words(part) for part in (name, *localities))
    return "S" + hashlib.sha256(key.encode()).hexdigest()[:11].upper()
