from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cms.home import health
from cms.tenancy.accounts.views import SignInRedirectView
from cms.tenancy.private import private_views

handler429 = "cms.tenancy.accounts.views.too_many_attempts"

urlpatterns = [
    path("", include("cms.home.root_urls")),
    path("favicon.ico", health.favicon),
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("admin/", include("cms.tenancy.accounts.urls")),
    path("admin/", include("cms.tenancy.staff.open_urls")),
    path("admin/", include("cms.tenancy.editing.urls")),
    path("admin/", include("cms.tenancy.scoped_views.urls")),
    path("admin/", include(wagtailadmin_urls)),
    # In place of Wagtail's, under its names; its own would take digits of every script ("٣") past ours.
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        private_views.document_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path(
        "documents/<int:document_id>/<path:document_filename>", private_views.serve_document, name="wagtaildocs_serve"
    ),
    path("private-images/<int:rendition_id>/<str:name>", private_views.serve_picture, name="private_picture"),
    path("api/v1/", include("cms.legal.api.urls")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
]

if settings.DEBUG or not settings.STORAGES["default"]["BACKEND"].endswith("S3Storage"):
    from cms.home.media import serve_media

    urlpatterns.append(path("media/<path:path>", serve_media))

urlpatterns += i18n_patterns(
    path("_util/login/", SignInRedirectView.as_view()),
    path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", private_views.page_password),
    path("", include("cms.legal.urls")),
    path("", include("cms.channels.urls")),
    path("", include("cms.district.urls")),
    path("", include("cms.training.urls")),
    path("", include("cms.contests.urls")),
    path("", include("cms.opinions.urls")),
    path("", include("cms.certificates.urls")),
    path("", include("cms.advice.urls")),
    path("", include("cms.home.urls")),
    path("", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
