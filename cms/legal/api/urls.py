from django.urls import path, re_path

from cms.legal.api import views

app_name = "library_api"
urlpatterns = [
    path("openapi.json", views.OpenApiView.as_view(), name="openapi"),
    path("documents/", views.DocumentListView.as_view(), name="documents"),
    path("documents/<uuid:key>/", views.DocumentView.as_view(), name="document"),
    path("document-types/", views.TermsView.as_view(rows=views.document_types), name="document_types"),
    path("issuing-bodies/", views.TermsView.as_view(rows=views.issuing_bodies), name="issuing_bodies"),
    path("fields/", views.TermsView.as_view(rows=views.fields), name="fields"),
    # The rest is answered as JSON too; without its slash an address is led to the one with it.
    re_path(r"^(?:.*/)?$", views.NotFoundView.as_view(), name="nothing"),
]
