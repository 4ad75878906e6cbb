"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.advice.views import item, law, profiles, queue, reports, reviews, rules, tasks

urlpatterns = [
    path("questions/", queue.QueueView.as_view(), name="advice_queue"),
    path("questions/results/", queue.QueueView.as_view(results_only=True), name="advice_queue_results"),
    path("questions/rules/", rules.edit, name="advice_rules"),
    path("questions/experts/", profiles.ExpertsView.as_view(), name="advice_experts"),
    path("questions/experts/results/", profiles.ExpertsView.as_view(results_only=True), name="advice_experts_results"),
    path("questions/experts/<int:pk>/", profiles.edit, name="advice_expert"),
    path("questions/reports/", reports.ReportsView.as_view(), name="advice_reports"),
    path("questions/reports/results/", reports.ReportsView.as_view(results_only=True), name="advice_reports_results"),
    path("questions/reports/<int:pk>/", reports.report, name="advice_report"),
    path("questions/<int:pk>/", item.item, name="advice_item"),
    path("questions/<int:pk>/<slug:step>/", item.step, name="advice_step"),
    path("my-questions/", tasks.TasksView.as_view(), name="advice_tasks"),
    path("my-questions/results/", tasks.TasksView.as_view(results_only=True), name="advice_tasks_results"),
    path("my-questions/law/", law.find, name="advice_law"),
    path("my-questions/reviews/<int:pk>/", reviews.review, name="advice_review"),
    path("my-questions/<int:pk>/", tasks.task, name="advice_task"),
    path("my-questions/<int:pk>/<slug:step>/", tasks.step, name="advice_task_step"),
]
