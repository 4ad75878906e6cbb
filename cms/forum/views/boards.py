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

from cms.core.instance_hooks import allow_all_rows
from cms.core.web.page_header import build_page_header
from cms.forum import board_access, discussion
from cms.forum.models import Board, Entry, Topic
from cms.tenancy.models import School

PER_PAGE = 30


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = ["title", "about", "order", "closed"]


def forum_breadcrumb() -> tuple[str, str]:
    """The uppermost screen, for the bar of those below."""
    return _("Forum"), reverse("forum_boards")


@require_GET
def list_boards(request: HttpRequest) -> HttpResponse:
    rows = board_access.boards_readable_by(request.user).annotate(number=Count("topics"), newest=Max("topics__last_at"))
    context = {
        **build_page_header(_("Forum"), "group"),
        "boards": rows.order_by("school", "order", "title"),
        "manages": bool(board_access.places_managed_by(request.user)),
    }  # fmt: skip
    return render(request, "forum/index.html", context)


def get_board(request: HttpRequest, number: int) -> Board:
    row = board_access.boards_readable_by(request.user).filter(pk=number).first()
    if row is None:
        raise Http404
    return row


@require_GET
def show_board(request: HttpRequest, board_id: int) -> HttpResponse:
    row = get_board(request, board_id)
    moderates = board_access.can_moderate(request.user, row)
    rows = Topic.objects.filter(board=row).select_related("by").order_by("-last_at", "-pk")
    rows = rows if moderates else rows.filter(hidden_reason="")
    context = {
        **build_page_header(row.title, "group", forum_breadcrumb()),
        "board": row, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("p")),
        "may_write": board_access.can_write(request.user, row),
        "manages": row.school_id in board_access.places_managed_by(request.user),
    }  # fmt: skip
    return render(request, "forum/board.html", context)


@require_http_methods(["GET", "POST"])
def edit_board(request: HttpRequest, board_id: int | None = None) -> HttpResponse:
    places = board_access.places_managed_by(request.user)
    row = get_board(request, board_id) if board_id else None
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
    context = {**build_page_header(title, "group", forum_breadcrumb()), "form": form, "board": row, "places": choices}
    return render(request, "forum/board_edit.html", context)


@require_GET
def search_entries(request: HttpRequest) -> HttpResponse:
    """Entries with words that begin like all those typed, with or without marks, in boards that the person reads."""
    typed = request.GET.get("q", "")[:200]
    words = discussion.search_words(typed).split()[:8]
    rows = Entry.objects.filter(
        topic__board__in=board_access.boards_readable_by(request.user).values("pk"),
        hidden_reason="",
        topic__hidden_reason="",
    )
    for word in words:
        rows = rows.filter(words__contains=f" {word}")
    rows = rows.select_related("topic__board", "by").order_by("-at", "-pk") if words else rows.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    with allow_all_rows(
        "only entries of boards that the person reads were asked for; each would be looked up by itself"
    ):
        page.object_list = list(page.object_list)
    context = {**build_page_header(_("Search the forum"), "search", forum_breadcrumb()), "q": typed, "page": page}
    return render(request, "forum/search.html", context)
