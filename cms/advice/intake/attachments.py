"""Files that come with a question: looked at by what they hold, pictures without what cameras write in, kept where
nobody but the people of the question opens them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cms.advice.models import Attachment, Question
from cms.core.media.image_metadata import Unreadable, strip_metadata
from cms.core.media.media_files import validate_content
from cms.core.text import collapse_whitespace

MAX_FILES, MAX_FILE_SIZE = 3, 5 * 1024 * 1024
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
ALLOWED_SUFFIXES = IMAGE_SUFFIXES | {".pdf"}


def validate_files(files: Iterable[UploadedFile]) -> list[ContentFile]:
    """As they are kept. Raises ``ValidationError`` with a sentence for whoever asks."""
    files = list(files)
    if len(files) > MAX_FILES:
        raise ValidationError(_("Attach at most %(most)s files.") % {"most": MAX_FILES})
    return [_validate_file(file) for file in files]


def _validate_file(file: UploadedFile) -> ContentFile:
    name = collapse_whitespace(PurePath(str(file.name)).name)[-120:]
    suffix = PurePath(name).suffix.lower()
    if suffix not in ALLOWED_SUFFIXES:
        raise ValidationError(
            _("Pictures (JPEG, PNG, WebP) and PDF files are taken, no others: %(name)s") % {"name": name}
        )
    if file.size is None or file.size > MAX_FILE_SIZE:
        raise ValidationError(_("The file is larger than 5 MB: %(name)s") % {"name": name})
    if suffix not in IMAGE_SUFFIXES:
        validate_content(file, name)
    file.seek(0)
    data = file.read()
    if suffix in IMAGE_SUFFIXES:
        try:
            data = strip_metadata(data)
        except Unreadable:
            raise ValidationError(_("This picture cannot be read: %(name)s") % {"name": name}) from None
    return ContentFile(data, name)


def save_attachments(question: Question, files: Iterable[ContentFile]) -> None:
    """In the transaction of the question; where that fails, the files are taken away again."""
    for file in files:
        row = Attachment(question=question, name=str(file.name))
        row.file.save(str(file.name), file, save=False)
        try:
            row.save()
        except BaseException:
            row.file.delete(save=False)
            raise


def delete_attachments(question: Question) -> None:
    """The rows now, the files when that is certain."""
    for row in Attachment.objects.filter(question=question):
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)), robust=True)
        row.delete()
