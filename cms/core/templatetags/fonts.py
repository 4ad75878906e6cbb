"""The product's fonts where they are installed (``scripts/vendor-assets``); without them pages use the system's."""

from functools import lru_cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join

register = template.Library()

_LATIN = "U+0000-00FF,U+0131,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2212"
_VIETNAMESE = (
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,"
    "U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"
)
#: file stem, family, weight
FACES = (
    ("be-vietnam-pro-{}-400-normal", "Be Vietnam Pro", "400"),
    ("be-vietnam-pro-{}-600-normal", "Be Vietnam Pro", "600"),
    ("source-serif-4-{}-wght-normal", "Source Serif 4 Variable", "200 900"),
)
FILES = tuple(f"vendor/fonts/{stem.format(part)}.woff2" for stem, _, _ in FACES for part in ("latin", "vietnamese"))


def _present(name: str) -> bool:
    """Known to the static files: in the collected set, or (development) to the finders."""
    return bool(finders.find(name)) or staticfiles_storage.exists(name)


@lru_cache(maxsize=1)
def rules() -> str:
    """``@font-face`` rules; empty where the files are missing."""
    if not all(_present(name) for name in FILES):
        return ""
    found = []
    for stem, family, weight in FACES:
        for part, unicode_range in (("latin", _LATIN), ("vietnamese", _VIETNAMESE)):
            address = static(f"vendor/fonts/{stem.format(part)}.woff2")
            found.append(
                f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
                f'src:url("{address}") format("woff2");unicode-range:{unicode_range}}}'
            )
    return "".join(found)


@register.simple_tag
def fonts() -> Any:
    """Fetched at once: the regular weight of the text. The rules stand in the site's stylesheet (``cms.home.look``)."""
    return format_html_join(
        "",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(name),) for name in FILES[:2] if rules()),
    )
