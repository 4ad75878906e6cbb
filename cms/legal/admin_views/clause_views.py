"""Clauses by which documents end or change others: office roles read, librarians and administrators decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, StatusTagColumn, Table

from cms.core.web.listing import ListingView, TemplateColumn
from cms.legal.admin_views.review_views import OfficeReadableMixin, OfficeView, with_status_labels
from cms.legal.citations.mending.views import PER_PAGE
from cms.legal.documents import library
from cms.legal.models import ClauseProposal, LegalDocument
from cms.legal.modifications import auto_accept, review, signal_handlers
from cms.tenancy import rights

#: More decisions would outlast the request.
MAX_CLAUSES = 300
_MOST_NOTE = 2000
State = ClauseProposal.State

_STEPS: dict[str, Callable[[Iterable[int], Any, str], list[ClauseProposal]]] = {
    "take": review.accept_modifications,
    "decline": review.decline_modifications,
    "take_back": review.revoke_modifications,
    "reopen": review.reopen_modifications,
}


def may_review(user: Any) -> bool:
    return rights.has_right(user, "legal.change_clauseproposal", None)


class ClauseFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"), choices=State.choices, empty_label=None, initial=State.OPEN
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("What it does"), choices=ClauseProposal.Kind.choices)
    sure = django_filters.BooleanFilter(label=gettext_lazy("Without a doubt"))
    acting = django_filters.CharFilter(label=gettext_lazy("Document that says it"), method="filter_document")
    target = django_filters.CharFilter(label=gettext_lazy("Document acted upon"), method="filter_document")

    class Meta:
        model = ClauseProposal
        fields: ClassVar[list[str]] = []

    def filter_document(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By number or title."""
        meant = LegalDocument.objects.filter(library.words_match(value.strip()[:100])).values("pk")
        return queryset.filter(**{f"{name}__in": meant})


class ClauseRows:
    """The proposals that the filters of the address show."""

    request: HttpRequest

    def filter_data(self) -> Any:
        data = self.request.GET.copy()
        if data.get("state") not in State.values:
            data["state"] = State.OPEN
        return data


