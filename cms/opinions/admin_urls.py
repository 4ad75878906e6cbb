"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.opinions.views import consultations, participation

urlpatterns = [
    path("opinions/", consultations.ConsultationsView.as_view(), name="opinions_rounds"),
    path("opinions/results/", consultations.ConsultationsView.as_view(results_only=True),
        name="opinions_rounds_results"),
    path("opinions/add/", consultations.edit_consultation, name="opinions_add"),
    path("opinions/asked/", participation.list_consultations_for_user, name="opinions_asked"),
    path("opinions/asked/<int:consultation_id>/", participation.answer_consultation, name="opinions_answer"),
    path("opinions/<int:consultation_id>/", consultations.show_consultation, name="opinions_round"),
    path("opinions/<int:consultation_id>/edit/", consultations.edit_consultation, name="opinions_edit"),
    path("opinions/<int:consultation_id>/table.docx", consultations.download_word_table, name="opinions_word"),
    path(
        "opinions/<int:consultation_id>/opinions/<int:opinion_id>/", consultations.respond_to_opinion,
        name="opinions_respond"
    ),
    path("opinions/<int:consultation_id>/<slug:step>/", consultations.run_consultation_transition,
        name="opinions_step"),
]  # fmt: skip
