"""The organiser's screens of the question bank."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.contests import messages as contests_messages
from cms.contests.bank import duplicates, files, law
from cms.contests.exchange import gift, moodle_xml, workbook
from cms.contests.exchange.drafts import MAX_BYTES, FileRefused
from cms.contests.forms import QuestionForm, QuestionImportForm
from cms.contests.models import BankQuestion
from cms.contests.views import ownership
from cms.core.text import collapse_whitespace
from cms.core.web.listing import ListingView
from cms.legal.models import LegalField
from cms.tenancy import rights
from cms.tenancy.models import School

MAX_EXPORTED = 5_000


class QuestionFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=BankQuestion.KindCode.choices)
    level = django_filters.ChoiceFilter(label=gettext_lazy("Level"), choices=School.Level.choices)
    field = django_filters.ModelChoiceFilter(label=gettext_lazy("Field of law"), queryset=LegalField.objects.all())
    difficulty = django_filters.ChoiceFilter(label=gettext_lazy("Difficulty"), choices=BankQuestion.Difficulty.choices)
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=BankQuestion.State.choices)
    law = django_filters.ChoiceFilter(
        label=gettext_lazy("Law"), method="by_law", choices=[("changed", gettext_lazy("has changed: to review"))]
    )
    origin = django_filters.ChoiceFilter(
        label=pgettext_lazy("of questions", "From"), method="by_origin",
        choices=[("own", gettext_lazy("Own")), ("office", gettext_lazy("Shared by the office"))],
    )  # fmt: skip

    class Meta:
        model = BankQuestion
        fields: ClassVar[list[str]] = []

    def by_law(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(law_changed_at=None)

    def by_origin(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(school__isnull=value == "office")


def questions_readable_by(user: Any) -> QuerySet[BankQuestion]:
    """What the person's places may read."""
    ids = ownership.workplace_owners(user)
    condition = Q(school__in=[pk for pk in ids if pk])
    condition |= Q(school=None) if None in ids else Q(school=None, shared=True) & ~Q(state=BankQuestion.State.DRAFT)
    return BankQuestion.objects.filter(condition).select_related("field", "school")


