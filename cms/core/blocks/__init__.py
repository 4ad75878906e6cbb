"""Blocks of every page's body: rich text, pictures, files, links. They only read, and write nothing."""

from cms.core.blocks.body import BodyStreamBlock
from cms.core.blocks.link_block import LinkBlock
from cms.core.blocks.media import FileBlock, GalleryBlock, ImageBlock, VideoBlock

__all__ = ["BodyStreamBlock", "FileBlock", "GalleryBlock", "ImageBlock", "LinkBlock", "VideoBlock"]
