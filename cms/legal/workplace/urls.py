from django.urls import path

from cms.legal.workplace import duplicate_views, review_views

app_name = "library_work"
urlpatterns = [
    path("reviews/", review_views.ReviewListView.as_view(), name="reviews"),
    path("reviews/<int:review_id>/", review_views.ReviewView.as_view(), name="review"),
    path("duplicates/", duplicate_views.DuplicateListView.as_view(), name="duplicates"),
    path("duplicates/<int:first_id>/<int:second_id>/", duplicate_views.DuplicateView.as_view(), name="duplicate"),
]
