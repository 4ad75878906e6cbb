"""Documents that somebody of the office has to look at. Office roles read; who may change review tasks closes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, Table, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.web.listing import ListingView
from cms.legal.admin_views import reviews
from cms.legal.citations.mending.views import PER_PAGE, reads_all_citations
from cms.legal.citations.typed_lookup import typed_condition
from cms.legal.models import LegalDocument, ReviewTask
from cms.legal.validity.status_periods import badges_on
from cms.tenancy import rights


def with_status_labels(documents: list[LegalDocument]) -> None:
    """Gives each document today's status (``known_today``), in one query for all."""
    known = badges_on([document.pk for document in documents], timezone.localdate())
    for document in documents:
        document.known_today = known.get(document.pk)


class OfficeReadableMixin(View):
    """Mixin of views for office roles; the guard keeps schools out before."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reads_all_citations(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfficeView(OfficeReadableMixin, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "tasks"

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class ReviewFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"), choices=ReviewTask.State.choices, empty_label=None, initial=ReviewTask.State.OPEN
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Why"), choices=ReviewTask.Kind.choices)

    class Meta:
        model = ReviewTask
        fields: ClassVar[list[str]] = []


class ReviewListView(OfficeReadableMixin, ListingView):
    """The search is for number or name of either document."""

    model = ReviewTask
    page_title = gettext_lazy("Documents to review")
    header_icon = "tasks"
    introduction = gettext_lazy(
        "A law that ends never ends the documents that guide it. Somebody looks at each of them and notes what was "
        "found."
    )
    index_url_name, index_results_url_name = "library_work:reviews", "library_work:reviews_results"
    paginate_by = PER_PAGE
    filterset_class = ReviewFilterSet
    is_searchable = True

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching:
            return _("No document of this number or name is in the list.")
        return _("There is nothing here.")

    @cached_property
    def state(self) -> str:
        state = self.request.GET.get("state")
        return state if state in ReviewTask.State.values else ReviewTask.State.OPEN

    @cached_property
    def filters(self) -> ReviewFilterSet:
        """Each state says how many there are of it."""
        filters = ReviewFilterSet(**self.get_filterset_kwargs())
        states = {state: Count("pk", filter=Q(state=state)) for state in ReviewTask.State}
        rows = self.meant(ReviewTask.objects.order_by())
        if (kind := self.request.GET.get("kind")) in ReviewTask.Kind.values:
            rows = rows.filter(kind=kind)
        counts = rows.aggregate(**states)
        filters.form.fields["state"].choices = [
            (value, f"{capfirst(label)} ({counts[value]})") for value, label in ReviewTask.State.choices
        ]
        return filters

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data["state"] = self.state
        return {**super().get_filterset_kwargs(), "data": data}

    def get_base_queryset(self) -> QuerySet[ReviewTask]:
        return ReviewTask.objects.select_related("document__doc_type", "cause__doc_type", "done_by")

    def meant(self, rows: QuerySet[ReviewTask]) -> QuerySet[ReviewTask]:
        if not (words := self.search_query.strip()[:100]):
            return rows
        documents = LegalDocument.objects.filter(typed_condition(words)).values("pk")
        return rows.filter(Q(document__in=documents) | Q(cause__in=documents))

    def search_queryset(self, queryset: QuerySet[ReviewTask]) -> QuerySet[ReviewTask]:
        return self.meant(queryset)

    def get_table(self, object_list: Iterable[ReviewTask]) -> Table:
        with_status_labels([document for task in object_list for document in (task.document, task.cause)])
        return super().get_table(object_list)

    @property
    def columns(self) -> list[Column]:
        closed = [
            Column("note", label=gettext_lazy("What was found"), accessor=lambda task: Truncator(task.note).chars(200)),
            Column("done_by", label=gettext_lazy("Reviewed by")),
            DateColumn("done_at", label=gettext_lazy("Reviewed on")),
        ]
        return [
            TitleColumn(
                "document", label=pgettext_lazy("of the library", "Document"), accessor="document.number_raw",
                url_name="library_work:review",
            ),
            Column(
                "title", label=gettext_lazy("Title"),
                accessor=lambda task: Truncator(task.document.display_title).chars(140),
            ),
            StatusTagColumn("status", label=gettext_lazy("Status today"), accessor="document.status_label"),
            Column(
                "why", label=gettext_lazy("Why"),
                accessor=lambda task: f"{task.get_kind_display()}: {task.cause.number_raw}",
            ),
            StatusTagColumn("cause", label=gettext_lazy("Its status"), accessor="cause.status_label"),
            DateColumn("created_at", label=gettext_lazy("Asked on")),
            *(closed if self.state == ReviewTask.State.DONE else []),
        ]  # fmt: skip


class NoteForm(forms.ModelForm):
    class Meta:
        model = ReviewTask
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"note": {"required": gettext_lazy("Say what was found; the next reader needs it.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True


class ReviewView(OfficeView):
    """One task: why, the two documents, and a note that closes it."""

    template_name = "legal/admin/review.html"

    @cached_property
    def task(self) -> ReviewTask:
        rows = ReviewTask.objects.select_related("document", "cause", "done_by")
        return get_object_or_404(rows, pk=self.kwargs["review_id"])

    @property
    def page_title(self):
        return _("Review %(number)s") % {"number": self.task.document.number_raw}

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("library_work:reviews"), "label": ReviewListView.page_title}, items[-1]]

    @property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, "legal.change_reviewtask", None)

    def get_context_data(self, form=None, **kwargs):
        form = form or NoteForm(instance=self.task)
        query = urlencode({"acting": self.task.cause.number_raw, "target": self.task.document.number_raw})
        return super().get_context_data(
            task=self.task, form=form, may_change=self.may_change, clauses_query=query, **kwargs
        )

    def post(self, request, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        if "reopen" in request.POST:
            reviews.reopen_review(self.task, request.user)
            return redirect("library_work:review", self.task.pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if reviews.close_review(self.task, request.user, form.cleaned_data["note"]):
            messages.success(request, _("%(number)s is reviewed.") % {"number": self.task.document.number_raw})
            return redirect("library_work:reviews")
        messages.warning(request, _("Somebody else has closed this task already; the note was not kept."))
        return redirect("library_work:review", self.task.pk)
