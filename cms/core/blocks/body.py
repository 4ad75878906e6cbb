from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks.link_block import LinkBlock
from cms.core.blocks.media import FileBlock, GalleryBlock, ImageBlock, VideoBlock

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "document-link"]


def body_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        ("text", blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="core/blocks/text.html")),
        ("image", ImageBlock()),
        ("gallery", GalleryBlock()),
        ("video", VideoBlock()),
        ("file", FileBlock()),
        ("quote", blocks.BlockQuoteBlock(label=_("Quotation"), template="core/blocks/quote.html")),
        ("links", blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link", template="core/blocks/links.html")),
    ]


class BodyStreamBlock(blocks.StreamBlock):
    """The body of articles and standard pages."""

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        super().__init__([*body_blocks(), *(local_blocks or [])], **kwargs)
