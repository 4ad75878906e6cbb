"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.advice.views import attachment, item, law, numbers, profiles, queue, reports, reviews, rules, tasks

urlpatterns = [
    path("advice/", queue.QueueView.as_view(), name="advice_queue"),
    path("advice/queue-results/", queue.QueueView.as_view(results_only=True), name="advice_queue_results"),
    path("advice/numbers/", numbers.show, name="advice_numbers"),
    path("advice/rules/", rules.edit, name="advice_rules"),
    path("advice/experts/", profiles.ExpertsView.as_view(), name="advice_experts"),
    path("advice/experts/results/", profiles.ExpertsView.as_view(results_only=True), name="advice_experts_results"),
    path("advice/experts/<int:pk>/", profiles.edit, name="advice_expert"),
    path("advice/reports/", reports.ReportsView.as_view(), name="advice_reports"),
    path("advice/reports/results/", reports.ReportsView.as_view(results_only=True), name="advice_reports_results"),
    path("advice/reports/<int:pk>/", reports.report, name="advice_report"),
    path("advice/<int:pk>/", item.item, name="advice_item"),
    path("advice/<int:pk>/<slug:step>/", item.step, name="advice_step"),
    path("my-questions/", tasks.TasksView.as_view(), name="advice_tasks"),
    path("my-questions/results/", tasks.TasksView.as_view(results_only=True), name="advice_tasks_results"),
    path("my-questions/files/<int:pk>/", attachment.open_file, name="advice_attachment"),
    path("my-questions/law/", law.find, name="advice_law"),
    path("my-questions/reviews/<int:pk>/", reviews.review, name="advice_review"),
    path("my-questions/<int:pk>/", tasks.task, name="advice_task"),
    path("my-questions/<int:pk>/<slug:step>/", tasks.step, name="advice_task_step"),
]
