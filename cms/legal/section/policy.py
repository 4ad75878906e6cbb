"""Defines the fixed pages of the mandated section: one table, rolled out by provisioning and ``audit_schools``.

A later policy adds a row (and a page type); ``manage.py audit_schools --repair`` brings it to every site.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FixedPage:
    """A page that every section has: its model ("app.Model"), slug and Vietnamese title."""

    key: str
    model: str
    slug: str
    title: str


SECTION = FixedPage(
    "section", "legal.LegalEducationSectionPage", "pho-bien-giao-duc-phap-luat", "Phổ biến, giáo dục pháp luật"
)

SECTION_CHILDREN = (
    FixedPage("news", "legal.LegalNewsIndexPage", "tin-tuc-hoat-dong", "Tin tức hoạt động"),
    FixedPage("documents", "legal.NewDocumentsPage", "van-ban-phap-luat-moi", "Văn bản pháp luật mới"),
    FixedPage("materials", "legal.MaterialIndexPage", "tai-lieu", "Tài liệu"),
    FixedPage("questions", "legal.QuestionIndexPage", "hoi-dap", "Hỏi – đáp pháp luật"),
    FixedPage("training", "legal.TrainingIndexPage", "tap-huan", "Tập huấn"),
    FixedPage("links", "legal.LegalLinksPage", "lien-ket", "Liên kết"),
)
