from django.urls import path, re_path

from cms.board.admin_views import plan_views, views

app_name = "board"
urlpatterns = [
    path("", views.BoardView.as_view(), name="index"),
    path("results/", views.BoardView.as_view(results_only=True), name="results"),
    re_path(r"^export\.(?P<kind>csv|xlsx)$", views.ExportView.as_view(), name="export"),
    re_path(r"^report/(?P<period>[-q0-9]{4,9})\.(?P<kind>docx|xlsx)$", views.BoardReportView.as_view(), name="report"),
    path("remind/", views.RemindView.as_view(), name="remind"),
    path("plan/<int:plan_id>/", plan_views.PlanProgressView.as_view(), name="plan"),
    path("our-plan/<int:school_id>/", plan_views.SchoolPlanView.as_view(), name="our_plan"),
    path("measure/", views.MeasureView.as_view(), name="measure"),
    path("<int:school_id>/<slug:code>/", views.EvidenceView.as_view(), name="evidence"),
]
