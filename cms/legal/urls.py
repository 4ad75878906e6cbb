from django.urls import path

from cms.legal import views

# <path:…>: people type numbers with their slash, /van-ban/15/2020/NĐ-CP/.
urlpatterns = [
    path("van-ban/", views.library_list, name="legal_library"),
    path("van-ban/<slug:slug>/so-sanh/<slug:other>/", views.compare, name="legal_compare"),
    path("van-ban/<slug:slug>/vien-dan/", views.cited_by, name="legal_cited_by"),
    path("van-ban/<path:slug>/", views.document, name="legal_document"),
]