class ClauseListView(ClauseRows, OfficeReadableMixin, ListingView):
    model = ClauseProposal
    page_title = gettext_lazy("Clauses about other documents")
    header_icon = "cut"
    template_name = "legal/admin/clauses/clauses.html"
    results_template_name = "legal/admin/clauses/results.html"
    index_url_name, index_results_url_name = "library_work:clauses", "library_work:clauses_results"
    paginate_by = PER_PAGE
    filterset_class = ClauseFilterSet
    default_ordering = ("-held", "-sure", "-acting__issued_on", "pk")  # what the library holds comes first
    no_results_message = gettext_lazy("No clause waits here.")
    introduction = gettext_lazy(
        "Sentences by which a document of the library ends, replaces, amends or suspends another one. What is taken "
        "becomes a relation and decides the status of the other document; it can be taken back at any time."
    )
    columns: ClassVar[list[BaseColumn]] = [
        TemplateColumn("choose", "legal/admin/clauses/choose_cell.html", label=gettext_lazy("Choose")),
        TemplateColumn("sentence", "legal/admin/clauses/cell.html", label=gettext_lazy("What the document says")),
        TemplateColumn("target", "legal/admin/clauses/target_cell.html", label=gettext_lazy("Document acted upon")),
        TemplateColumn("doubts", "legal/admin/clauses/doubts_cell.html", label=gettext_lazy("Day and doubts")),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="get_state_display"),
        TemplateColumn("decide", "legal/admin/clauses/decide_cell.html", label=gettext_lazy("Decide")),
    ]

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "data": self.filter_data()}

    def get_base_queryset(self) -> QuerySet[ClauseProposal]:
        rows = ClauseProposal.objects.select_related("acting__doc_type", "target__doc_type", "decided_by")
        return rows.annotate(held=Case(When(target=None, then=Value(False)), default=Value(True)))

    def get_table(self, object_list: Iterable[ClauseProposal]) -> Table:
        rows = list(object_list)
        with_status_labels([document for row in rows for document in (row.acting, row.target) if document])
        for row in rows:
            row.may_decide = may_review(self.request.user)  # type: ignore[attr-defined]
        return super().get_table(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        state = self.filter_data()["state"]
        return {
            **context,
            "may_decide": may_review(self.request.user),
            "steps": _available_actions(state),
            "rule": auto_accept.current_rule(),
            "most": MAX_CLAUSES,
        }


def _available_actions(state: str) -> list[tuple[str, str]]:
    """What may be done with clauses of a state: (name, words of the button)."""
    if state == State.OPEN:
        return [("take", _("Take")), ("decline", _("Decline"))]
    if state in ClauseProposal.TAKEN:
        return [("take_back", _("Take back"))]
    return [("reopen", _("Decide again"))] if state == State.DECLINED else []


class DecideClausesView(ClauseRows, OfficeReadableMixin, View):
    """The buttons of the list: one row, the rows that were chosen, or all that the filters show."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not may_review(request.user):
            raise PermissionDenied
        step, _colon, one = request.POST.get("step", "").partition(":")
        if step not in _STEPS:
            return self.back()
        ids = self.chosen(one)
        if not ids:
            messages.warning(request, _("Choose at least one clause."))
        elif len(ids) > MAX_CLAUSES:
            text = _("%(number)s clauses are too many at once: narrow the list to %(most)s or fewer.")
            messages.error(request, text % {"number": len(ids), "most": MAX_CLAUSES})
        else:
            number = len(_STEPS[step](ids, request.user, request.POST.get("note", "").strip()[:_MOST_NOTE]))
            text = ngettext("%(number)s clause is decided.", "%(number)s clauses are decided.", number)
            messages.success(request, text % {"number": number})
        return self.back()

    def chosen(self, one: str) -> list[int]:
        if "all" in self.request.POST and not one:
            rows = ClauseFilterSet(self.filter_data(), ClauseProposal.objects.all(), request=self.request).qs
            return list(rows.values_list("pk", flat=True)[: MAX_CLAUSES + 1])
        asked = [one] if one else self.request.POST.getlist("clause")
        return [int(pk) for pk in asked if pk.isdecimal() and len(pk) < 19]

    def back(self) -> HttpResponse:
        return redirect(reverse("library_work:clauses", query=self.request.GET.dict()))


class ClauseView(OfficeView):
    """One clause with its sentence, both documents, and what was decided."""

    template_name = "legal/admin/clauses/clause.html"
    page_title = gettext_lazy("Clause about another document")
    header_icon = "cut"

    @cached_property
    def clause(self) -> ClauseProposal:
        rows = ClauseProposal.objects.select_related("acting__doc_type", "target__doc_type", "decided_by", "relation")
        return get_object_or_404(rows, pk=self.kwargs["clause_id"])

    def get_breadcrumbs_items(self) -> list[dict]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("library_work:clauses"), "label": ClauseListView.page_title}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_status_labels([document for document in (self.clause.acting, self.clause.target) if document])
        steps = _available_actions(self.clause.state) if may_review(self.request.user) else []
        return super().get_context_data(clause=self.clause, steps=steps, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may_review(request.user):
            raise PermissionDenied
        step = _STEPS.get(request.POST.get("step", ""))
        note = request.POST.get("note", "").strip()[:_MOST_NOTE]
        if step and not step([self.clause.pk], request.user, note):
            messages.warning(request, _("Somebody else has decided this clause already."))
        return redirect("library_work:clause", self.clause.pk)


class ClauseRuleView(OfficeView):
    """Switches the rule; switching on takes what waits, switching off takes nothing back until that is asked for."""

    template_name = "legal/admin/clauses/rule.html"
    page_title = gettext_lazy("Take sure clauses without asking")
    header_icon = "cog"

    @property
    def may_change(self) -> bool:
        return rights.has_right(self.request.user, "legal.change_clauserule", None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rule=auto_accept.current_rule(),
            waiting=auto_accept.waiting_modifications().count(),
            taken=auto_accept.accepted_modifications().count(),
            may_change=self.may_change,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            raise PermissionDenied
        step = request.POST.get("step")
        if step == "on" and auto_accept.switch_rule(True, request.user):
            transaction.on_commit(signal_handlers.accept_waiting_later.enqueue)
            messages.success(request, _("Switched on. What waits is being taken; the list shows what was."))
        elif step == "off" and auto_accept.switch_rule(False, request.user):
            messages.success(request, _("Switched off. What was taken stays taken."))
        elif step == "take_all_back" and not auto_accept.current_rule().on:
            transaction.on_commit(partial(signal_handlers.revoke_all_later.enqueue, request.user.pk))
            messages.success(request, _("What the rule took is being taken back."))
        return redirect("library_work:clause_rule")
