"""A library and schools of the size that the product is made for, from the real codification: for latency only.

Pages are put together at random (always the same way) from words of the codification; they are written and indexed by
the product's own means.
"""

from __future__ import annotations

import csv
import datetime
import json
import lzma
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from cms.home.models import NewsIndexPage
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office
from cms.home.provisioning.plan import PlannedPage
from cms.home.provisioning.spec import SchoolSpec
from cms.home.provisioning.tree import PlannedTree, build_trees, insert_pages
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalDocumentIssuer, Provision
from cms.tenancy.models import GoverningAuthority, School

#: What people type beside whole questions.
SHORT = (
    "giáo dục", "luật trẻ em", "học sinh", "trường", "bảo hiểm", "an toàn giao thông", "15/2020/NĐ-CP",
    "thông tư 32 2018", "phổ biến giáo dục pháp luật", "bạo lực học đường", "học phí", "điều 5 luật trẻ em",
    "kỷ luật học sinh", "xử phạt vi phạm hành chính", "hợp đồng lao động", "tiền lương", "đất đai", "môi trường",
    "ma túy", "quy định",
)  # fmt: skip
SCHOOLS, PAGES_PER_SCHOOL = 50, 1000
BATCH = 2000
COMMUNES = ("Xã Thanh Trì", "Xã Đại Thanh", "Xã Ngọc Hồi", "Xã Nam Phù", "Phường Thanh Liệt")
LEVELS = (("MN", "Trường Mầm non"), ("TH", "Trường Tiểu học"), ("THCS", "Trường Trung học cơ sở"))


def _rows(folder: Path) -> Iterator[dict]:
    with lzma.open(folder / "phapdien_all_articles.jsonl.xz", "rt", encoding="utf-8", newline="\n") as file:
        yield from (json.loads(line) for line in file)


def _facts(folder: Path) -> dict[str, dict]:
    with (folder / "phapdien_documents.csv").open(encoding="utf-8", newline="") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _heading(label: str) -> str:
    """ "Điều 36.3.LQ.1. Thanh niên" → "Thanh niên"."""
    return label.partition(". ")[2] or label


def _document(number: str, row: dict, facts: dict, types: dict, locale: Locale, at: int) -> LegalDocument:
    name = row.get("type") or "Văn bản"
    if name not in types:
        types[name] = DocumentType.objects.get_or_create(name=name)[0]
    return LegalDocument(
        number_raw=number, number_norm=number, slug=f"bench-{at}", title=facts.get("title", ""), locale=locale,
        doc_type=types[name], identity_key=f"bench-{at}", live=True, issued_on=_day(facts.get("issued", "")),
        effective_from=_day(facts.get("effective", "")),
    )  # fmt: skip


def load_codification(folder: Path) -> int:
    """Every article of the codification; their number."""
    locale = Locale.objects.get(language_code="vi")
    rows = [row for row in _rows(folder) if row.get("number")]
    facts = _facts(folder)
    types: dict[str, DocumentType] = {}
    documents: dict[str, LegalDocument] = {}
    for row in rows:
        number = row["number"]
        if number not in documents:
            documents[number] = _document(number, row, facts.get(number, {}), types, locale, len(documents))
    LegalDocument.objects.bulk_create(documents.values(), batch_size=BATCH)
    bodies = {name: IssuingBody.objects.get_or_create(name=name)[0] for name in _issuers(facts, documents)}
    LegalDocumentIssuer.objects.bulk_create(
        LegalDocumentIssuer(document=document, body=bodies[name])
        for number, document in documents.items()
        if (name := _issuer(facts, number))
    )
    Provision.objects.bulk_create(
        (
            Provision(
                document=documents[row["number"]], number=str(row["article"])[:20], label=f"Điều {row['article']}"[:80],
                heading=_heading(row["pd_title"]), text=row["text"], anchor=f"dieu-{order}", order=order,
            )
            for order, row in enumerate(rows)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return len(rows)


def _issuer(facts: dict, number: str) -> str:
    """Some are long lists of ministries: what fits the field serves."""
    return facts.get(number, {}).get("issuer", "")[:255]


def _issuers(facts: dict, documents: dict) -> set[str]:
    return {name for number in documents if (name := _issuer(facts, number))}


def _spec(number: int, authority: int) -> SchoolSpec:
    level, kind = LEVELS[number % len(LEVELS)]
    return SchoolSpec(
        code=f"DO{number:04d}", name=f"{kind} Đo lường {number}", level=level, authority=authority,
        commune=COMMUNES[number % len(COMMUNES)],
    )  # fmt: skip


def _plan(chance: random.Random, words: list[str], headings: list[str], number: int) -> PlannedPage:
    paragraphs = []
    for _ in range(chance.randint(2, 5)):
        at = chance.randrange(len(words) - 80)
        paragraphs.append(" ".join(words[at : at + chance.randint(30, 80)]))
    body = json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in paragraphs])
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=chance.randrange(2400))
    title = chance.choice(headings)[:120]
    return PlannedPage("item", "home.NewsPage", f"bai-{number}", title, values={"date": day, "body": body})


def load_pages(progress: Callable[[int], None] | None = None) -> int:
    """``SCHOOLS`` schools with ``PAGES_PER_SCHOOL`` news pages each; the number of pages."""
    chance = random.Random(6)  # noqa: S311 - the same pages every time
    create_office("Phòng Giáo dục đo lường")
    authority = GoverningAuthority.objects.create(name="UBND xã đo lường", level=GoverningAuthority.Level.COMMUNE)
    create_schools(_spec(number, authority.pk) for number in range(SCHOOLS))
    texts = Provision.objects.order_by("pk").values_list("text", flat=True)[::40]
    words = " ".join(texts).replace("<", " ").replace("&", " ").split()
    headings = [h for h in Provision.objects.order_by("pk").values_list("heading", flat=True)[::7] if len(h) > 8]
    locale = Locale.objects.get(language_code="vi")
    for school in School.objects.order_by("pk"):
        home = Page.objects.get(pk=school.home_page_id)
        index = NewsIndexPage.objects.descendant_of(home).get()
        plans = [_plan(chance, words, headings, number) for number in range(PAGES_PER_SCHOOL)]
        trees = [PlannedTree(index.page_ptr, plan) for plan in plans]
        with transaction.atomic():
            insert_pages(trees, build_trees(trees, locale))
        if progress:
            progress(len(trees))
    return SCHOOLS * PAGES_PER_SCHOOL


def load(progress: Callable[[int], None] | None = None) -> None:
    load_codification(settings.LEGAL_DATA_DIR / "legal")
    load_pages(progress)
