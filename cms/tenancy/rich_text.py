"""Links to pages in rich text: resolved by the page's own root, without iterating over all sites.

Rich text is expanded without knowing the reader, so URLs are absolute. A link to a page that visitors cannot
open (a draft, in a private section, of a site that is not served, deleted) becomes plain text.
"""

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler as WagtailPageLinkHandler

from cms.core.visibility import filter_public
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo

NO_LINK = "<a>"  # a placeholder link: words without a URL (the closing tag stays in the text)


class PageLinkHandler(WagtailPageLinkHandler):
    """``<a linktype="page" id="…">``: one query for all links of a text, two more under another language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        urls = page_urls([attrs.get("id") for attrs in attrs_list])
        return [f'<a href="{escape(url)}">' if url else NO_LINK for url in urls]


def page_urls(ids, current: SiteInfo | None = None) -> list[str]:
    """Addresses in the order of ``ids`` (numbers or strings of digits); empty for what cannot be opened.

    Absolute, save for pages of the ``current_school`` site.

    A page with a public translation into the active language gives the address of the translation.
    """
    numbers = {int(value) for value in ids if str(value or "").isdigit()}
    if not numbers:
        return [""] * len(ids)
    rows = filter_public(Page.objects.filter(pk__in=numbers))
    rows = list(rows.values("pk", "url_path", "translation_key", "locale__language_code"))
    translated = _translation_urls(rows)
    found = {
        row["pk"]: sites.page_url(translated.get(row["translation_key"], row["url_path"]), current) for row in rows
    }
    return [found.get(int(value), "") if str(value or "").isdigit() else "" for value in ids]


def _translation_urls(rows) -> dict:
    language = translation.get_language() or settings.LANGUAGE_CODE
    keys = {row["translation_key"] for row in rows if row["locale__language_code"] != language}
    if not keys:
        return {}
    pages = filter_public(Page.objects.all()).filter(translation_key__in=keys, locale__language_code=language)
    return dict(pages.values_list("translation_key", "url_path"))
