"""Reads what is posted: a page that everybody may read, or what the office has sent to its schools."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.channels.post_drafts.post_text import PostDraft, make_hashtag
from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import SHARED
from cms.core.pages.page_text import page_body
from cms.core.visibility import filter_public
from cms.district.models import Broadcast
from cms.home.models import NewsPage, NoticePage
from cms.legal.documents import library
from cms.legal.models import LegalDocument, LegalMaterialPage, LegalNewsPage, QuestionPage, TrainingPage
from cms.tenancy import sites

POSTABLE_TYPES = (NewsPage, NoticePage, LegalNewsPage, LegalMaterialPage, QuestionPage, TrainingPage)
LEGAL_EDUCATION_TYPES = (LegalNewsPage, LegalMaterialPage, QuestionPage, TrainingPage)


class NotPublic(Exception):
    """What would be posted is not, or no longer, to be read by everybody. The message says so."""


def can_post_page(page: Page) -> bool:
    return page.live and issubclass(page.specific_class or Page, POSTABLE_TYPES)


def prepare_page_post(page: Page) -> PostDraft:
    found = filter_public(Page.objects.filter(pk=page.pk)).specific().first()
    info = sites.site_of_path(page.url_path) if found else None
    if found is None or info is None or not isinstance(found, POSTABLE_TYPES):
        raise NotPublic(_("Only a page that everybody can read is posted. Publish it first."))
    summary = getattr(found, "summary", "") or page_body(found)
    words = [_("legal education")] if isinstance(found, LEGAL_EDUCATION_TYPES) else []
    return PostDraft(
        found.title, " ".join(summary.split()), sites.page_url(found.url_path), _hashtags(*words, info.short_name),
        _image_url(getattr(found, "image", None), info.root_url),
    )  # fmt: skip


def prepare_document_post(document: LegalDocument, note: str = "") -> PostDraft:
    info = sites.portal_site()
    if info is None or not library.public_documents().filter(pk=document.pk).exists():
        raise NotPublic(_("The document is not in the public library."))
    title = " – ".join(filter(None, (document.number_raw, document.title)))
    link = urljoin(info.root_url, document.get_absolute_url())
    return PostDraft(title, " ".join((note or document.summary or "").split()), link, _hashtags(_("legal education")))


def prepare_broadcast_post(row: Broadcast) -> PostDraft:
    if row.state != "live":
        raise NotPublic(_("Only what the schools have is posted."))
    if row.page is not None:
        return prepare_page_post(row.page)
    if row.document is not None:
        return prepare_document_post(row.document)
    raise NotPublic(_("What was sent is no longer there."))


def _hashtags(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for word in words if (tag := make_hashtag(word))))


def _image_url(image: Any, root_url: str) -> str:
    """For cards; "" without one, without consent, or while its size is not made."""
    if image is None or not image.may_be_shown:
        return ""
    rendition = sized_pictures.find_rendition(image, SHARED)
    return urljoin(root_url, rendition.url) if rendition else ""
