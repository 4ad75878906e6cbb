"""Upload forms that start in the person's own collection instead of Wagtail's root, and ask who is in the picture."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.core.media import sized_pictures
from cms.core.media.storage import validate_storage_available
from cms.core.models import SchoolImage
from cms.tenancy import rights


class OwnCollectionMixin:
    instance: Any
    fields: dict[str, Any]
    initial: dict[str, Any]

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        collection = rights.home_collection(user) if user and not self.instance.pk else None
        if collection and "collection" in self.fields:
            self.initial["collection"] = collection.pk
        if "file" in self.fields:
            self.fields["file"].validators.append(validate_storage_available)


def _verify_image(field, to_python, data):
    """Verifies the whole image. Wagtail reads only its first bytes: a truncated one would break the pages that show
    it."""
    try:
        file = to_python(data)
        if file is not None and hasattr(file, "image"):
            Image.open(file).load()
            file.seek(0)
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises a dozen kinds of errors for broken files
        raise ValidationError(field.error_messages["invalid_image"], code="invalid_image") from error
    return file


class ImageForm(OwnCollectionMixin, BaseImageForm):
    class Meta(BaseImageForm.Meta):
        widgets = {**BaseImageForm.Meta.widgets, "pupil_consent": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.to_python = partial(_verify_image, field, field.to_python)
        if field := self.fields.get("pupil_consent"):  # nothing is chosen until somebody chooses
            field.choices = [
                (value, label) for value, label in field.choices if value != SchoolImage.PupilConsent.UNSAID
            ]

    def save(self, commit=True):
        """Saves after the renditions of a replaced file, or of one whose privacy has changed, have been deleted."""
        image = super().save(commit)
        if commit:
            transaction.on_commit(partial(sized_pictures.make_base_rendition, image.pk), robust=True)
        return image


class DocumentForm(OwnCollectionMixin, BaseDocumentForm):
    pass
