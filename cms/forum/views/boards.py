"""Boards, the topics of one, and the search in what the person may read."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cms.core.rows import reading_all
from cms.core.web.head import head
from cms.forum import boards, talk
from cms.forum.models import Board, Entry, Topic
from cms.tenancy.models import School

PER_PAGE = 30


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = ["title", "about", "order", "closed"]


def forum() -> tuple[str, str]:
    """The uppermost screen, for the bar of those below."""
    return _("Forum"), reverse("forum_boards")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    rows = boards.read_by(request.user).annotate(number=Count("topics"), newest=Max("topics__last_at"))
    context = {
        **head(_("Forum"), "group"),
        "boards": rows.order_by("school", "order", "title"), "manages": bool(boards.managed_by(request.user)),
    }  # fmt: skip
    return render(request, "forum/index.html", context)


def found(request: HttpRequest, number: int) -> Board:
    row = boards.read_by(request.user).filter(pk=number).first()
    if row is None:
        raise Http404
    return row


@require_GET
def board(request: HttpRequest, board_id: int) -> HttpResponse:
    row = found(request, board_id)
    moderates = boards.may_moderate(request.user, row)
    rows = Topic.objects.filter(board=row).select_related("by").order_by("-last_at", "-pk")
    rows = rows if moderates else rows.filter(hidden_reason="")
    context = {
        **head(row.title, "group", forum()),
        "board": row, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "may_write": boards.may_write(request.user, row), "manages": row.school_id in boards.managed_by(request.user),
    }  # fmt: skip
    return render(request, "forum/board.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, board_id: int | None = None) -> HttpResponse:
    places = boards.managed_by(request.user)
    row = found(request, board_id) if board_id else None
    if not places or (row is not None and row.school_id not in places):
        raise PermissionDenied
    form = BoardForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        if row is None:
            asked = request.POST.get("of", "")
            form.instance.school_id = next((pk for pk in places if str(pk or "") == asked), places[0])
        saved = form.save()
        messages.success(request, _("Saved."))
        return redirect("forum_board", saved.pk)
    names = dict(School.objects.filter(pk__in=[pk for pk in places if pk]).values_list("pk", "name"))
    choices = [(pk or "", names.get(pk) if pk else _("All schools")) for pk in places] if row is None else []
    title = row.title if row else _("New board")
    context = {**head(title, "group", forum()), "form": form, "board": row, "places": choices}
    return render(request, "forum/board_edit.html", context)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Entries with words that begin like all those typed, with or without marks, in boards that the person reads."""
    typed = request.GET.get("q", "")[:200]
    words = talk.words_of(typed).split()[:8]
    rows = Entry.objects.filter(
        topic__board__in=boards.read_by(request.user).values("pk"), hidden_reason="", topic__hidden_reason=""
    )
    for word in words:
        rows = rows.filter(words__contains=f" {word}")
    rows = rows.select_related("topic__board", "by").order_by("-at", "-pk") if words else rows.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    with reading_all("only entries of boards that the person reads were asked for; each would be looked up by itself"):
        page.object_list = list(page.object_list)
    context = {**head(_("Search the forum"), "search", forum()), "q": typed, "page": page}
    return render(request, "forum/search.html", context)
