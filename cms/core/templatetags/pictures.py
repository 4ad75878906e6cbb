"""``{% picture image "card" %}``: a picture in the sizes of its place (``cms.core.media.picture_sizes``), lazy by
default.

Sizes that a list has prefetched are used without a query. None is made here: what is missing the worker makes, and
until then the base is shown.
"""

from typing import Any

from django import template
from wagtail.images.models import Picture

from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import BASE, SHARED, SLOTS

register = template.Library()


@register.simple_tag
def picture(image: Any, place: str, alt: str | None = None, lazy: bool = True, css_class: str = "") -> Any:
    """``alt`` None takes the image's description; "" marks it as decorative (a link's words say the same).

    Draws nothing when there is no image, when pupils are shown without consent, or when no size of it is there yet: a
    lost file must not break the page.
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
    """Address of a picture for sharing cards; empty when there is none."""
    if not image or not image.may_be_shown:
        return ""
    rendition = sized_pictures.find_rendition(image, SHARED)
    return rendition.url if rendition else ""
