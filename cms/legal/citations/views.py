"""Lists of citations in the admin: pages that cite law that does not hold, and what the library does not know."""

from __future__ import annotations

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.rows import reading_all
from cms.core.web.paging import paged
from cms.legal.citations.stale import replacements, stale_citations, stale_codes
from cms.legal.models import Citation, LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.tenancy.guard.visitors import visitor_of
from cms.tenancy.models import School

PER_PAGE = 50


def reads_all(user) -> bool:
    """Office roles see the pages of all schools."""
    visitor = visitor_of(user)
    return visitor.everywhere or visitor.reads_all or visitor.library


def stale_for(user):
    """Stale citations that this person may see: all for the office, else those of the own schools."""
    rows = stale_citations()
    if reads_all(user):
        return rows
    return rows.filter(school__in=[place for place in visitor_of(user).places if place])


class ListView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "openquote"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class StaleView(ListView):
    template_name = "legal/admin/stale_list.html"
    page_title = _("Pages citing law that does not hold")

    def get_context_data(self, **kwargs):
        if reads_all(self.request.user):
            with reading_all("the office looks at the pages of all schools"):
                return self._context(**kwargs)
        return self._context(**kwargs)

    def _context(self, **kwargs):
        rows = stale_for(self.request.user)
        pages = Page.objects.filter(pk__in=rows.values("page")).order_by("title", "pk")
        page_of = paged(pages, self.request.GET.get("page"), {}, PER_PAGE)
        return super().get_context_data(
            page_of=page_of, lines=_lines(page_of.items, rows), all_schools=reads_all(self.request.user), **kwargs
        )


def _lines(pages, rows) -> list[dict]:
    """Each page with its stale documents and what replaced them. A constant number of queries."""
    today = timezone.localdate()
    found = rows.filter(page__in=pages).order_by("document", "file")
    pairs = list(dict.fromkeys(found.values_list("page", "document", "school")))
    files = defaultdict(list)
    for page, document, title in found.values_list("page", "document", "file__title").distinct():
        files[page, document].append(title)  # None: in the page itself
    ids = {document for _page, document, _school in pairs}
    codes, new = stale_codes(ids, today), replacements(ids, today)
    documents = {row.pk: row for row in LegalDocument.objects.filter(pk__in=ids).select_related("doc_type")}
    schools = dict(School.objects.filter(pk__in={pair[2] for pair in pairs}).values_list("pk", "name"))
    owner = {page: schools.get(school, "") for page, _document, school in pairs}
    return [
        {
            "page": page,
            "school": owner.get(page.pk, ""),
            "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
            "cited": [
                {
                    "document": documents[pk],
                    "label": StatusCode(codes[pk]).label,
                    "new": new[pk],
                    "files": [*filter(None, files[page.pk, pk])],
                }
                for of, pk, _school in pairs
                if of == page.pk and pk in documents and pk in codes
            ],
        }
        for page in pages
    ]


class UnresolvedView(ListView):
    """What is cited most and could not be found, or could be several: what to add to the library next."""

    template_name = "legal/admin/unresolved_list.html"
    page_title = _("Citations without a document")

    def dispatch(self, request, *args, **kwargs):
        if not reads_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        state = self.request.GET.get("state", "")
        states = [state] if state in (Citation.State.AMBIGUOUS, Citation.State.UNRESOLVED) else None
        rows = Citation.objects.filter(state__in=states or [Citation.State.AMBIGUOUS, Citation.State.UNRESOLVED])
        rows = rows.exclude(kind__in=["court", "treaty"])
        if q := self.request.GET.get("q", "").replace("\x00", "").strip()[:100]:
            rows = rows.filter(Q(span__icontains=q) | Q(key__icontains=q))
        groups = rows.order_by().values("key", "state").annotate(
            times=Count("pk"), pages=Count("page", distinct=True), documents=Count("source", distinct=True),
            example=Max("span"),
        ).order_by("-times", "key")  # fmt: skip
        page_of = paged(groups, self.request.GET.get("page"), {"state": state, "q": q}, PER_PAGE)
        labels = dict(Citation.State.choices)
        lines = [{**row, "label": labels[row["state"]]} for row in page_of.items]
        return super().get_context_data(page_of=page_of, lines=lines, state=state, q=q, states=labels, **kwargs)
