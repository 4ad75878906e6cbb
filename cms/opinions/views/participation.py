"""Rounds in which the person is asked, in the admin."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.advice.intake import form_tokens
from cms.advice.models import Asker
from cms.core.instance_hooks import allow_all_rows
from cms.core.web.page_header import build_page_header
from cms.opinions import ownership
from cms.opinions.collection import opinion_intake, opinion_table
from cms.opinions.collection.opinion_intake import OpinionInput
from cms.opinions.consultation.transitions import TransitionNotAllowed
from cms.opinions.models import Consultation, Opinion
from cms.opinions.views.forms import OpinionForm
from cms.tenancy.models import School

#: The admin's forms are of no site.
NO_SITE_ID = 0


@require_GET
def list_consultations_for_user(request: HttpRequest) -> HttpResponse:
    rows = ownership.consultations_for_user(request.user)
    above = (_("Opinions on drafts"), reverse("opinions_rounds"))
    context = {
        **build_page_header(_("Where you are asked"), "comment", above),
        "open": [row for row in rows if row.is_open],
        "over": [row for row in rows if not row.is_open],
    }
    return render(request, "opinions/admin/asked.html", context)


def _get_consultation(request: HttpRequest, number: int) -> Consultation:
    row = next((row for row in ownership.consultations_for_user(request.user) if row.pk == number), None)
    if row is None:
        raise Http404
    return row


@require_http_methods(["GET", "POST"])
def answer_consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    row = _get_consultation(request, consultation_id)
    names = _names(ownership.represented_places(request.user, row))
    form = OpinionForm(request.POST or None, consultation=row, signed_in=True)
    form_token = form_tokens.create_form_token(NO_SITE_ID)
    status = 200
    if request.method == "POST":
        sent = form_tokens.parse_form_token(request.POST.get("token", ""), NO_SITE_ID)
        form_token = sent or form_token
        if not names:
            raise PermissionDenied
        if sent is None:
            messages.error(request, _("The form was open for very long. Nothing is lost: please send it again."))
        elif form.is_valid():
            try:
                opinion_intake.save_opinion(row, sent, _build_opinion_input(request, form, names), request.user)
            except TransitionNotAllowed as error:
                messages.error(request, str(error))
                status = 409
            else:
                messages.success(request, _("Thank you. Your opinion stands below."))
                return redirect("opinions_answer", row.pk)
    context = {
        **build_page_header(row.title, "comment", (_("Where you are asked"), reverse("opinions_asked"))),
        "round": row, "articles": row.articles.all(), "form": form, "token": form_token.raw, "names": names,
        "own": _own_opinions(request, row), "lines": _results(row), "chosen": request.POST.get("of", ""),
        "open": row.is_open,
    }  # fmt: skip
    return render(request, "opinions/admin/answer.html", context, status=status)


def _results(row: Consultation) -> list[opinion_table.OpinionLine]:
    """Everybody who was asked reads what became of all opinions."""
    if row.results_at is None:
        return []
    with allow_all_rows("results of a round for those who were asked"):
        return opinion_table.build_opinion_lines(row)


def _names(places: list[int | None]) -> dict[str, str]:
    """Value of the choice → whose name it is."""
    schools = dict(School.objects.filter(pk__in=[pk for pk in places if pk]).values_list("pk", "name"))
    return {str(pk or ""): schools[pk] if pk else _("Education office") for pk in places if pk is None or pk in schools}


def _build_opinion_input(request: HttpRequest, form: OpinionForm, names: dict[str, str]) -> OpinionInput:
    chosen = request.POST.get("of", "")
    place = chosen if chosen in names else next(iter(names))
    data = form.cleaned_data
    article = data["article"].pk if data["article"] else None
    name = "" if place else _("Education office")
    return OpinionInput(data["text"], Asker.TEACHER, article, name, int(place) if place else None)


def _own_opinions(request: HttpRequest, row: Consultation) -> list[Opinion]:
    """What was said from the person's own places, with the responses that are public."""
    schools = [pk for pk in ownership.represented_places(request.user, row) if pk]
    with allow_all_rows("the own opinions of a place"):
        rows = Opinion.objects.filter(consultation=row)
        mine = rows.filter(school__in=schools) | rows.filter(by=request.user.pk)
        return list(mine.select_related("article", "school").order_by("-at")[:200])
