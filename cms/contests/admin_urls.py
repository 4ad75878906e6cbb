"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path, re_path

from cms.contests.views import bank, contests, jury

_ONE, _ROUND, _ATTEMPT = (
    "contests/<int:contest_id>/",
    "contests/<int:contest_id>/rounds/<int:round_id>/",
    ("contests/<int:contest_id>/attempts/<int:attempt_id>/"),
)

urlpatterns = [
    path("question-bank/", bank.QuestionsView.as_view(), name="contests_questions"),
    path("question-bank/results/", bank.QuestionsView.as_view(results_only=True), name="contests_questions_results"),
    path("question-bank/new/", bank.choose_kind, name="contests_question_new"),
    path("question-bank/new/<slug:kind>/", bank.add_question, name="contests_question_add"),
    path("question-bank/import/", bank.import_file, name="contests_questions_import"),
    path("question-bank/template.xlsx", bank.download_template, name="contests_questions_template"),
    re_path(
        r"^question-bank/export\.(?P<kind>xlsx|gift|xml)$", bank.export_questions, name="contests_questions_export"
    ),
    path("question-bank/<int:question_id>/", bank.edit_question, name="contests_question"),
    path("question-bank/<int:question_id>/review/", bank.review_question, name="contests_question_review"),
    path("contests/", contests.ContestsView.as_view(), name="contests_contests"),
    path("contests/add/", contests.add_contest, name="contests_contest_add"),
    path("contests/lists/", jury.ClassListsView.as_view(), name="contests_lists"),
    path("contests/lists/<int:school_id>/<int:contest_id>/", jury.edit_class_list, name="contests_list"),
    path(
        "contests/lists/<int:school_id>/<int:contest_id>/codes.xlsx",
        jury.download_code_slips,
        name="contests_list_codes",
    ),
    path(_ONE, contests.contest, name="contests_contest"),
    path(_ONE + "edit/", contests.edit_contest, name="contests_contest_edit"),
    path(_ONE + "certificates/", contests.give_contest_certificates, name="contests_certificates"),
    path(_ONE + "protests/", jury.ProtestsView.as_view(), name="contests_protests"),
    path(_ONE + "step/<slug:step>/", contests.take_step, name="contests_step"),
    path(_ONE + "rounds/add/", contests.edit_round, name="contests_round_add"),
    path(_ROUND, contests.edit_round, name="contests_round"),
    path(_ROUND + "pool/", contests.edit_pool, name="contests_pool"),
    path(_ROUND + "pool/<int:number>/cancel/", contests.cancel_question, name="contests_pool_cancel"),
    path(_ROUND + "ranking/", jury.RankingView.as_view(), name="contests_ranking"),
    path(_ROUND + "ranking.xlsx", jury.download_ranking, name="contests_ranking_file"),
    path(_ROUND + "marks/", jury.AnomaliesView.as_view(), name="contests_marks"),
    path(_ROUND + "recount/", jury.recount_view, name="contests_recount"),
    path(_ATTEMPT, jury.show_attempt, name="contests_attempt"),
    path(_ATTEMPT + "<slug:step>/", jury.take_attempt_step, name="contests_attempt_step"),
]
