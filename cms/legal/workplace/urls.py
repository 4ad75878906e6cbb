from django.urls import path

from cms.legal.workplace import review_views

app_name = "library_work"
urlpatterns = [
    path("reviews/", review_views.ReviewListView.as_view(), name="reviews"),
    path("reviews/<int:review_id>/", review_views.ReviewView.as_view(), name="review"),
]