class QuestionsView(ListingView):
    """The search is for words of the question."""

    model = BankQuestion
    page_title = gettext_lazy("Question bank")
    header_icon = "help"
    introduction = gettext_lazy("Questions for contests and tests: your own, and those that the office shares.")
    no_results_message = gettext_lazy("No question fits. Write one, or read a file.")
    index_url_name, index_results_url_name = "contests_questions", "contests_questions_results"
    filterset_class = QuestionFilterSet
    is_searchable = True
    columns: ClassVar[list[Column]] = [
        TitleColumn("text", label=gettext_lazy("Question"), accessor=str, url_name="contests_question"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("difficulty", label=gettext_lazy("Difficulty"), accessor="get_difficulty_display"),
        Column("field", label=gettext_lazy("Field of law"), accessor=lambda row: row.field or ""),
        StatusTagColumn(
            "state", label=gettext_lazy("State"),
            accessor=lambda row: _("The law has changed") if row.law_changed_at else row.get_state_display(),
            primary=lambda row: row.state == BankQuestion.State.READY and not row.law_changed_at,
        ),
        Column("facility", label=gettext_lazy("Share of points"), accessor=lambda row: format_percent(row.facility)),
        Column(
            "discrimination", label=gettext_lazy("Discrimination"),
            accessor=lambda row: format_decimal(row.discrimination),
        ),
        Column(
            "origin", label=pgettext_lazy("of questions", "From"),
            accessor=lambda row: row.school or _("The office"),
        ),
        DateColumn("updated_at", label=gettext_lazy("Last change")),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[BankQuestion]:
        return questions_readable_by(self.request.user)

    def search_queryset(self, queryset: QuerySet[BankQuestion]) -> QuerySet[BankQuestion]:
        if not self.is_searching:
            return queryset
        return queryset.filter(text__icontains=collapse_whitespace(self.search_query)[:200])

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not ownership.workplace_owners(self.request.user, "contests.add_bankquestion"):
            return []
        return [
            HeaderButton(_("New question"), url=reverse("contests_question_new"), icon_name="plus"),
            HeaderButton(_("Read a file"), url=reverse("contests_questions_import"), icon_name="upload"),
        ]


def format_percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.0f} %"


def format_decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """Which kind?"""
    places = ownership.owner_choices(request.user, "contests.add_bankquestion")
    if not places:
        raise PermissionDenied
    context = {"kinds": BankQuestion.KindCode.choices, "places": places}
    return render(request, "contests/admin/question_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: Any, kind: str) -> HttpResponse:
    if kind not in BankQuestion.KindCode.values:
        raise Http404
    row = BankQuestion(
        kind=kind, school_id=ownership.chosen_owner(request, "contests.add_bankquestion"), created_by=request.user
    )
    return _edit_form(request, row, may_change=True)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Of an own question; one that the office shares is shown."""
    row = get_object_or_404(questions_readable_by(request.user), pk=question_id)
    may_change = rights.has_right(request.user, "contests.change_bankquestion", row.school_id)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    return _edit_form(request, row, may_change)


def _edit_form(request: HttpRequest, row: BankQuestion, may_change: bool) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        unknown = form.store()
        messages.success(request, _("The question is saved."))
        if unknown:
            messages.warning(request, _("Not found in the library: %s") % "; ".join(unknown))
        return redirect("contests_question", row.pk)
    context = {
        "form": form,
        "question": row,
        "may_change": may_change,
        "of": row.school_id or "office",
        "laws": row.laws.select_related("document") if row.pk else [],
        "doubles": duplicates.find_similar(questions_readable_by(request.user), row.text, row.pk) if row.pk else [],
        "lines": row.rule.write(row.content) if row.pk else [],
    }
    return render(request, "contests/admin/question.html", context, status=422 if form.errors else 200)


@require_POST
def review_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """The question is right beside the law of today: it may be drawn again."""
    row = get_object_or_404(questions_readable_by(request.user), pk=question_id)
    if not rights.has_right(request.user, "contests.change_bankquestion", row.school_id):
        raise PermissionDenied
    law.mark_reviewed(row)
    messages.success(request, _("Reviewed: the question may be drawn again."))
    return redirect("contests_question", question_id)


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """What can be taken is taken as drafts; the rest is told line by line."""
    owner = ownership.chosen_owner(request, "contests.add_bankquestion")
    form, report = QuestionImportForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise FileRefused("too_large", most=MAX_BYTES // 2**20)
            report = files.import_drafts(files.read_question_file(file.name, file.read()), owner, request.user)
        except FileRefused as error:
            form.add_error("file", contests_messages.describe_file_refusal(error))
    context = {
        "form": form,
        "report": report,
        "problems": [(one.place, contests_messages.describe_problem(one), one.text) for one in report.problems]
        if report
        else [],
        "places": ownership.owner_choices(request.user, "contests.add_bankquestion"),
        "of": owner or "office",
    }
    return render(request, "contests/admin/import.html", context, status=422 if form.errors else 200)


WORKBOOK_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORT_FORMATS = {
    "xlsx": (WORKBOOK_CONTENT_TYPE, workbook.write_workbook),
    "gift": ("text/plain; charset=utf-8", lambda rows: gift.write_gift(rows).encode()),
    "xml": ("application/xml", moodle_xml.write_moodle_xml),
}


@require_safe
def download_template(request: HttpRequest) -> HttpResponse:
    return _file_response(workbook.write_template(), WORKBOOK_CONTENT_TYPE, "mau-cau-hoi.xlsx")


@require_safe
def export_questions(request: HttpRequest, kind: str) -> HttpResponse:
    """What the list shows with its filters."""
    if kind not in EXPORT_FORMATS:
        raise Http404
    shown = QuestionFilterSet(request.GET, queryset=questions_readable_by(request.user), request=request)
    rows = shown.qs if shown.is_valid() else BankQuestion.objects.none()
    content_type, write = EXPORT_FORMATS[kind]
    return _file_response(write(files.build_drafts(rows[:MAX_EXPORTED])), content_type, f"cau-hoi.{kind}")


def _file_response(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
