"""The library's list as a file, and one document as Akoma Ntoso XML, from the admin."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import Button

from cms.legal.admin_views.filters import LegalDocumentFilterSet
from cms.legal.citations.typed_lookup import typed_condition
from cms.legal.exporter.files import FORMATS
from cms.legal.models import LegalDocument
from cms.legal.pages.akoma_view import akoma_response

_LABELS = {"csv": "CSV", "xlsx": "XLSX", "jsonl": "JSON lines"}


@require_safe
def export_library(request, kind):
    """The documents that the list shows with these parameters, all pages of it; drafts and confidential ones too."""
    if kind not in FORMATS:
        raise Http404
    rows = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    rows = LegalDocumentFilterSet(request.GET, queryset=rows, request=request).qs
    if q := request.GET.get("q", "").replace("\x00", "").strip():
        rows = rows.filter(typed_condition(q))
    # By their numbers: filters over several tables and the order of the list have no place in an export.
    documents = LegalDocument.objects.filter(pk__in=rows.order_by().values("pk"))
    content_type, write = FORMATS[kind]
    response = StreamingHttpResponse(write(documents), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="van-ban.{kind}"'
    return response


@require_safe
def export_akoma_ntoso(request, law_id):
    return akoma_response(get_object_or_404(LegalDocument.objects.select_related("doc_type"), pk=law_id))


def export_buttons(address_of, query: str) -> list[Button]:
    """For the list's menu; ``version_url(kind)`` is the export's address, ``query`` the list's own parameters."""
    return [
        Button(
            _("Export as %(kind)s") % {"kind": label},
            url=address_of(kind) + (f"?{query}" if query else ""),
            icon_name="download",
            priority=60 + place,
        )
        for place, (kind, label) in enumerate(_LABELS.items())
    ]
