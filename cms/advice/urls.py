"""Public addresses of this app."""

from django.urls import path
from django.views.generic import RedirectView

from cms.advice.views import experts, question_form, report_form, tracking, usefulness

urlpatterns = [
    path("hoi-dap/", RedirectView.as_view(pattern_name="advice_ask")),
    path("hoi-dap/dat-cau-hoi/", question_form.question_form, name="advice_ask"),
    path("hoi-dap/goi-y/", question_form.suggest_answers, name="advice_offers"),
    path("hoi-dap/theo-doi/", tracking.enter_code, name="advice_follow_typed"),
    path("hoi-dap/theo-doi/<str:code>/", tracking.track_question, name="advice_follow"),
    path("hoi-dap/theo-doi/<str:code>/du-lieu.json", tracking.export_question_data, name="advice_export"),
    path("hoi-dap/huu-ich/<int:page_id>/", usefulness.count_usefulness_vote, name="advice_useful"),
    path("hoi-dap/bao/<int:page_id>/", report_form.report_form, name="advice_report_answer"),
    path("hoi-dap/chuyen-gia/", experts.list_experts, name="advice_public_experts"),
    path("hoi-dap/chuyen-gia/<int:pk>/", experts.show_expert, name="advice_public_expert"),
]
