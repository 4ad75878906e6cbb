"""The one stylesheet that differs from school to school: where the fonts lie, and the school's colours. Pages
themselves carry no styles."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.urls import reverse

from cms.core.templatetags import fonts
from cms.home.theme.colours import derive_shades

PORTAL_SHEET = "cong"  # in the place of a colour: the portal has the faces alone


@lru_cache(maxsize=500)
def build_stylesheet(colour: str) -> str:
    """Of a school by its colour without the "#"; the default's for what is none."""
    if colour == PORTAL_SHEET:
        return fonts.font_face_rules()
    school = {
        "school" if name == "brand" else f"school-{name}": value for name, value in derive_shades(f"#{colour}").items()
    }
    named = ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in school.items())
    return f"{fonts.font_face_rules()}:root{{{named}}}"


def build_stylesheet_url(brand: str) -> str:
    """``brand`` as in ``derive_shades``, "" for the portal. The address changes with the content."""
    colour = brand.removeprefix("#") or PORTAL_SHEET
    digest = hashlib.sha256(build_stylesheet(colour).encode()).hexdigest()[:10]
    return f"{reverse('look', args=[colour])}?{digest}"
