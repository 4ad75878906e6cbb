"""The locked link block of every footer as it stands on the first day: national legal portals. Facts, editable later;
the city's own portal is the office's to add."""

from __future__ import annotations

from dataclasses import dataclass

from cms.home.models import PortalLink


@dataclass(frozen=True)
class LinkRow:
    label: str
    label_en: str
    url: str
    order: int


DEFAULT_LINKS = (
    LinkRow("Cổng Pháp luật quốc gia", "National law portal", "https://phapluat.gov.vn/", 10),
    LinkRow(
        "Cổng thông tin điện tử phổ biến, giáo dục pháp luật (Bộ Tư pháp)",
        "Legal education portal (Ministry of Justice)", "https://pbgdpl.gov.vn/", 20,
    ),
    LinkRow(
        "Cơ sở dữ liệu quốc gia về văn bản pháp luật", "National database of legal documents", "https://vbpl.vn/", 30
    ),
    LinkRow(
        "Cổng thông tin điện tử Bộ Giáo dục và Đào tạo", "Ministry of Education and Training", "https://moet.gov.vn/",
        40
    ),
)  # fmt: skip


def find_missing_links() -> list[LinkRow]:
    """Default rows that were never made. A row that the office ended (``valid_to``) or edited counts as made."""
    known = set(PortalLink.objects.values_list("url", flat=True))
    return [row for row in DEFAULT_LINKS if row.url not in known]


def add_links(rows: list[LinkRow]) -> None:
    for row in rows:
        PortalLink.objects.create(label=row.label, label_en=row.label_en, url=row.url, order=row.order)
