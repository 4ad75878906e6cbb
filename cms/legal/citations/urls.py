from django.urls import path

from cms.legal.citations import views

app_name = "citations"
urlpatterns = [
    path("stale/", views.StaleView.as_view(), name="stale"),
    path("unresolved/", views.UnresolvedView.as_view(), name="unresolved"),
]
