"""The organiser's templates of certificates."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.certificates.forms import TemplateForm
from cms.certificates.issuing import sheets
from cms.certificates.issuing.issue import REFUSAL_MESSAGES
from cms.certificates.models import CertificateTemplate
from cms.certificates.rendering.pdf import FontsMissing
from cms.certificates.views import ownership
from cms.core.web.listing import ListingView
from cms.tenancy.staff.workplaces import chosen_owner, filter_by_owners, owner_choices, workplace_owners


class TemplatesView(ListingView):
    model = CertificateTemplate
    page_title = gettext_lazy("Templates of certificates")
    header_icon = "doc-full"
    no_results_message = gettext_lazy("No template yet. Make one, then give certificates from a contest or a course.")
    index_url_name = "certificate_templates"
    columns: ClassVar[list[Column]] = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="certificate_template"),
        Column("organiser", label=gettext_lazy("Issuing body")),
        Column("signer_name", label=gettext_lazy("Signed by")),
        Column("series", label=gettext_lazy("Numbers end with")),
    ]

    def get_base_queryset(self) -> QuerySet[CertificateTemplate]:
        own = workplace_owners(self.request.user, "certificates.view_certificatetemplate")
        return CertificateTemplate.objects.filter(filter_by_owners(own))

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not workplace_owners(self.request.user, "certificates.add_certificatetemplate"):
            return []
        return [HeaderButton(_("New template"), url=reverse("certificate_template_add"), icon_name="plus")]


@require_http_methods(["GET", "HEAD", "POST"])
def add_template(request: Any) -> HttpResponse:
    owner = chosen_owner(request, "certificates.add_certificatetemplate")
    return _edit_form(request, CertificateTemplate(school_id=owner))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_form(request, ownership.template_for(request, pk, "change"))


def _edit_form(request: HttpRequest, row: CertificateTemplate) -> HttpResponse:
    form = TemplateForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        row = form.save()
        messages.success(request, _("The template is saved. Certificates that were issued before stay as they are."))
        return redirect("certificate_template", row.pk)
    context = {
        "form": form,
        "title": _("Template of certificates"),
        "subtitle": row.name,
        "icon": "doc-full",
        "back": reverse("certificate_templates"),
        "places": [] if row.pk else owner_choices(request.user, "certificates.add_certificatetemplate"),
        "of": str(row.school_id or "office"),
        "sample": reverse("certificate_sample", args=[row.pk]) if row.pk else "",
    }
    return render(request, "certificates/admin/template.html", context, status=422 if form.errors else 200)


@require_safe
def download_sample(request: HttpRequest, pk: int) -> HttpResponse:
    row = ownership.template_for(request, pk, "view")
    try:
        return pdf_response(sheets.render_sample(row), "mau.pdf")
    except FontsMissing:
        messages.error(request, str(REFUSAL_MESSAGES["fonts"]))
        return redirect("certificate_templates")


def pdf_response(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
