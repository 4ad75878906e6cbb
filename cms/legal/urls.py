from django.urls import path

from cms.legal.pages import akoma_view, as_of, feeds, views

# <path:…>: people type numbers with their slash, /van-ban/15/2020/NĐ-CP/.
urlpatterns = [
    path("van-ban/", views.library_list, name="legal_library"),
    path("van-ban/tin.atom", feeds.library_feed, name="legal_feed"),
    path("van-ban/<slug:old>/so-sanh/<slug:new>/", views.compare, name="legal_compare"),
    path("van-ban/<slug:slug>/ban-khac/<int:version>/", views.other_text, name="legal_other_text"),
    path("van-ban/<slug:document>/akn.xml", akoma_view.akoma_ntoso_document, name="legal_akoma"),
    path("van-ban/<slug:document>/tai-ve.docx", views.document_as_word, name="legal_word"),
    path("van-ban/<slug:document>/vien-dan/", views.cited_by, name="legal_cited_by"),
    path("van-ban/<slug:document>/tai-ngay/<str:day>/", as_of.as_of_page, name="legal_as_of"),
    path("van-ban/<path:slug>/", views.document, name="legal_document"),
    path("eli/vn/<slug:kind>/<slug:issued>/<slug:document>", as_of.resolve_identifier, name="legal_eli"),
    path(
        "eli/vn/<slug:kind>/<slug:issued>/<slug:document>/<str:day>/vie",
        as_of.resolve_identifier,
        name="legal_eli_as_of",
    ),
]
