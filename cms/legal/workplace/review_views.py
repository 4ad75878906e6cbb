"""Documents that somebody of the office has to look at. Office roles read; who may change review tasks closes them."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.core.web.paging import paged
from cms.legal.citations.views import PER_PAGE, ListView, reads_all
from cms.legal.documents import library
from cms.legal.force.status_periods import codes_on
from cms.legal.models import LegalDocument, ReviewTask
from cms.legal.workplace import reviews
from cms.tenancy import rights


def with_status_labels(documents: list[LegalDocument]) -> None:
    """Gives each document today's status (``code_today``), in one query for all."""
    codes = codes_on([document.pk for document in documents], timezone.localdate())
    for document in documents:
        document.code_today = codes.get(document.pk)


class OfficeView(ListView):
    """For office roles; the guard keeps schools out before."""

    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not reads_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ReviewListView(OfficeView):
    template_name = "legal/admin/reviews.html"
    page_title = gettext_lazy("Documents to review")

    def get_context_data(self, **kwargs):
        rows = ReviewTask.objects.all()
        if q := self.request.GET.get("q", "").strip()[:100]:
            meant = LegalDocument.objects.filter(library.words_match(q)).values("pk")
            rows = rows.filter(Q(document__in=meant) | Q(cause__in=meant))
        counts = rows.order_by().aggregate(**{state: Count("pk", filter=Q(state=state)) for state in ReviewTask.State})
        state = self.request.GET.get("state")
        state = state if state in ReviewTask.State.values else ReviewTask.State.OPEN
        rows = rows.filter(state=state).select_related("document__doc_type", "cause__doc_type", "done_by")
        page_of = paged(rows, self.request.GET.get("page"), {"state": state, "q": q}, PER_PAGE)
        with_status_labels([document for task in page_of for document in (task.document, task.cause)])
        states = [(value, label, counts[value]) for value, label in ReviewTask.State.choices]
        return super().get_context_data(page_of=page_of, state=state, states=states, q=q, **kwargs)


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
        return rights.may(self.request.user, "legal.change_reviewtask", None)

    def get_context_data(self, form=None, **kwargs):
        form = form or NoteForm(instance=self.task)
        return super().get_context_data(task=self.task, form=form, may_change=self.may_change, **kwargs)

    def post(self, request, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        if "reopen" in request.POST:
            reviews.reopen(self.task, request.user)
            return redirect("library_work:review", self.task.pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if reviews.close(self.task, request.user, form.cleaned_data["note"]):
            messages.success(request, _("%(number)s is reviewed.") % {"number": self.task.document.number_raw})
            return redirect("library_work:reviews")
        messages.warning(request, _("Somebody else has closed this task already; the note was not kept."))
        return redirect("library_work:review", self.task.pk)
