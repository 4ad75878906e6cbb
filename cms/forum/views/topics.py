"""A topic with its entries: read, answer, quote, follow; for moderators lock, move, hide."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.documents import get_document_model

from cms.core.instance_hooks import allow_all_rows
from cms.core.web.page_header import build_page_header
from cms.forum import board_access, discussion, moderation
from cms.forum.discussion import EntryInput, TransitionNotAllowed
from cms.forum.models import Board, Entry, Follow, Topic
from cms.forum.views.boards import forum_breadcrumb
from cms.forum.views.boards import get_board as board_found
from cms.legal.citations.annotate import AnnotatedText, annotate_texts
from cms.tenancy import rights

PER_PAGE = 20
MAX_FILES = 5
MAX_OFFERED_FILES = 50  # newest files of the own schools


@dataclass(frozen=True)
class RenderedEntry:
    """An entry as it is read, with the law that it cites linked."""

    entry: Entry
    html: SafeString
    files: list


def get_topic(request: HttpRequest, number: int) -> Topic:
    """Only on boards that the person reads; what is hidden for moderators."""
    rows = Topic.objects.filter(board__in=board_access.boards_readable_by(request.user).values("pk"))
    row = rows.select_related("board__school", "by").filter(pk=number).first()
    if row is None or (row.hidden_reason and not board_access.can_moderate(request.user, row.board)):
        raise Http404
    return row


def list_own_files(user):
    """Files of the person's own schools, which it may share; the newest first."""
    schools = [place.school_id for place in rights.places_of(user)]
    return get_document_model().objects.filter(school__in=[pk for pk in schools if pk]).order_by("-created_at", "-pk")


def _entry_input_from(request: HttpRequest, topic: Topic | None = None) -> EntryInput:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise TransitionNotAllowed(_("The form is no longer valid. Open it again.")) from None
    numbers = [int(raw) for raw in request.POST.getlist("files") if raw.isascii() and raw.isdigit() and len(raw) < 10]
    files = list(list_own_files(request.user).filter(pk__in=numbers[:MAX_FILES]))
    if len(files) != len(set(numbers)):
        raise TransitionNotAllowed(_("Choose at most %(most)s files of your own school.") % {"most": MAX_FILES})
    raw = request.POST.get("quotes", "")
    quotes = None
    if topic and raw.isascii() and raw.isdigit() and len(raw) < 10:
        quotes = Entry.objects.filter(topic=topic, pk=int(raw), hidden_reason="").first()
    return EntryInput(request.POST.get("text", ""), key, quotes, files)


def _form(request: HttpRequest) -> dict:
    return {
        "key": request.POST.get("key") or uuid.uuid4(), "text": request.POST.get("text", "")[:12_000],
        "title": request.POST.get("title", "")[:300], "files": list_own_files(request.user)[:MAX_OFFERED_FILES],
        "chosen": request.POST.getlist("files")[:MAX_OFFERED_FILES],
    }  # fmt: skip


def _above(board: Board) -> list[tuple[str, str]]:
    return [forum_breadcrumb(), (board.title, reverse("forum_board", args=[board.pk]))]


