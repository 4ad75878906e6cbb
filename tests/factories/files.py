"""Files as people upload them: DOCX and PDF made in the test."""

from __future__ import annotations

import io
import itertools

from django.core.files.base import ContentFile

from cms.core.models import SchoolDocument

_numbers = itertools.count(1)


def docx(*paragraphs: str) -> bytes:
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: str) -> bytes:
    """One page per text (ASCII); an empty text gives a page without words."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET" if text else "0 0 612 792 re f"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def make_file(content: bytes, kind: str, title: str = "Tệp đính kèm", collection=None, **fields) -> SchoolDocument:
    """An uploaded file of the collection (of the root when there is none)."""
    if collection is not None:
        fields["collection"] = collection
    name = f"tep-{next(_numbers)}.{kind}"
    document = SchoolDocument(title=title, file=ContentFile(content, name), **fields)
    document._set_document_file_metadata()
    document.save()
    return document
