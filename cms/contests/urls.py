"""Public addresses of this app. What lies under ``bai-thi/`` counts its requests itself
(``cms.core.web.rate_limits``)."""

from django.urls import path

from cms.contests.views import attempt, public

urlpatterns = [
    path("cuoc-thi/", public.list_contests, name="contests"),
    path("cuoc-thi/<int:pk>-<slug:slug>/", public.show_contest, name="contest"),
    path("cuoc-thi/<int:pk>-<slug:slug>/ket-qua/", public.show_results, name="contest_results"),
    path("bai-thi/", attempt.attempt_page, name="attempt"),
    path("bai-thi/vao/<int:pk>/", public.enter_open_round, name="contest_enter"),
    path("bai-thi/tiep/", public.resume_with_code, name="attempt_resume"),
    path("bai-thi/de/", attempt.get_questions, name="attempt_questions"),
    path("bai-thi/tra-loi/", attempt.post_answer, name="attempt_answer"),
    path("bai-thi/nop/", attempt.hand_in, name="attempt_hand_in"),
    path("bai-thi/khieu-nai/", attempt.post_protest, name="attempt_protest"),
]
