from django.urls import path

from cms.legal.citations.mending import views

app_name = "citations"
urlpatterns = [
    path("stale/", views.StaleView.as_view(), name="stale"),
    path("unresolved/", views.UnresolvedView.as_view(), name="unresolved"),
    path("unresolved/results/", views.UnresolvedView.as_view(results_only=True), name="unresolved_results"),
]
