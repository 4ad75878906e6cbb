"""Public addresses of this app."""

from django.urls import path
from django.views.generic import RedirectView

from cms.advice.views import ask, experts, follow, report, useful

urlpatterns = [
    path("hoi-dap/", RedirectView.as_view(pattern_name="advice_ask")),
    path("hoi-dap/dat-cau-hoi/", ask.form, name="advice_ask"),
    path("hoi-dap/goi-y/", ask.offers, name="advice_offers"),
    path("hoi-dap/theo-doi/", follow.typed, name="advice_follow_typed"),
    path("hoi-dap/theo-doi/<str:code>/", follow.question, name="advice_follow"),
    path("hoi-dap/theo-doi/<str:code>/du-lieu.json", follow.export, name="advice_export"),
    path("hoi-dap/huu-ich/<int:page_id>/", useful.count, name="advice_useful"),
    path("hoi-dap/bao/<int:page_id>/", report.form, name="advice_report_answer"),
    path("hoi-dap/chuyen-gia/", experts.index, name="advice_public_experts"),
    path("hoi-dap/chuyen-gia/<int:pk>/", experts.expert, name="advice_public_expert"),
]
