"""Templates and certificates for tests, made by the product's own steps."""

from __future__ import annotations

import datetime

from cms.certificates.issuing import issue
from cms.certificates.issuing.issue import IssueOrder, Recipient
from cms.certificates.models import CertificateBatch, CertificateTemplate

DAY = datetime.date(2026, 11, 20)


def make_template(school=None, **fields) -> CertificateTemplate:
    fields = {
        "name": "Mẫu", "organiser": "TRƯỜNG MẪU", "place": "Hà Nội", "signer_title": "HIỆU TRƯỞNG",
        "signer_name": "Nguyễn Thị Ngọc Ánh", "series": "GCN", **fields,
    }  # fmt: skip
    return CertificateTemplate.objects.create(school=school, **fields)


def make_person(number=1, school=None, **fields) -> Recipient:
    fields = {"name": f"Nguyễn Văn An {number}", "unit": "9A", "values": {"hạng": str(number)}, **fields}
    return Recipient(f"entrant:{number}", school.pk if school else None, **fields)


def make_batch(school=None, people=None, template=None, by=None, **fields) -> CertificateBatch:
    """Issued by ``school`` (none: the office) to its own people, or to ``people``."""
    fields = {
        "source": "contest:1", "title": "Cuộc thi mẫu", "words": "Xếp hạng [hạng].", "issued_on": DAY,
        "for_children": True, **fields,
    }  # fmt: skip
    order = IssueOrder(template=template or make_template(school), **fields)
    return issue.issue_certificates(order, people or [make_person(1, school)], by)
