"""Deciding between sources: one conflict with both sides, or many at once after a question that names their number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.legal.admin_views import conflict_lists
from cms.legal.admin_views.conflict_lists import MAX_CONFLICTS, RIGHT, ConflictListView, selected_open_conflicts
from cms.legal.admin_views.review_views import OfficeView
from cms.legal.models import SourceConflict
from cms.legal.sources import resolution, source_registry
from cms.legal.sources.conflicts import TEXT, field_label
from cms.tenancy import rights

TAKES = (resolution.SHOWN, resolution.OTHER)


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=255, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Why; the history of the document keeps it."),
    )  # fmt: skip


class DecidingView(OfficeView):
    """Office roles read; who may change conflicts decides."""

    header_icon = "openquote"

    def get_breadcrumbs_items(self) -> list[dict]:
        items = super().get_breadcrumbs_items()
        above = {"url": reverse("library_work:conflicts"), "label": ConflictListView.page_title}
        return [*items[:-1], above, items[-1]]

    @property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, RIGHT, None)

    def post(self, request, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        return self.act(request)


class ConflictView(DecidingView):
    """One conflict: both sides, and what can be decided."""

    template_name = "legal/admin/conflicts/conflict.html"

    @cached_property
    def conflict(self) -> Any:
        rows = SourceConflict.objects.select_related("document__doc_type", "decided_by", "text").defer("text__packed")
        return get_object_or_404(rows, pk=self.kwargs["conflict_id"])

    @property
    def page_title(self) -> str:
        words = {"number": self.conflict.document.number_raw, "field": field_label(self.conflict.field)}
        return _("%(number)s: %(field)s") % words

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        conflict_lists.add_sides([self.conflict])
        return super().get_context_data(
            conflict=self.conflict,
            is_text=self.conflict.field == TEXT,
            sides=[self.conflict.shown_side, self.conflict.other_side],
            taken=source_registry.source_name(self.conflict.taken) if self.conflict.taken else _("no source"),
            form=DecisionForm(),
            may_change=self.may_change,
            **kwargs,
        )

    def act(self, request):
        words = {"number": self.conflict.document.number_raw, "field": field_label(self.conflict.field)}
        try:
            if "undo" in request.POST:
                resolution.undo_resolution(self.conflict, request.user)
                messages.success(request, _("The decision on %(number)s, %(field)s, was taken back.") % words)
            elif (take := request.POST.get("take")) in TAKES:
                resolution.resolve_conflict(self.conflict, take, request.user, request.POST.get("note", "").strip())
                address = reverse("library_work:conflict", args=[self.conflict.pk])
                messages.success(
                    request,
                    _("Decided: %(number)s, %(field)s.") % words,
                    buttons=[messages.button(address, _("Look at it again"))],
                )
        except resolution.ResolutionRefused as error:
            messages.error(request, f"{words['number']}: {error}")
        return redirect(list_address(request))


def list_address(request: HttpRequest) -> str:
    """The list with the filters with which the form was sent."""
    query = conflict_lists.search_query(request)
    return reverse("library_work:conflicts") + (f"?{query}" if query else "")


class DecideConflictsView(DecidingView):
    """Many at once: the ticked ones, or all that the list's filters show; the first MOST of them. Asks before."""

    template_name = "legal/admin/conflicts/confirm.html"
    page_title = gettext_lazy("Decide many at once")

    def get(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        take = request.GET.get("take", "")
        if take not in source_registry.SOURCES:
            return redirect("library_work:conflicts")
        return self._ask(conflict_lists.filter_by_source(selected_open_conflicts(request), take), take)

    def act(self, request):
        take = request.POST.get("take", "")
        ticked = [int(pk) for pk in request.POST.getlist("conflict") if pk.isdecimal() and len(pk) < 19]
        rows = SourceConflict.objects.filter(pk__in=ticked[:MAX_CONFLICTS], state=SourceConflict.State.OPEN).order_by(
            "pk"
        )
        if take not in (*TAKES, *source_registry.SOURCES) or not rows:
            messages.warning(request, _("Tick at least one conflict that is open."))
            return redirect(list_address(request))
        if "confirmed" not in request.POST:
            return self._ask(rows, take)
        told = resolution.resolve_conflicts(rows, take, request.user, request.POST.get("note", "").strip())
        if told.count:
            text = ngettext("%(count)d conflict decided.", "%(count)d conflicts decided.", told.count)
            messages.success(request, text % {"count": told.count})
        for number, why in told.refused:
            messages.error(request, f"{number}: {why}")
        return redirect(list_address(request))

    def _ask(self, rows: QuerySet[SourceConflict], take: str) -> HttpResponseBase:
        count = rows.count()
        if not count:
            messages.warning(self.request, _("No open conflict fits."))
            return redirect(list_address(self.request))
        meant: list[Any] = list(rows.select_related("document__doc_type")[:MAX_CONFLICTS])
        for row in meant:
            other = take == resolution.OTHER or take == row.other_source
            row.field_words = field_label(row.field)
            row.before = conflict_lists.describe_side(row, "shown")
            row.after = conflict_lists.describe_side(row, "other") if other else row.before
        context = self.get_context_data(
            rows=meant,
            left=count - len(meant),
            documents=len({row.document_id for row in meant}),
            take=take,
            taken=self._words(take),
            form=DecisionForm(),
            query=conflict_lists.search_query(self.request),
        )
        return self.render_to_response(context)

    @staticmethod
    def _words(take: str) -> str:
        own = {resolution.SHOWN: _("what is shown"), resolution.OTHER: _("what the other source says")}
        return own.get(take) or source_registry.source_name(take)
