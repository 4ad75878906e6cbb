"""The pages that every site has, as data. Pure.

The mandated section comes from ``cms.legal.section.policy``; the rest are the contents that the ministry's
rule on school portals (Thông tư 37/2020/TT-BGDĐT, Điều 9) asks for.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from cms.legal.section.policy import SECTION, SECTION_CHILDREN, FixedPage


@dataclass(frozen=True)
class PlannedPage:
    """A page to make: model label, slug, title, values of further fields, children in menu order."""

    key: str
    model: str
    slug: str
    title: str
    in_menu: bool = False
    children: tuple[PlannedPage, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


def _plan_standard_page(key: str, model: str, slug: str, title: str) -> PlannedPage:
    return PlannedPage(key, model, slug, title, in_menu=True)


INTRODUCTION = _plan_standard_page("introduction", "home.StandardPage", "gioi-thieu", "Giới thiệu")
NEWS = _plan_standard_page("news", "home.NewsIndexPage", "tin-tuc", "Tin tức")
NOTICES = _plan_standard_page("notices", "home.NoticeIndexPage", "thong-bao", "Thông báo")
DISCLOSURE = _plan_standard_page("disclosure", "home.StandardPage", "cong-khai", "Công khai")
CONTACT = _plan_standard_page("contact", "home.ContactPage", "lien-he", "Liên hệ")


def _plan_section_page(
    row: FixedPage, key: str, in_menu: bool = False, children: tuple[PlannedPage, ...] = ()
) -> PlannedPage:
    return PlannedPage(key, row.model, row.slug, row.title, in_menu, children)


def section_key(row: FixedPage) -> str:
    return "section" if row is SECTION else f"section.{row.key}"


def plan_section() -> PlannedPage:
    children = tuple(_plan_section_page(row, section_key(row)) for row in SECTION_CHILDREN)
    return _plan_section_page(SECTION, section_key(SECTION), in_menu=True, children=children)


def plan_school_pages() -> tuple[PlannedPage, ...]:
    """Children of a school's home page, in menu order."""
    return (INTRODUCTION, NEWS, NOTICES, plan_section(), DISCLOSURE, CONTACT)


def plan_office_pages() -> tuple[PlannedPage, ...]:
    """Children of the portal's home page, in menu order."""
    return (INTRODUCTION, NEWS, NOTICES, plan_section(), CONTACT)


def plan_school_home(name: str, slug: str) -> PlannedPage:
    return PlannedPage("home", "home.SchoolHomePage", slug, name, children=plan_school_pages())


def plan_office_home(name: str, slug: str) -> PlannedPage:
    return PlannedPage("home", "home.OfficeHomePage", slug, name, children=plan_office_pages())


#: Quick tasks on a new home page: key of the page, words of the link.
QUICK_TASKS = (
    ("disclosure", "Công khai của nhà trường"),
    ("section.questions", "Hỏi – đáp pháp luật"),
    ("section.materials", "Tài liệu pháp luật"),
    ("contact", "Liên hệ nhà trường"),
)


def _build_block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _build_link(text: str, page_id: int) -> dict[str, Any]:
    return _build_block("item", {"text": text, "page": page_id, "url": "", "note": ""})


def build_school_home_body(page_ids: dict[str, int]) -> list[dict[str, Any]]:
    """Raw StreamField data of a new home page; ``page_ids`` by page key."""
    tasks = [_build_link(text, page_ids[key]) for key, text in QUICK_TASKS if key in page_ids]
    return [
        _build_block("lead", {"title": "", "page": None}),
        _build_block("notices", {"title": "Thông báo", "count": 4}),
        _build_block("tasks", {"links": tasks}),
        _build_block("news", {"title": "Tin tức", "count": 4}),
        _build_block("legal", {"title": "Phổ biến, giáo dục pháp luật", "count": 4}),
        _build_block("contacts", {"title": "Liên hệ"}),
    ]
