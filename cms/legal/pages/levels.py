"""The library's four groups as every section shows them: name, icon, number, newest documents, way to the full list."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cms.core.web.paging import query_string
from cms.legal.documents import library
from cms.tenancy import sites


@dataclass(frozen=True)
class LevelGroup:
    """One of the library's four groups: total, link to the full list, the newest documents (``LegalDocument``)."""

    code: str
    title: str
    icon: str
    url: str
    count: int
    documents: tuple


ICONS = {"central": "columns", "province": "city", "local": "pin", "education": "cap"}


def level_titles() -> dict[str, str]:
    return {
        "central": _("Central level"),
        "province": _("City level"),
        "local": _("District and commune level"),
        "education": _("Education sector"),
    }


def library_url(**parameters: str) -> str:
    return sites.build_url("legal_library") + (query_string(parameters) if parameters else "")


def level_groups(limit: int, info: sites.SiteInfo | None) -> list[LevelGroup]:
    """The four groups in their fixed order with ``limit`` documents each; seven queries, eight in English."""
    counts, titles, newest = library.counts_by_level(info), level_titles(), library.newest_of_each(limit, info)
    language = translation.get_language() or settings.LANGUAGE_CODE
    library.with_translations([document for documents in newest.values() for document in documents], language)
    return [
        LevelGroup(code, titles[code], ICONS[code], library_url(level=code), counts[code], tuple(newest[code]))
        for code in map(str, library.GROUPS)
    ]
