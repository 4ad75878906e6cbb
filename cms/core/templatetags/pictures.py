"""``{% picture image "card" %}``: a picture in the sizes of its slot (``cms.core.media.picture_sizes``), lazy by
default.

It uses prefetched sizes of a list without a query. It makes no sizes: the worker makes missing ones, and until then
the base is shown.
"""

from typing import Any

from django import template
from wagtail.images.models import Picture

from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import BASE, SHARED, SLOTS

register = template.Library()


@register.simple_tag
def picture(image: Any, place: str, alt: str | None = None, lazy: bool = True, css_class: str = "") -> Any:
    """Returns the HTML. ``alt``: ``None`` uses the image's description; "" marks it as decorative (beside a link's
    text).

    Returns "" without an image, without the pupils' consent, or before any size exists: a missing file must not break
    the page.
    """
    if not image or not image.may_be_shown:
        return ""
    sizes = sized_pictures.find_renditions(image, place)
    if not sizes:
        return ""
    attributes: dict[str, Any] = {"alt": image.description if alt is None else alt}
    if box := SLOTS[place].box:  # the base has the picture's own shape
        attributes["width"], attributes["height"] = box
    if css_class:
        attributes["class"] = css_class
    attributes |= {"loading": "lazy"} if lazy else {"fetchpriority": "high"}
    attributes["decoding"] = "async"
    if len(sizes) == 1:
        return sizes[BASE].img_tag(attributes)
    return Picture(sizes, {**attributes, "sizes": SLOTS[place].sizes})


@register.simple_tag
def picture_url(image: Any) -> str:
    """Returns the URL of a picture for link previews; "" when there is none."""
    if not image or not image.may_be_shown:
        return ""
    rendition = sized_pictures.find_rendition(image, SHARED)
    return rendition.url if rendition else ""
