"""Images and documents that belong to a school."""

import secrets
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    SourceImageIOError,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage

from cms.core.circuit_breaker import ServiceUnavailable
from cms.core.media.media_files import CheckedFileField, StrippedImageField
from cms.core.media.storage_prefixes import PRIVATE_PREFIX, PUBLIC_PREFIX


class SchoolOwned(models.Model):
    """Belongs to one school, or to the office if ``school`` is null. Saving sets it to the collection's owner."""

    school = models.ForeignKey(
        "tenancy.School",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("school"),
    )

    class Meta:
        abstract = True


class StoresFileFirst(models.Model):
    """Stores a new file before the row: the file may be rejected, and it sets the row's size and hash."""

    file: Any  # the field of the picture or the document

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if self.file and not self.file._committed and (update_fields is None or "file" in update_fields):
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, update_fields=update_fields, **kwargs)


def path_in_collection(row: Any, path: str) -> str:
    """Returns ``path`` with a folder per collection. A duplicate name gets a suffix, which in a shared folder would
    reveal files of other collections.

    >>> from types import SimpleNamespace
    >>> path_in_collection(SimpleNamespace(collection_id=7), "documents/ke-hoach.pdf")
    'documents/7/ke-hoach.pdf'
    """
    folder, _slash, name = path.rpartition("/")
    return f"{folder}/{row.collection_id}/{name}"


class SchoolImage(SchoolOwned, StoresFileFirst, AbstractImage):
    class PupilConsent(models.TextChoices):
        """Consent for pupils in the picture. There is no permissive default: an unanswered picture is not shown."""

        UNSAID = "unsaid", _("Not said yet")
        NO_PUPILS = "no_pupils", _("No recognisable pupils")
        OBTAINED = "obtained", _("Pupils shown, consent obtained")
        MISSING = "missing", _("Pupils shown, consent not yet obtained")

    #: Answers that make the picture public.
    SHOWN = (PupilConsent.NO_PUPILS, PupilConsent.OBTAINED)

    file = StrippedImageField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who took or drew the picture."))
    pupil_consent = models.CharField(
        _("pupils in the picture"),
        max_length=12,
        choices=PupilConsent.choices,
        default=PupilConsent.UNSAID,
        db_index=True,
        help_text=_(
            "A pupil aged 7 or older and the guardian must both agree before a picture is published. Without that, or"
            " once they no longer agree, the picture is taken off every page at once."
        ),
    )

    admin_form_fields = (
        "title",
        "description",
        "file",
        "collection",
        "credit",
        "pupil_consent",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(WagtailImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def get_upload_to(self, filename: str) -> str:
        return path_in_collection(self, super().get_upload_to(filename))

    @property
    def default_alt_text(self) -> str:
        """The description, never the title: it is often a file name, which is useless when read aloud."""
        return self.description

    def create_rendition(self, filter: Any) -> Any:
        """Raises ``SourceImageIOError``, as for a missing picture, where the storage is unavailable."""
        try:
            return super().create_rendition(filter)
        except ServiceUnavailable as error:
            raise SourceImageIOError(str(error)) from error

    @property
    def may_be_shown(self) -> bool:
        """Returns whether the public may see it: no pupil can be recognised, or consent is there."""
        return self.pupil_consent in self.SHOWN


class Rendition(AbstractRendition):
    image = models.ForeignKey(SchoolImage, on_delete=models.CASCADE, related_name="renditions")
    file = StrippedImageField(
        upload_to=get_rendition_upload_to, storage=get_rendition_storage, width_field="width", height_field="height"
    )

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """Returns a random name, since file names may contain pupils' names; outside the public part of the media if
        the picture is not public. When that changes, the renditions are made again with other names
        (``cms.tenancy.private.media``)."""
        public = self.image.may_be_shown and not self.image.collection.get_view_restrictions()
        return f"{PUBLIC_PREFIX if public else PRIVATE_PREFIX}{secrets.token_hex(16)}{PurePosixPath(filename).suffix}"

    def delete_file(self) -> None:
        """Deletes the file, then the row: if the storage is unavailable, the row stays, so that it can be retried."""
        self.file.storage.delete(self.file.name)
        self.delete()

    @property
    def is_private(self) -> bool:
        return self.file.name.startswith(PRIVATE_PREFIX)

    @property
    def url(self) -> str:
        if self.is_private:
            return reverse("private_picture", args=[self.pk, PurePosixPath(self.file.name).name])
        return super().url


def document_path(document: Any, filename: str) -> str:
    return path_in_collection(document, f"documents/{filename}")


class SchoolDocument(SchoolOwned, StoresFileFirst, AbstractDocument):
    file = CheckedFileField(_("file"), upload_to=document_path)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(WagtailDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
