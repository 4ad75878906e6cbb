"""Rounds of a place, for those who ask: prepare, open, respond, publish."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.documents import get_document_model

from cms.core.web.listing import DayColumn, ListingView
from cms.core.web.page_header import build_page_header
from cms.opinions import ownership
from cms.opinions.collection import opinion_table
from cms.opinions.collection.word_export import export_to_word
from cms.opinions.consultation import transitions
from cms.opinions.consultation.transitions import TransitionNotAllowed
from cms.opinions.models import Consultation, Opinion, Taken
from cms.opinions.views.forms import ConsultationForm
from cms.tenancy import rights
from cms.tenancy.models import OfficePortal, School

ADD_PERMISSION = "opinions.add_consultation"
WORD_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _place_label(row: Consultation) -> str:
    return (row.school.short_name or row.school.name) if row.school else str(gettext_lazy("Education office"))


class ConsultationsView(ListingView):
    model = Consultation
    page_title = gettext_lazy("Opinions on drafts")
    header_icon = "comment"
    index_url_name, index_results_url_name = "opinions_rounds", "opinions_rounds_results"
    no_results_message = gettext_lazy("No opinion was asked yet.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="opinions_round"),
        Column("place", label=gettext_lazy("Place"), accessor=_place_label),
        Column("audience", label=gettext_lazy("Who may answer"), accessor="get_audience_display"),
        DayColumn("last_day", label=gettext_lazy("Last day")),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor="state_words",
                        primary=lambda row: row.state == "open"),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Consultation]:
        return (
            ownership.consultations_managed_by(self.request.user).select_related("school").order_by("-made_at", "-pk")
        )

    @property
    def header_buttons(self) -> list[Any]:
        buttons = [HeaderButton(_("Where you are asked"), url=reverse("opinions_asked"), icon_name="comment")]
        if _askable_places(self.request.user):
            buttons.append(HeaderButton(_("Ask for opinions"), url=reverse("opinions_add"), icon_name="plus"))
        return buttons


def _askable_places(user) -> list[int | None]:
    """For whom the person may ask; the first is where a new round belongs unless another is chosen."""
    if user.is_superuser:
        return [None]
    found = dict.fromkeys(
        place.school_id for place in rights.places_in_view(user) if ADD_PERMISSION in place.rights.actions
    )
    return list(found)


def _get_consultation(request: HttpRequest, number: int, change: bool = False) -> Consultation:
    row = get_object_or_404(Consultation.objects.select_related("school", "file"), pk=number)
    if not ownership.consultations_managed_by(request.user).filter(pk=row.pk).exists():
        raise Http404
    if change and not ownership.can_change_consultation(request.user, row):
        raise PermissionDenied
    return row


@require_http_methods(["GET", "POST"])
def edit_consultation(request: HttpRequest, consultation_id: int | None = None) -> HttpResponse:
    """A new round, or one that is being prepared."""
    row = _get_consultation(request, consultation_id, change=True) if consultation_id else None
    places = _askable_places(request.user)
    if row is None and not places:
        raise PermissionDenied
    if row is not None and row.opened_at is not None:
        messages.error(request, _("The round is open: its text does not change any more."))
        return redirect("opinions_round", row.pk)
    form = ConsultationForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if row is None:
            form.instance.school_id, form.instance.made_by = _chosen(request, places), request.user
        saved = _save(form, request.user)
        messages.success(request, _("Saved. Look at the articles, then open the round."))
        return redirect("opinions_round", saved.pk)
    names = dict(School.objects.filter(pk__in=[pk for pk in places if pk]).values_list("pk", "name"))
    choices = [(pk or "", names.get(pk) if pk else _("Education office")) for pk in places] if row is None else []
    title = row.title if row else _("Ask for opinions")
    context = {**build_page_header(title, "comment", _above()), "form": form, "round": row, "places": choices}
    return render(request, "opinions/admin/edit.html", context)


def _above() -> tuple[Any, str]:
    return ConsultationsView.page_title, reverse("opinions_rounds")


def _chosen(request: HttpRequest, places: list[int | None]) -> int | None:
    asked = request.POST.get("of", "")
    return next((pk for pk in places if str(pk or "") == asked), places[0])


@transaction.atomic
def _save(form: ConsultationForm, user) -> Consultation:
    row = form.save()
    if form.parts is not None:
        transitions.set_articles(row, form.parts)
    if file := form.cleaned_data["upload"]:
        home: Any = row.school or OfficePortal.objects.select_related("collection").get()
        document = get_document_model()(title=row.title, file=file, collection=home.collection, uploaded_by_user=user)
        document.save()
        row.file = document
        row.save(update_fields=["file"])
    return row


def _screen(request: HttpRequest, row: Consultation, typed: dict[str, str] | None = None, status: int = 200):
    lines = opinion_table.build_opinion_lines(row, hidden=True)
    context = {
        **build_page_header(row.title, "comment", _above()),
        "round": row, "articles": row.articles.all(), "lines": lines, "taken": Taken.choices, "typed": typed or {},
        "may": ownership.can_change_consultation(request.user, row), "place": _place_label(row),
        "count": sum(line.count for line in lines), "waiting": sum(not _is_done(line.first) for line in lines),
        "schools": School.objects.filter(pk__in=row.school_ids).order_by("sort_name"),
        "silent": _schools_without_opinion(row),
    }  # fmt: skip
    return render(request, "opinions/admin/round.html", context, status=status)


def _is_done(row: Opinion) -> bool:
    return bool(row.taken or row.hidden_reason)


def _schools_without_opinion(row: Consultation) -> list[str]:
    """Named schools that have said nothing yet."""
    if row.audience != Consultation.Audience.SCHOOLS:
        return []
    # every school: who has spoken in one round of the own place
    said = Opinion.objects.filter(consultation=row).values("school")
    return list(
        School.objects.filter(pk__in=row.school_ids).exclude(pk__in=said).order_by("sort_name")
        .values_list("name", flat=True)
    )  # fmt: skip


@require_GET
def show_consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    return _screen(request, _get_consultation(request, consultation_id))


def run_consultation_transition(request: HttpRequest, consultation_id: int, step: str) -> HttpResponse:
    """``open``; ``prolong`` (``day``); ``publish`` (``summary``)."""
    row = _get_consultation(request, consultation_id, change=True)
    if request.method != "POST":  # said to those alone who may see that there is a round
        return HttpResponseNotAllowed(["POST"])
    try:
        if step == "open":
            transitions.open_consultation(row)
        elif step == "prolong":
            transitions.extend_deadline(row, _end_of_day(request.POST.get("day", "")))
        elif step == "publish":
            transitions.publish_results(row, request.POST.get("summary", ""))
        else:
            raise Http404
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return _screen(request, row, {"summary": request.POST.get("summary", "")[:8000]}, 409)
    messages.success(request, _("Done."))
    return redirect("opinions_round", row.pk)


def _end_of_day(raw: str) -> datetime.datetime:
    try:
        day = parse_date(raw)
    except ValueError:
        day = None
    if day is None or day.year > timezone.localdate().year + 5:
        raise TransitionNotAllowed(_("Write the last day."))
    end = timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))
    return end - datetime.timedelta(seconds=1)


def respond_to_opinion(request: HttpRequest, consultation_id: int, opinion_id: int) -> HttpResponse:
    """``taken`` and ``response``; or ``hide`` with ``response`` as its reason, ``show``."""
    row = _get_consultation(request, consultation_id, change=True)
    opinion = get_object_or_404(Opinion, pk=opinion_id, consultation=row)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    words = request.POST.get("response", "")
    try:
        if row.results_at is not None and "hide" not in request.POST:
            raise TransitionNotAllowed(_("The results are published."))
        if "hide" in request.POST:
            if not words.strip():
                raise TransitionNotAllowed(_("Say why it is left out."))
            opinion_table.hide_opinion(opinion, words)
        elif "show" in request.POST:
            opinion_table.hide_opinion(opinion, "")
        else:
            opinion_table.respond_to_opinion(opinion, request.POST.get("taken", ""), words, request.user)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        return _screen(request, row, {"opinion": str(opinion.pk), "words": words[:4000]}, 409)
    messages.success(request, _("Saved."))
    return redirect(reverse("opinions_round", args=[row.pk]) + f"#opinion-{opinion.pk}")


@require_GET
def download_word_table(request: HttpRequest, consultation_id: int) -> HttpResponse:
    row = _get_consultation(request, consultation_id)
    portal = OfficePortal.objects.first()
    name = row.school.name if row.school else portal.name if portal else ""
    response = HttpResponse(export_to_word(row, name), content_type=WORD_CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="gop-y-{row.pk}.docx"'
    return response
