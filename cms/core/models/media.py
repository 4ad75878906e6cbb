"""Images and documents that know their school."""

from pathlib import PurePosixPath

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError
from wagtail.images.models import Image as WagtailImage

from cms.core.breaker import Away
from cms.core.prefixes import PRIVATE_PREFIX, PUBLIC_PREFIX


class SchoolOwned(models.Model):
    """Belongs to one school; no school means the office. Kept equal to the collection's owner on save."""

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


class SchoolImage(SchoolOwned, AbstractImage):
    class PupilConsent(models.TextChoices):
        NO_PUPILS = "no_pupils", _("No recognisable pupils")
        OBTAINED = "obtained", _("Pupils shown, consent obtained")
        MISSING = "missing", _("Pupils shown, consent not yet obtained")

    credit = models.CharField(_("credit"), max_length=255, blank=True, help_text=_("Who took or drew the picture."))
    pupil_consent = models.CharField(
        _("pupils in the picture"),
        max_length=12,
        choices=PupilConsent.choices,
        default=PupilConsent.NO_PUPILS,
        help_text=_("A pupil aged 7 or older and the guardian must both agree before a picture is published."),
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

    @property
    def default_alt_text(self):
        """The description, never the file's title: a file name read aloud helps nobody."""
        return self.description

    def create_rendition(self, filter):
        """A store that is away is like a picture that is gone: whoever shows it can do without."""
        try:
            return super().create_rendition(filter)
        except Away as error:
            raise SourceImageIOError(str(error)) from error

    @property
    def may_be_shown(self) -> bool:
        """To the public: not before the consent for recognisable pupils is there."""
        return self.pupil_consent != self.PupilConsent.MISSING


class Rendition(AbstractRendition):
    image = models.ForeignKey(SchoolImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename):
        """Outside the public part of the media when the picture's collection is private. When that changes, the
        renditions are made anew (``cms.tenancy.media``)."""
        name = super().get_upload_to(filename)
        private = self.image.collection.get_view_restrictions()
        return PRIVATE_PREFIX + name.removeprefix(PUBLIC_PREFIX) if private else name

    @property
    def is_private(self) -> bool:
        return self.file.name.startswith(PRIVATE_PREFIX)

    @property
    def url(self):
        if self.is_private:
            return reverse("private_picture", args=[self.pk, PurePosixPath(self.file.name).name])
        return super().url


class SchoolDocument(SchoolOwned, AbstractDocument):
    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(WagtailDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
