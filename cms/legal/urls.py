from django.urls import path

from cms.legal.pages import akoma_view, feeds, views

# <path:…>: people type numbers with their slash, /van-ban/15/2020/NĐ-CP/.
urlpatterns = [
    path("van-ban/", views.library_list, name="legal_library"),
    path("van-ban/tin.atom", feeds.atom, name="legal_feed"),
    path("van-ban/<slug:old>/so-sanh/<slug:new>/", views.compare, name="legal_compare"),
    path("van-ban/<slug:slug>/ban-khac/<int:version>/", views.other_text, name="legal_other_text"),
    path("van-ban/<slug:document>/akn.xml", akoma_view.akoma, name="legal_akoma"),
    path("van-ban/<slug:document>/tai-ve.docx", views.word, name="legal_word"),
    path("van-ban/<slug:document>/vien-dan/", views.cited_by, name="legal_cited_by"),
    path("van-ban/<path:slug>/", views.document, name="legal_document"),
]
