"""The page that says whether a paper is genuine. It says no more than the paper, and of a child less."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.certificates.models import Certificate
from cms.core import human_codes
from cms.core.instance_hooks import allow_all_rows_outside_admin
from cms.core.text import name_initials
from cms.tenancy import sites

allow_public_reads = allow_all_rows_outside_admin(
    "the certificate whose code was printed on a paper that somebody holds"
)
CODE_LENGTH = 16


def _build_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [{"title": _("Home"), "url": sites.build_local_path("/")}, *more]


@never_cache
@require_safe
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """For whoever cannot read the picture with a phone."""
    code = human_codes.normalize_code(request.GET.get("ma", "")[:60])
    if code:
        return redirect("certificate", code[:60])
    return render(request, "certificates/ask.html", {"crumbs": _build_crumbs()})


@never_cache
@require_safe
@allow_public_reads
def verify_certificate(request, code):
    """On the site of whoever issued it, and on the office's, where it is found after the school is closed too."""
    rows = Certificate.objects.filter(code=human_codes.normalize_code(code)).select_related("batch", "school")
    if (here := request.site_info.school_id) is not None:
        rows = rows.filter(batch__school=here)
    row = rows.first() if len(human_codes.normalize_code(code)) == CODE_LENGTH else None
    crumbs = _build_crumbs({"title": _("Certificates"), "url": reverse("certificate_ask")})
    if row is None:
        return render(request, "certificates/unknown.html", {"crumbs": crumbs}, status=404)
    shown = name_initials(row.person) if row.for_child else row.person
    context = {
        "row": row,
        "batch": row.batch,
        "shown": shown,
        "issuer": row.batch.frozen["organiser"],
        "crumbs": crumbs,
    }
    return render(request, "certificates/certificate.html", context)
