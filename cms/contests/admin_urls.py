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
    path("question-bank/new/", bank.new, name="contests_question_new"),
    path("question-bank/new/<slug:kind>/", bank.add, name="contests_question_add"),
    path("question-bank/import/", bank.read_file, name="contests_questions_import"),
    path("question-bank/template.xlsx", bank.template, name="contests_questions_template"),
    re_path(r"^question-bank/export\.(?P<kind>xlsx|gift|xml)$", bank.export, name="contests_questions_export"),
    path("question-bank/<int:question_id>/", bank.edit, name="contests_question"),
    path("question-bank/<int:question_id>/review/", bank.review, name="contests_question_review"),
    path("contests/", contests.ContestsView.as_view(), name="contests_contests"),
    path("contests/add/", contests.add, name="contests_contest_add"),
    path("contests/lists/", jury.ListsView.as_view(), name="contests_lists"),
    path("contests/lists/<int:school_id>/<int:contest_id>/", jury.class_list, name="contests_list"),
    path("contests/lists/<int:school_id>/<int:contest_id>/codes.xlsx", jury.slips, name="contests_list_codes"),
    path(_ONE, contests.contest, name="contests_contest"),
    path(_ONE + "edit/", contests.edit, name="contests_contest_edit"),
    path(_ONE + "certificates/", contests.certificates, name="contests_certificates"),
    path(_ONE + "protests/", jury.ProtestsView.as_view(), name="contests_protests"),
    path(_ONE + "step/<slug:step>/", contests.take_step, name="contests_step"),
    path(_ONE + "rounds/add/", contests.round_form, name="contests_round_add"),
    path(_ROUND, contests.round_form, name="contests_round"),
    path(_ROUND + "pool/", contests.pool, name="contests_pool"),
    path(_ROUND + "pool/<int:number>/cancel/", contests.cancel, name="contests_pool_cancel"),
    path(_ROUND + "ranking/", jury.RankingView.as_view(), name="contests_ranking"),
    path(_ROUND + "ranking.xlsx", jury.ranking_file, name="contests_ranking_file"),
    path(_ROUND + "marks/", jury.MarksView.as_view(), name="contests_marks"),
    path(_ROUND + "recount/", jury.recount, name="contests_recount"),
    path(_ATTEMPT, jury.attempt, name="contests_attempt"),
    path(_ATTEMPT + "<slug:step>/", jury.attempt_step, name="contests_attempt_step"),
]
