"""What files say is cited by the documents that carry them, as soon as it has been read."""

import pytest

from cms.core.media.file_text import store as file_texts
from cms.legal.models import Citation, LegalDocumentFile
from tests.factories.files import docx, make_file
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


def test_a_text_that_arrives_is_recorded():
    cited = make_document("37/2020/TT-BGDĐT")
    document, other = make_document("12/KH-UBND"), make_document("13/KH-UBND")
    file = make_file(docx("Thực hiện khoản 2 Điều 5 Thông tư 37/2020/TT-BGDĐT."), "docx")
    LegalDocumentFile.objects.create(document=document, file=file)
    assert not Citation.objects.exists()
    file_texts.read_document(file)
    row = Citation.objects.get()
    assert (row.source_id, row.document_id, row.anchor) == (document.pk, cited.pk, "dieu-5-khoan-2")
    assert row.place == f"tep-{file.pk}"
    assert not Citation.objects.filter(source=other).exists()


def test_what_is_read_anew_is_recorded_anew():
    document = make_document("12/KH-UBND")
    file = make_file(docx("Theo Thông tư 37/2020/TT-BGDĐT."), "docx")
    LegalDocumentFile.objects.create(document=document, file=file)
    kept = file_texts.read_document(file)
    kept.delete()
    Citation.objects.all().delete()
    file_texts.read_document(file)
    assert Citation.objects.get().state == "unresolved"
