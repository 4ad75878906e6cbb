"""A file that came with a question, for those who handle it and whom it was given to. Never shown in place."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cms.advice.models import Attachment
from cms.advice.workflow import assignment
from cms.core.web.headers import FILES


@require_GET
def download_attachment(request: HttpRequest, pk: int) -> FileResponse:
    row = get_object_or_404(Attachment.objects.select_related("question"), pk=pk)
    user, question = request.user, row.question
    mine = assignment.questions_assigned_to(user).filter(pk=question.pk).exists()
    if not (mine or user.is_superuser or assignment.can_view_question(user, question) or assignment.is_observer(user)):
        raise Http404
    try:
        file = row.file.open()
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename=row.name)
    response["Content-Security-Policy"], response["Cache-Control"] = FILES, "no-store"
    return response
