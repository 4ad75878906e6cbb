"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.advice.views import (
    advice_rules,
    assigned_questions,
    attachment,
    expert_profiles,
    law_lookup,
    law_reviews,
    question_detail,
    question_queue,
    reported_answers,
    statistics,
)

urlpatterns = [
    path("advice/", question_queue.QueueView.as_view(), name="advice_queue"),
    path("advice/queue-results/", question_queue.QueueView.as_view(results_only=True), name="advice_queue_results"),
    path("advice/numbers/", statistics.show_statistics, name="advice_numbers"),
    path("advice/rules/", advice_rules.edit_rules, name="advice_rules"),
    path("advice/experts/", expert_profiles.ExpertsView.as_view(), name="advice_experts"),
    path(
        "advice/experts/results/", expert_profiles.ExpertsView.as_view(results_only=True), name="advice_experts_results"
    ),
    path("advice/experts/<int:pk>/", expert_profiles.edit_profile, name="advice_expert"),
    path("advice/reports/", reported_answers.ReportsView.as_view(), name="advice_reports"),
    path(
        "advice/reports/results/",
        reported_answers.ReportsView.as_view(results_only=True),
        name="advice_reports_results",
    ),
    path("advice/reports/<int:pk>/", reported_answers.handle_report, name="advice_report"),
    path("advice/<int:pk>/", question_detail.show_question, name="advice_item"),
    path("advice/<int:pk>/<slug:step>/", question_detail.run_question_transition, name="advice_step"),
    path("my-questions/", assigned_questions.AssignedQuestionsView.as_view(), name="advice_tasks"),
    path(
        "my-questions/results/",
        assigned_questions.AssignedQuestionsView.as_view(results_only=True),
        name="advice_tasks_results",
    ),
    path("my-questions/files/<int:pk>/", attachment.download_attachment, name="advice_attachment"),
    path("my-questions/law/", law_lookup.find_law, name="advice_law"),
    path("my-questions/reviews/<int:pk>/", law_reviews.handle_review, name="advice_review"),
    path("my-questions/<int:pk>/", assigned_questions.show_assigned_question, name="advice_task"),
    path("my-questions/<int:pk>/<slug:step>/", assigned_questions.run_assigned_transition, name="advice_task_step"),
]
