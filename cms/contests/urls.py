"""Public addresses of this app. What lies under ``bai-thi/`` counts its requests itself
(``cms.core.web.rate_limits``)."""

from django.urls import path

from cms.contests.views import attempt, public

urlpatterns = [
    path("cuoc-thi/", public.index, name="contests"),
    path("cuoc-thi/<int:pk>-<slug:slug>/", public.contest, name="contest"),
    path("cuoc-thi/<int:pk>-<slug:slug>/ket-qua/", public.results, name="contest_results"),
    path("bai-thi/", attempt.page, name="attempt"),
    path("bai-thi/vao/<int:pk>/", public.enter, name="contest_enter"),
    path("bai-thi/tiep/", public.resume, name="attempt_resume"),
    path("bai-thi/de/", attempt.questions, name="attempt_questions"),
    path("bai-thi/tra-loi/", attempt.answer, name="attempt_answer"),
    path("bai-thi/nop/", attempt.hand_in, name="attempt_hand_in"),
    path("bai-thi/khieu-nai/", attempt.protest, name="attempt_protest"),
]
