"""An answer's HTML: paragraphs, lists, bold and italic, as Wagtail's own converter of its editor leaves them."""

from __future__ import annotations

from functools import lru_cache

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

FEATURES = ["bold", "italic", "ul", "ol"]


def editor() -> DraftailRichTextArea:
    """The widget. No links: what cites law is linked by itself when it is shown."""
    return DraftailRichTextArea(features=FEATURES)


@lru_cache(maxsize=1)
def _converter() -> ContentstateConverter:
    return ContentstateConverter(features=FEATURES)


def clean(html: str) -> str:
    """Whatever stood in ``html``, only these elements are left."""
    converter = _converter()
    return converter.to_database_format(converter.from_database_format(html))
