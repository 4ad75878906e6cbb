"""Numbers and rows of certificates, and taking one back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.certificates.models import Certificate, CertificateBatch, CertificateTemplate
from cms.core import human_codes
from cms.core.text import collapse_whitespace, normalize_nfc

MAX_CERTIFICATES = 5_000  # in one go
CODE_LENGTH = 16  # 76 bits
REFUSAL_MESSAGES = {
    "nobody": _("There is nobody to give one to: all who may have one have it."),
    "many": _("At most 5,000 at once. Take fewer."),
    "twice": _("Somebody else gives them at this moment. Look again."),
    "reason": _("Please give a reason."),
    "revoked": _("This certificate has been revoked already."),
    "fonts": _("The faces for print are missing on the server. Tell those who run it (scripts/vendor-assets)."),
}


class IssueRefused(Exception):
    def __init__(self, code: str):
        super().__init__(str(REFUSAL_MESSAGES[code]))
        self.code = code


@dataclass(frozen=True)
class Recipient:
    """``subject`` names the row that it is for, ``school_id`` whose wall that stands behind. ``values``: what stands
    for markers in the words."""

    subject: str
    school_id: int | None
    name: str
    unit: str = ""
    user_id: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class IssueOrder:
    """``words`` may have markers, as “[hạng]”. ``retention_date``: when what is known of the persons is deleted."""

    template: CertificateTemplate
    source: str
    title: str
    words: str
    issued_on: datetime.date
    for_children: bool
    keep_until: datetime.date | None = None


def fill_markers(words: str, values: Mapping[str, str]) -> str:
    """
    >>> fill_markers("Đạt hạng [hạng]", {"hạng": "3"})
    'Đạt hạng 3'
    """
    words = normalize_nfc(words)
    for name, value in values.items():
        words = words.replace(f"[{normalize_nfc(name)}]", value)
    return words


def issue_certificates(order: IssueOrder, people: Sequence[Recipient], by: Any) -> CertificateBatch:
    """Those who have a certificate of this source that holds are left out. Raises ``IssueRefused``."""
    try:
        return _issue_locked(order, people, by)
    except IntegrityError:  # by another template, whose lock is another
        raise IssueRefused("twice") from None


@transaction.atomic
def _issue_locked(order: IssueOrder, people: Sequence[Recipient], by: Any) -> CertificateBatch:
    template = CertificateTemplate.objects.select_for_update().get(pk=order.template.pk)
    held = Certificate.objects.filter(source=order.source, revoked_at=None)
    there = set(held.values_list("subject", flat=True))
    wanted = [one for one in people if one.subject not in there]
    if not wanted:
        raise IssueRefused("nobody")
    if len(wanted) > MAX_CERTIFICATES:
        raise IssueRefused("many")
    batch = CertificateBatch.objects.create(
        school_id=template.school_id, template=template, source=order.source, title=order.title[:200],
        frozen=freeze_template(template), issued_on=order.issued_on, issued_by=by,
    )  # fmt: skip
    year = order.issued_on.year
    same = Certificate.objects.filter(template=template, year=year)
    last = same.aggregate(last=Max("serial"))["last"] or 0
    Certificate.objects.bulk_create(
        (_build_certificate(batch, order, one, serial) for serial, one in enumerate(wanted, start=last + 1)),
        batch_size=500,
    )
    return batch


def _build_certificate(batch: CertificateBatch, order: IssueOrder, person: Recipient, serial: int) -> Certificate:
    year = order.issued_on.year
    return Certificate(
        batch=batch, template_id=batch.template_id, school_id=person.school_id, year=year, serial=serial,
        number=f"{serial:03d}/{year}/{order.template.series}", code=human_codes.generate_code(CODE_LENGTH),
        source=order.source,
        subject=person.subject, user_id=person.user_id, person=collapse_whitespace(person.name)[:120],
        unit=collapse_whitespace(person.unit)[:200], words=fill_markers(order.words, person.values)[:600],
        for_child=order.for_children, keep_until=order.keep_until,
    )  # fmt: skip


LAYOUT_FIELDS = ("above", "organiser", "heading", "given_to", "place", "signer_title", "signer_name")


def freeze_template(template: CertificateTemplate) -> dict[str, Any]:
    pictures = {"crest": template.crest_id, "signature": template.signature_id}
    return {**{name: getattr(template, name) for name in LAYOUT_FIELDS}, **pictures}


def revoke_certificate(row: Certificate, by: Any, reason: str) -> None:
    """It stays, with its reason; the public page says that it does not hold."""
    if not reason.strip():
        raise IssueRefused("reason")
    changed = Certificate.objects.filter(pk=row.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by, revoked_because=collapse_whitespace(reason)[:500]
    )
    if not changed:
        raise IssueRefused("revoked")
