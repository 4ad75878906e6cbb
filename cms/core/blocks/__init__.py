from cms.core.blocks.body import BODY_BLOCKS, BodyStreamBlock
from cms.core.blocks.links import LinkBlock
from cms.core.blocks.media import FileBlock, GalleryBlock, ImageBlock, VideoBlock

__all__ = ["BODY_BLOCKS", "BodyStreamBlock", "FileBlock", "GalleryBlock", "ImageBlock", "LinkBlock", "VideoBlock"]
