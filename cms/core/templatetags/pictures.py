"""``{% picture image "fill-800x450" %}``: one rendition with its size, lazy by default.

Renditions that a list has prefetched (``prefetch_related("image__renditions")``) are used without a query.
"""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.images.models import SourceImageIOError

register = template.Library()

LAZY, FIRST = mark_safe(' loading="lazy"'), mark_safe(' fetchpriority="high"')


@register.simple_tag
def picture(image: Any, spec: str, alt: str | None = None, lazy: bool = True, css_class: str = "") -> str:
    """``alt`` None takes the image's description; "" marks it as decorative (a link's words say the same).

    Draws nothing when there is no image, when pupils are shown without consent, or when the file is gone:
    a lost file must not break the page.
    """
    if not image or not image.may_be_shown:
        return ""
    try:
        rendition = image.get_rendition(spec)
    except (SourceImageIOError, OSError):
        return ""
    words = image.description if alt is None else alt
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}"{}{} decoding="async">',
        rendition.url,
        rendition.width,
        rendition.height,
        words,
        format_html(' class="{}"', css_class) if css_class else "",
        LAZY if lazy else FIRST,
    )


@register.simple_tag
def picture_url(image: Any, spec: str) -> str:
    """Address of a rendition (for sharing cards); empty when there is none."""
    if not image or not image.may_be_shown:
        return ""
    try:
        return image.get_rendition(spec).url
    except (SourceImageIOError, OSError):
        return ""
