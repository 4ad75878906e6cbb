"""Atom feeds of the library: one for each filter of its list, at the list's address with the same parameters."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.core.web.paging import query_string
from cms.legal.documents import library
from cms.legal.pages import library_list
from cms.tenancy import sites

ENTRIES = 50


@cached_until_changed(*library_list.FILTERS)
@require_safe
@conditional_page
def library_feed(request):
    """What was added or changed last: a document that comes in late is news although it was issued long ago."""
    info, wanted = request.site_info, library_list.parse_query(request.GET, request.site_info)
    parameters = wanted.parameters()
    address = info.root_url + sites.build_url("legal_feed")
    address += query_string(parameters) if parameters else ""
    feed = Atom1Feed(
        title=" – ".join([_("Library of legal documents"), *library_list.filter_labels(wanted)]),
        link=info.root_url + sites.build_url("legal_library") + (query_string(parameters) if parameters else ""),
        description="",
        language=translation.get_language(),
        feed_url=address,
        feed_guid=address,
        author_name=info.name,
    )
    for document in _documents(wanted):
        feed.add_item(
            title=f"{document.number_raw} {document.display_title}",
            link=info.root_url + document.get_absolute_url(),
            description=_("%(status)s. %(abstract)s")
            % {"status": document.badge.sentence, "abstract": document.abstract or document.display_title},
            unique_id=f"urn:uuid:{document.translation_key}",
            pubdate=_moment(document.issued_on) if document.issued_on else None,
            updateddate=document.updated_at,
            author_name="; ".join(document.issuer_names) or info.name,
            categories=[document.doc_type.name] if document.doc_type else (),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _documents(wanted: library_list.LibraryQuery) -> list:
    rows = library_list.find_documents(wanted).defer(None).defer("folded").order_by("-updated_at", "-pk")
    return library.with_translations(rows[:ENTRIES], translation.get_language() or settings.LANGUAGE_CODE)


def _moment(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(0)))
