"""The addresses of the API. Everybody reads, nobody writes; nothing but what is public is asked for."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import Max, Q
from django.http import JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views import View

from cms.core.web import rate_limits
from cms.core.web.paging import query_string
from cms.legal.api import records
from cms.legal.api.errors import NOT_ALLOWED, NOT_FOUND, TOO_MANY, UNKNOWN_PARAMETER, WITHDRAWN, ApiError
from cms.legal.api.openapi import build_document as openapi_document
from cms.legal.api.query_params import FULL, ApiQuery, encode_cursor, parse_query
from cms.legal.documents import library
from cms.legal.models import DocumentType, IssuingBody, LegalField, MirrorEntry
from cms.legal.validity.status_periods import with_status

#: A transaction that was open when another one wrote may be seen later: so far back mirrors look again.
OVERLAP = datetime.timedelta(minutes=10)


class ApiView(View):
    """``answer`` gives what becomes JSON; errors become JSON too, and what has not changed is 304."""

    answer: Callable[..., object]

    http_method_names = ("get", "head", "options")

    def dispatch(self, request, *args, **kwargs):
        try:
            if request.method.lower() not in self.http_method_names:
                raise ApiError(NOT_ALLOWED)
            if rate_limits.seconds_to_wait(request, "api"):
                raise ApiError(TOO_MANY)
            with records.in_vietnamese():
                response = self.tagged(request, super().dispatch(request, *args, **kwargs))
        except ApiError as error:
            response = _json(error.as_json(), error.status)
            if error.code == NOT_ALLOWED:
                response["Allow"] = "GET, HEAD, OPTIONS"
            if error.code == TOO_MANY:
                response["Retry-After"] = "60"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    def get(self, request, **kwargs):
        return _json(self.answer(request, **kwargs))

    @staticmethod
    def tagged(request, response):
        """By its content: whatever changes it, a renamed type or a new day, gives another tag."""
        if response.status_code != 200 or request.method == "OPTIONS":
            return response
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["Cache-Control"] = "public, no-cache"
        return get_conditional_response(request, etag=response["ETag"], response=response)


def _json(data, status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


class DocumentListView(ApiView):
    """By the time of their last change, so that a page once read never moves: what changes meanwhile comes again at
    the end. With ``updated_since`` what was withdrawn is listed too, whatever the other filters say."""

    def answer(self, request):
        wanted = parse_query(request.GET)
        entries = _entries(wanted)
        count = entries.count()
        if wanted.cursor:
            moment, pk = wanted.cursor
            entries = entries.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=pk))
        page = list(entries.order_by("changed_at", "pk")[: wanted.limit + 1])
        shown = page[: wanted.limit]
        return {
            "count": count,
            "next": _next(request, shown[-1]) if len(page) > wanted.limit else None,
            "updated_until": _updated_until(),
            "results": _results(shown, wanted),
        }


def _documents(wanted: ApiQuery):
    """Public documents that fit."""
    conditions = {
        "doc_type": wanted.type, "level": wanted.level, "nature": wanted.nature, "issued_on__year": wanted.year,
    }  # fmt: skip
    found = library.public_documents().order_by()
    found = found.filter(**{name: value for name, value in conditions.items() if value is not None})
    if wanted.issuer is not None:
        found = found.filter(
            pk__in=library.public_documents().order_by().filter(issuer_links__body=wanted.issuer).values("pk")
        )
    if wanted.field is not None:
        found = found.filter(fields__slug=wanted.field)
    if wanted.group is not None:
        found = library.in_group(found, wanted.group)
    if wanted.number is not None:
        found = found.filter(Q(number_key=wanted.number) | Q(number_key__startswith=f"{wanted.number}-"))
    if wanted.status is not None:
        found = with_status(found, wanted.day, [wanted.status])
    return found


def _entries(wanted: ApiQuery):
    rows = MirrorEntry.objects.all()
    shown = Q(public=True, document__in=_documents(wanted).values("pk"))
    if wanted.updated_since is None:
        return rows.filter(shown)
    return rows.filter(shown | Q(public=False), changed_at__gte=wanted.updated_since)


def _results(entries: list[MirrorEntry], wanted: ApiQuery) -> list[dict]:
    ids = [entry.document_id for entry in entries if entry.public]
    documents = list(library.public_documents().defer(None).defer("folded").prefetch_related(None).filter(pk__in=ids))
    build = records.document_records if wanted.detail == FULL else records.document_summaries
    found = {record["id"]: record for record in build(documents, wanted.day)} if documents else {}
    return [
        found.get(str(entry.key), records.deleted_record(entry))
        for entry in entries
        if not entry.public or str(entry.key) in found
    ]


def _next(request, last: MirrorEntry) -> str:
    parameters = {**request.GET.dict(), "cursor": encode_cursor(last.changed_at, last.pk)}
    return request.build_absolute_uri(request.path + query_string(parameters))


def _updated_until() -> str | None:
    """What to ask as ``updated_since`` the next time."""
    last = MirrorEntry.objects.aggregate(last=Max("changed_at"))["last"]
    return (last - OVERLAP).isoformat() if last else None


class DocumentView(ApiView):
    def answer(self, request, key):
        for name in request.GET:
            if name != "as_of":
                raise ApiError(UNKNOWN_PARAMETER, name[:40], "as_of")
        day = parse_query(request.GET).day
        entry = MirrorEntry.objects.filter(key=key).first()
        if entry is None:
            raise ApiError(NOT_FOUND)
        rows = library.public_documents().defer(None).defer("folded").prefetch_related(None)
        documents = list(rows.filter(pk=entry.document_id))
        if not documents or not entry.public:
            raise ApiError(WITHDRAWN)
        return records.document_records(documents, day)[0]


class TermsView(ApiView):
    """Types, issuing bodies or fields: the numbers that lists are filtered by."""

    rows: Any = None  # the function that reads them, named where the address is (urls.py)

    def answer(self, request):
        if request.GET:
            raise ApiError(UNKNOWN_PARAMETER, next(iter(request.GET))[:40], "–")
        return {"results": records.term_records(self.rows())}


def document_types():
    return DocumentType.objects.values("id", "name", "abbreviation", "nature", "rank", "valid_from", "valid_to")


def issuing_bodies():
    names = ("id", "name", "abbreviation", "level", "territory", "education", "valid_from", "valid_to")
    return IssuingBody.objects.order_by("pk").values(*names)


def fields():
    return LegalField.objects.values("slug", "name")


class OpenApiView(ApiView):
    def answer(self, request):
        return openapi_document()


class NotFoundView(ApiView):
    def answer(self, request):
        raise ApiError(NOT_FOUND)
