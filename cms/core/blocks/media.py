from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock


class ImageBlock(blocks.StructBlock):
    """A picture with an alt text (or marked as decorative) and a caption for this use."""

    image = WagtailImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "core/blocks/image.html"


class GalleryBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    images = blocks.ListBlock(ImageBlock(), label=_("Pictures"), min_num=1, max_num=40)

    class Meta:
        label = _("Gallery")
        icon = "image"
        template = "core/blocks/gallery.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        entries = [entry for entry in value["images"] if entry["image"] and entry["image"].may_be_shown]
        prefetch_related_objects([entry["image"] for entry in entries], "renditions")
        context["entries"] = entries
        context["held_back"] = len(value["images"]) - len(entries)
        return context


class VideoBlock(blocks.StructBlock):
    """An external video; it is loaded only when the reader presses play."""

    url = blocks.URLBlock(label=_("Address of the film"))
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=["bold", "link", "ul", "ol"])

    class Meta:
        label = _("Film")
        icon = "media"
        template = "core/blocks/video.html"


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=160)

    class Meta:
        label = _("File")
        icon = "doc-full"
        template = "core/blocks/file.html"
