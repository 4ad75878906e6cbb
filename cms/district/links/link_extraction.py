"""Notes which addresses outside the product the public pages name, from their stored content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import models, transaction
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.core.visibility import filter_public
from cms.district.models import CheckedLink, LinkUse
from cms.home.models import PortalLink
from cms.tenancy import sites

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
_TRAILING_PUNCTUATION = ".,;:!?)]}…"
MAX_LENGTH = 2000
BATCH_SIZE = 300  # pages read together


def extract_urls(text: str) -> list[str]:
    """Web addresses in a text, HTML or JSON, each once, in order.

    >>> extract_urls('<a href="https://a.vn/x?b=1&amp;c=2">…</a> xem https://b.vn/y.')
    ['https://a.vn/x?b=1&c=2', 'https://b.vn/y']
    """
    found = (match.replace("&amp;", "&").rstrip(_TRAILING_PUNCTUATION) for match in _ADDRESS.findall(text))
    return list(dict.fromkeys(url for url in found if len(url) <= MAX_LENGTH))


def extract_page_urls(page: Page) -> list[str]:
    """Addresses that a page (specific) names, those of the product's own hosts left out."""
    texts = []
    for field in type(page)._meta.concrete_fields:
        if field.model is Page or not isinstance(field, models.TextField | models.CharField | StreamField):
            continue
        value = getattr(page, field.attname)
        if isinstance(field, StreamField):
            texts.append(json.dumps(list(value.raw_data), ensure_ascii=False).replace('\\"', '"'))
        elif isinstance(field, RichTextField | models.URLField | models.TextField) and value:
            texts.append(str(value))
    return [url for url in extract_urls("\n".join(texts)) if not _is_internal_url(url)]


def _is_internal_url(url: str) -> bool:
    try:
        return sites.site_for_host(urlsplit(url).hostname or "") is not None
    except ValueError:
        return True  # no address at all: nothing to check


def extract_block_urls() -> set[str]:
    """Where the links of the day in the footer block of all sites lead to; they are asked like those of pages."""
    rows = PortalLink.objects.as_of(timezone.localdate()).values_list("url", flat=True)
    return {url for url in rows if not _is_internal_url(url)}


def refresh_link_uses(page_ids: Iterable[int] | None = None) -> int:
    """Bring the notes in step with the content of these pages, of all by default; the number of uses."""
    if page_ids is None:
        _get_or_create_links(extract_block_urls())
    queryset = Page.objects.filter(depth__gt=2)
    ids = list(page_ids) if page_ids is not None else list(queryset.order_by("pk").values_list("pk", flat=True))
    return sum(_refresh_batch(ids[start : start + BATCH_SIZE]) for start in range(0, len(ids), BATCH_SIZE))


@transaction.atomic
def _refresh_batch(ids: list[int]) -> int:
    wanted: set[tuple[int, str]] = set()
    schools: dict[int, int | None] = {}
    pages = list(filter_public(Page.objects.filter(pk__in=ids)).specific())
    infos = sites.sites_of_paths(page.url_path for page in pages)
    for page in pages:
        info = infos.get(page.url_path)
        if info is None:
            continue
        schools[page.pk] = info.school_id
        wanted |= {(page.pk, url) for url in extract_page_urls(page)}
    links = _get_or_create_links({url for _page, url in wanted})
    rows = {(page_id, links[url]) for page_id, url in wanted}
    known = set(LinkUse.objects.filter(page__in=ids).values_list("page_id", "link_id"))
    for page_id, link_id in known - rows:
        LinkUse.objects.filter(page=page_id, link=link_id).delete()
    LinkUse.objects.bulk_create(
        (LinkUse(page_id=page, link_id=link, school_id=schools[page]) for page, link in sorted(rows - known)),
        ignore_conflicts=True,
    )
    return len(rows)


def _get_or_create_links(urls: set[str]) -> dict[str, int]:
    """Address → id of its row, made where it is new."""
    digests = {hashlib.sha256(url.encode()).hexdigest(): url for url in urls}
    now = timezone.now()
    CheckedLink.objects.bulk_create(
        (CheckedLink(digest=digest, url=url, next_check_at=now) for digest, url in digests.items()),
        ignore_conflicts=True,
    )
    rows = CheckedLink.objects.filter(digest__in=digests).values_list("digest", "pk")
    return {digests[digest]: pk for digest, pk in rows}