@require_http_methods(["GET", "POST"])
def add_topic(request: HttpRequest, board_id: int) -> HttpResponse:
    board = board_found(request, board_id)
    if not board_access.can_write(request.user, board):
        raise PermissionDenied
    if request.method == "POST":
        try:
            row = discussion.start_topic(board, request.POST.get("title", ""), _entry_input_from(request), request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            return redirect("forum_topic", row.pk)
    context = {**build_page_header(_("New topic"), "group", *_above(board)), "board": board, "form": _form(request)}
    return render(request, "forum/topic_add.html", context)


@require_http_methods(["GET", "POST"])
def show_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    row = get_topic(request, topic_id)
    writes = board_access.can_write(request.user, row.board) and not row.locked and not row.hidden_reason
    if request.method == "POST":
        if not board_access.can_write(request.user, row.board):
            raise PermissionDenied
        try:
            entry = discussion.add_reply(row, _entry_input_from(request, row), request.user)
        except TransitionNotAllowed as error:
            messages.error(request, str(error))
        else:
            return redirect(_address(entry))
    else:
        discussion.mark_topic_seen(row, request.user)
    moderates = board_access.can_moderate(request.user, row.board)
    context = {
        **build_page_header(row.title, "group", *_above(row.board)),
        "topic": row, **_page(request, row), "form": _form(request), "may_write": writes, "moderates": moderates,
        "follows": Follow.objects.filter(topic=row, user=request.user.pk).exists(),
        "targets": Board.objects.filter(school=row.board.school_id).exclude(pk=row.board_id) if moderates else [],
        "quoted": _quoted(request, row),
    }  # fmt: skip
    return render(request, "forum/topic.html", context)


def _page(request: HttpRequest, row: Topic) -> dict[str, Any]:
    """``page`` of the entries, ``entries`` of it as they are shown."""
    rows = (
        Entry.objects.filter(topic=row)
        .prefetch_related("files")
        .select_related("by", "school", "quotes__by")
        .order_by("at", "pk")
    )
    page = Paginator(rows.order_by("at", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    with allow_all_rows("whoever reads an entry reads its writer's school and the names of its files"):
        entries = list(page.object_list)
    texts = annotate_texts([AnnotatedText(linebreaks(entry.text, autoescape=True)) for entry in entries])
    shown = [RenderedEntry(entry, text, list(entry.files.all())) for entry, text in zip(entries, texts, strict=True)]
    return {"page": page, "entries": shown}


def _quoted(request: HttpRequest, row: Topic) -> Entry | None:
    raw = request.POST.get("quotes") or request.GET.get("quote") or ""
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):
        return None
    return Entry.objects.filter(topic=row, pk=int(raw), hidden_reason="").select_related("by").first()


def _address(entry: Entry) -> str:
    # every school: entries of one topic that the person reads
    before = Entry.objects.filter(topic=entry.topic_id, at__lte=entry.at).count()
    page = (max(before, 1) - 1) // PER_PAGE + 1
    return f"{reverse('forum_topic', args=[entry.topic_id])}?p={page}#entry-{entry.pk}"


@require_POST
def run_topic_transition(request: HttpRequest, topic_id: int, step: str) -> HttpResponse:
    """``follow``, ``unfollow``; for moderators ``lock``, ``unlock``, ``hide``, ``show`` and ``move`` (``board``)."""
    row = get_topic(request, topic_id)
    if step in ("follow", "unfollow"):
        discussion.set_following(row, request.user, step == "follow")
        return redirect("forum_topic", row.pk)
    if not board_access.can_moderate(request.user, row.board):
        raise PermissionDenied
    try:
        if step in ("lock", "unlock"):
            moderation.set_topic_lock(row, step == "lock")
        elif step == "hide":
            moderation.hide_topic(row, request.POST.get("reason", ""))
        elif step == "show":
            moderation.show_topic(row)
        elif step == "move":
            raw = request.POST.get("board", "")
            number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0
            moderation.move_topic(row, board_found(request, number))
        else:
            raise Http404
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("forum_topic", row.pk)


@require_GET
def download_file(request: HttpRequest, entry_id: int, document_id: int) -> FileResponse:
    """A file that somebody has shared, for whoever reads the entry."""
    rows = Entry.objects.filter(pk=entry_id, hidden_reason="").select_related("topic")
    entry = rows.first()
    if entry is None:
        raise Http404
    get_topic(request, entry.topic_id)
    with allow_all_rows("a file that was shared with the readers of the board"):
        document = entry.files.filter(pk=document_id).first()
        if document is None:
            raise Http404
        try:
            return FileResponse(document.file.open(), as_attachment=True, filename=document.filename)
        except FileNotFoundError:
            raise Http404 from None
