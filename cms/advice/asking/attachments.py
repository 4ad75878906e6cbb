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
from cms.core.media.bare_pictures import Unreadable, bare
from cms.core.media.media_files import check_content
from cms.core.text import one_line

MOST, LARGEST = 3, 5 * 1024 * 1024
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
TAKEN = PICTURES | {".pdf"}


def checked(files: Iterable[UploadedFile]) -> list[ContentFile]:
    """As they are kept. Raises ``ValidationError`` with a sentence for whoever asks."""
    files = list(files)
    if len(files) > MOST:
        raise ValidationError(_("Attach at most %(most)s files.") % {"most": MOST})
    return [_checked(file) for file in files]


def _checked(file: UploadedFile) -> ContentFile:
    name = one_line(PurePath(str(file.name)).name)[-120:]
    suffix = PurePath(name).suffix.lower()
    if suffix not in TAKEN:
        raise ValidationError(
            _("Pictures (JPEG, PNG, WebP) and PDF files are taken, no others: %(name)s") % {"name": name}
        )
    if file.size is None or file.size > LARGEST:
        raise ValidationError(_("The file is larger than 5 MB: %(name)s") % {"name": name})
    if suffix not in PICTURES:
        check_content(file, name)
    file.seek(0)
    data = file.read()
    if suffix in PICTURES:
        try:
            data = bare(data)
        except Unreadable:
            raise ValidationError(_("This picture cannot be read: %(name)s") % {"name": name}) from None
    return ContentFile(data, name)


def keep(question: Question, files: Iterable[ContentFile]) -> None:
    """In the transaction of the question; where that fails, the files are taken away again."""
    for file in files:
        row = Attachment(question=question, name=str(file.name))
        row.file.save(str(file.name), file, save=False)
        try:
            row.save()
        except BaseException:
            row.file.delete(save=False)
            raise


def erase(question: Question) -> None:
    """The rows now, the files when that is certain."""
    for row in Attachment.objects.filter(question=question):
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)), robust=True)
        row.delete()
