"""What stands on a certificate."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

COUNTRY_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
COUNTRY_MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class CertificateLayout:
    """Of all certificates of a batch. ``crest`` and ``signature``: files of pictures, PNG or JPEG; empty for none."""

    above: str
    organiser: str
    heading: str
    given_to: str
    place: str
    signer_title: str
    signer_name: str
    crest: bytes = b""
    signature: bytes = b""


@dataclass(frozen=True)
class CertificateSheet:
    """``revoked``: printed across it, so that nobody takes a copy for the paper."""

    person: str
    unit: str
    words: str
    number: str
    issued_on: datetime.date
    address: str
    revoked: bool = False


def format_place_and_date(place: str, day: datetime.date) -> str:
    """As the rules of clerical work write it: a zero before days below 10 and months below 3.

    >>> format_place_and_date("Hà Nội", datetime.date(2026, 2, 5))
    'Hà Nội, ngày 05 tháng 02 năm 2026'
    >>> format_place_and_date("", datetime.date(2026, 11, 29))
    'ngày 29 tháng 11 năm 2026'
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}".removeprefix(", ")
