"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.opinions.views import answering, rounds

urlpatterns = [
    path("opinions/", rounds.RoundsView.as_view(), name="opinions_rounds"),
    path("opinions/results/", rounds.RoundsView.as_view(results_only=True), name="opinions_rounds_results"),
    path("opinions/add/", rounds.edit, name="opinions_add"),
    path("opinions/asked/", answering.asked, name="opinions_asked"),
    path("opinions/asked/<int:consultation_id>/", answering.answer, name="opinions_answer"),
    path("opinions/<int:consultation_id>/", rounds.round_, name="opinions_round"),
    path("opinions/<int:consultation_id>/edit/", rounds.edit, name="opinions_edit"),
    path("opinions/<int:consultation_id>/table.docx", rounds.word, name="opinions_word"),
    path(
        "opinions/<int:consultation_id>/opinions/<int:opinion_id>/", rounds.respond, name="opinions_respond"
    ),
    path("opinions/<int:consultation_id>/<slug:step>/", rounds.step, name="opinions_step"),
]  # fmt: skip
