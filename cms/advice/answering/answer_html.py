"""An answer's HTML: paragraphs, lists, bold and italic, as Wagtail's own converter of its editor leaves them."""

from __future__ import annotations

from functools import lru_cache

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea

EDITOR_FEATURES = ["bold", "italic", "ul", "ol"]


def create_editor_widget() -> DraftailRichTextArea:
    """The widget. No links: what cites law is linked by itself when it is shown."""
    return DraftailRichTextArea(features=EDITOR_FEATURES)


@lru_cache(maxsize=1)
def _converter() -> ContentstateConverter:
    return ContentstateConverter(features=EDITOR_FEATURES)


def clean_answer_html(html: str) -> str:
    """Whatever stood in ``answer_html``, only these elements are left."""
    converter = _converter()
    return converter.to_database_format(converter.from_database_format(html))
