"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.certificates.views import batches, items, templates

urlpatterns = [
    path("certificates/", items.CertificatesView.as_view(), name="certificates"),
    path("certificates/results/", items.CertificatesView.as_view(results_only=True), name="certificates_results"),
    path("certificates/<int:pk>/", items.show_certificate, name="certificate_item"),
    path("certificates/<int:pk>/in.pdf", items.download_pdf, name="certificate_pdf"),
    path("certificates/<int:pk>/revoke/", items.revoke_item, name="certificate_revoke"),
    path("certificates/mine/<int:pk>.pdf", items.download_own_pdf, name="certificate_mine"),
    path("certificates/batches/", batches.BatchesView.as_view(), name="certificate_batches"),
    path("certificates/batches/<int:pk>/", batches.show_batch, name="certificate_batch"),
    path("certificates/batches/<int:pk>/print/", batches.request_batch_file, name="certificate_print"),
    path("certificates/files/<int:pk>.pdf", batches.download_batch_file, name="certificate_file"),
    path("certificates/templates/", templates.TemplatesView.as_view(), name="certificate_templates"),
    path("certificates/templates/add/", templates.add_template, name="certificate_template_add"),
    path("certificates/templates/<int:pk>/", templates.edit_template, name="certificate_template"),
    path("certificates/templates/<int:pk>/sample.pdf", templates.download_sample, name="certificate_sample"),
]
