"""Model fields through which every picture and file reaches the storage: from forms, imports and scripts.

Pictures lose their metadata (``image_metadata``); the content of files must match their name (``file_kinds``). Saving
an unreadable file raises a ``ValidationError``, which a form shows at its field.
"""

from __future__ import annotations

import io
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile
from wagtail.utils.file import hash_filelike

from cms.core.media import file_kinds
from cms.core.media.image_metadata import Unreadable, strip_metadata


class StrippedImageFieldFile(WagtailImageFieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        content.seek(0)
        try:
            data = strip_metadata(content.read())
        except Unreadable as error:
            message = _("This picture cannot be read. Open it in a picture program, save it again and upload it.")
            raise ValidationError(message, code="invalid_image") from error
        if hasattr(self.instance, "file_hash"):  # of the stored file, not of the upload
            self.instance.file_size = len(data)
            self.instance.file_hash = hash_filelike(io.BytesIO(data))
        super().save(name, ContentFile(data, name), save)

    save.alters_data = True  # type: ignore[attr-defined]


class StrippedImageField(WagtailImageField):
    attr_class = StrippedImageFieldFile


def validate_content(file: File, name: str = "") -> None:
    """A validator: raises ``ValidationError`` for a wrong content. Files that are already stored are not checked."""
    if getattr(file, "_committed", False):
        return
    name = name or str(file.name)
    problem, kind = file_kinds.find_file_problem(file, name), PurePath(name).suffix.lower()
    if problem == file_kinds.OTHER:
        words = _(
            "The content of this file is not what its name says (%(kind)s). Open it in the program it was made with,"
            " save it again and upload it."
        )
    elif problem == file_kinds.TOO_MUCH:
        words = _("This file unpacks to far more than its size. Split it into smaller ones.")
    elif problem:
        words = _("Files of this kind (%(kind)s) are not taken.")
    else:
        return
    raise ValidationError(words, code=problem, params={"kind": kind})


class CheckedFieldFile(FieldFile):
    def save(self, name: str, content: File, save: bool = True) -> None:
        validate_content(content, name)
        super().save(name, content, save)

    save.alters_data = True  # type: ignore[attr-defined]


class CheckedFileField(models.FileField):
    attr_class = CheckedFieldFile
    default_validators = [validate_content]
