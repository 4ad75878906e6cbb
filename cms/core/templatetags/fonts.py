"""The product's web fonts, if installed (``scripts/vendor-assets``); otherwise pages use the system's fonts.

A font that is not loaded at the first paint is used from the next page on (``optional``): text never changes while it
is read. The fonts contain the letters of ``scripts/subset-fonts.mjs``; other letters come from the system.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join

register = template.Library()

SANS, SERIF = "Be Vietnam Pro", "Source Serif 4"
#: (file, family, weight, media query). Hinting is half of a font file, and phones do not use it.
PHONES, DESKS = "not all and (pointer: fine)", "(pointer: fine)"
FACES = (
    ("be-vietnam-pro-400", SANS, 400, PHONES),
    ("be-vietnam-pro-600", SANS, 600, PHONES),
    ("be-vietnam-pro-400-hinted", SANS, 400, DESKS),
    ("be-vietnam-pro-600-hinted", SANS, 600, DESKS),
    ("source-serif-4-400", SERIF, 400, "all"),
    ("source-serif-4-600", SERIF, 600, "all"),
)
FILES = tuple(f"vendor/fonts/{name}.woff2" for name, *_ in FACES)


def _is_present(name: str) -> bool:
    """Whether the static file exists: in the collected files, or (development) in the finders."""
    return bool(finders.find(name)) or staticfiles_storage.exists(name)


@lru_cache(maxsize=1)
def font_face_rules() -> str:
    """Returns the ``@font-face`` rules; "" if a file is missing."""
    if not all(_is_present(name) for name in FILES):
        return ""
    return "".join(
        f'@media {screens}{{@font-face{{font-family:"{family}";font-weight:{weight};font-display:optional;'
        f'src:url("{static(name)}") format("woff2")}}}}'
        for name, (_, family, weight, screens) in zip(FILES, FACES, strict=True)
    )


@register.simple_tag
def fonts(family: str = SANS, only: int | None = None) -> Any:
    """Returns preload links for a family, or one weight of it. ``cms.home.theme.stylesheet`` has the rules."""
    return format_html_join(
        "",
        '<link rel="preload" href="{}" as="font" type="font/woff2" media="{}" crossorigin>',
        (
            (static(name), screens)
            for name, (_, of, weight, screens) in zip(FILES, FACES, strict=True)
            if of == family and only in (None, weight) and font_face_rules()
        ),
    )
