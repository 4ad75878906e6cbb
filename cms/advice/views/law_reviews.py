"""Law that a published answer cites has changed: look, and say what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.advice.answering import law_reviews
from cms.advice.models import Review
from cms.advice.workflow.assignment import APPROVE
from cms.core.instance_hooks import allow_all_rows
from cms.core.web.page_header import build_page_header
from cms.legal.models.statuses import StatusCode
from cms.tenancy import rights, sites


def handle_review(request: HttpRequest, pk: int) -> HttpResponse:
    with allow_all_rows("whose review it is; the view asks before anything is shown"):
        row = Review.objects.select_related("page", "document").filter(pk=pk).first()
    mine = law_reviews.open_reviews_for_user(request.user).filter(pk=pk).exists()
    if row is None or not (mine or rights.has_right(request.user, APPROVE, row.school_id)):
        raise Http404
    if request.method == "POST":
        note = request.POST.get("words", "")
        if not note.strip():
            messages.error(request, _("Say what came of it: the answer holds, or it was changed."))
        else:
            if law_reviews.close_review(row, request.user, note):
                messages.success(request, _("Done. The page no longer says that the answer is looked at."))
            else:
                messages.warning(request, _("Somebody else has done this meanwhile."))
            return redirect("advice_tasks" if mine else "advice_queue")
    context = {
        **build_page_header(_("Does the answer still hold?"), "help", (_("Questions for me"), reverse("advice_tasks"))),
        "review": row, "status": StatusCode(row.status).label, "url": sites.page_url(row.page.url_path),
        "document_url": row.document.get_absolute_url(),
    }  # fmt: skip
    return render(request, "advice/admin/review.html", context)
