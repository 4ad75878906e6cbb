"""Pure functions on Vietnamese text: normal form, folding, slugs. No Django."""

from __future__ import annotations

import re
import unicodedata

# NFD does not decompose Đ: it has no combining mark to strip. Ð (U+00D0, Icelandic eth) is a
# frequent typing error for Đ (U+0110).
_ETH = (("Ð", "Đ"), ("ð", "đ"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣-", "-"))
_SPACES = re.compile(r"\s+")
#: Invisible and control characters, and lone surrogates (JSON can contain them), which no database accepts.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ud800-\udfff\ufeff]")


def normalize_nfc(text: str) -> str:
    """Returns the canonical form for storage: NFC, Ð → Đ, without invisible and control characters.

    >>> normalize_nfc("Ðiều\\u200b 5")
    'Điều 5'
    """
    text = unicodedata.normalize("NFC", text)
    for (
        wrong,
        right,
    ) in _ETH:  # much faster than translate(), and every text that is shown or searched comes through here
        text = text.replace(wrong, right)
    return _INVISIBLE.sub("", text)


def collapse_whitespace(text: str) -> str:
    """Returns `normalize_nfc` of the text with runs of white space (NBSP included) as one space, trimmed."""
    return _SPACES.sub(" ", normalize_nfc(text)).strip()


def normalize_dashes(text: str) -> str:
    """Replaces all dashes by the ASCII hyphen-minus (document numbers are typed with any of them)."""
    return text.translate(_DASHES)


def fold_diacritics(text: str) -> str:
    """Returns the text in lower case without diacritics, đ → d, as people type on a phone.

    >>> fold_diacritics("Giáo dục Đào tạo")
    'giao duc dao tao'
    """
    decomposed = unicodedata.normalize("NFD", normalize_nfc(text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def slugify_vi(text: str, max_length: int = 60) -> str:
    """Returns an ASCII slug of Vietnamese text, cut at a word boundary.

    >>> slugify_vi("Trường Tiểu học Ngũ Hiệp – cơ sở 2")
    'truong-tieu-hoc-ngu-hiep-co-so-2'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold_diacritics(text)).strip("-")
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rsplit("-", 1)[0][:max_length].strip("-")
    return slug


def name_initials(name: str) -> str:
    """Returns the initials of a person whose name is not published.

    >>> name_initials("Nguyễn Thị Minh  Anh"), name_initials("")
    ('N.T.M.A.', '')
    """
    return "".join(f"{part[0].upper()}." for part in collapse_whitespace(name).split())
