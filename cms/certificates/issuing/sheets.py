"""Rows of certificates → sheets, and the PDF of some."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from cms.certificates.issuing.issue import LAYOUT_FIELDS, freeze_template
from cms.certificates.models import Certificate, CertificateBatch, CertificateTemplate
from cms.certificates.rendering import pdf
from cms.certificates.rendering.sheet import CertificateLayout, CertificateSheet
from cms.core.circuit_breaker import ServiceUnavailable
from cms.core.instance_hooks import allow_all_rows
from cms.core.models import SchoolImage
from cms.tenancy import sites

MAX_PICTURE_PIXELS = 900  # pixels of a picture in print


def fonts_directory() -> Path:
    return settings.BASE_DIR / "cms" / "static" / "vendor" / "print"


def build_layout(words: dict, owner: int | None) -> CertificateLayout:
    """``words`` as ``freeze_template`` made them; pictures of the organiser alone."""
    texts = {name: str(words.get(name, "")) for name in LAYOUT_FIELDS}
    return CertificateLayout(
        **texts, crest=_load_picture(words.get("crest"), owner), signature=_load_picture(words.get("signature"), owner)
    )


def _load_picture(number: object, owner: int | None) -> bytes:
    """As PNG, no larger than print needs; nothing where it is gone."""
    if not isinstance(number, int):
        return b""
    with allow_all_rows("the organiser's own crest and signature, on its own paper"):
        image = SchoolImage.objects.filter(pk=number, school=owner).first()
    if image is None:
        return b""
    try:
        with image.file.open("rb") as file, Image.open(file) as opened:
            opened.thumbnail((MAX_PICTURE_PIXELS, MAX_PICTURE_PIXELS))
            out = io.BytesIO()
            opened.convert("RGBA").save(out, "PNG")
            return out.getvalue()
    except (OSError, ServiceUnavailable, UnidentifiedImageError, Image.DecompressionBombError):
        return b""


def build_certificate_url(row: Certificate, owner: int | None) -> str:
    """On the organiser's site, in Vietnamese; on the office's where it has none any more."""
    own = next((one for one in sites.sites_by_id().values() if one.school_id == owner), None) if owner else None
    site = own or sites.portal_site()
    return f"{site.root_url if site else ''}/chung-nhan/{row.code}/"


def render_batch(
    batch: CertificateBatch, rows: Iterable[Certificate], watch: Callable[[int], None] | None = None
) -> bytes:
    """Raises ``pdf.FontsMissing``."""
    root = build_certificate_url(Certificate(code="-"), batch.school_id).removesuffix("-/")
    sheets = (
        CertificateSheet(
            row.person, row.unit, row.words, row.number, batch.issued_on, f"{root}{row.code}/", bool(row.revoked_at)
        )
        for row in rows
    )
    return pdf.render_pdf(
        build_layout(batch.frozen, batch.school_id), sheets, fonts_directory(), batch.issued_on, watch
    )


def render_sample(template: CertificateTemplate) -> bytes:
    """How it will look; the code leads nowhere."""
    today = timezone.localdate()
    row = Certificate(code="MAU", number=f"001/{today.year}/{template.series}")
    sheet = CertificateSheet(
        "Họ và tên",
        "Lớp hoặc đơn vị",
        "Nội dung chứng nhận.",
        row.number,
        today,
        build_certificate_url(row, template.school_id),
    )
    return pdf.render_pdf(
        build_layout(freeze_template(template), template.school_id), [sheet], fonts_directory(), today
    )
