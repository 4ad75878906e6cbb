from django.urls import path

from cms.legal.admin_views import (
    clause_views,
    conflict_lists,
    conflict_views,
    duplicate_views,
    export_views,
    review_views,
    text_views,
)
from cms.legal.admin_views.imports import import_views, proposal_views

app_name = "library_work"
urlpatterns = [
    path("reviews/", review_views.ReviewListView.as_view(), name="reviews"),
    path("reviews/results/", review_views.ReviewListView.as_view(results_only=True), name="reviews_results"),
    path("reviews/<int:review_id>/", review_views.ReviewView.as_view(), name="review"),
    path("duplicates/", duplicate_views.DuplicateListView.as_view(), name="duplicates"),
    path(
        "duplicates/results/", duplicate_views.DuplicateListView.as_view(results_only=True), name="duplicates_results"
    ),
    path("duplicates/<int:first_id>/<int:second_id>/", duplicate_views.DuplicateView.as_view(), name="duplicate"),
    path("clauses/", clause_views.ClauseListView.as_view(), name="clauses"),
    path("clauses/results/", clause_views.ClauseListView.as_view(results_only=True), name="clauses_results"),
    path("clauses/decide/", clause_views.DecideClausesView.as_view(), name="clauses_decide"),
    path("clauses/rule/", clause_views.ClauseRuleView.as_view(), name="clause_rule"),
    path("clauses/<int:clause_id>/", clause_views.ClauseView.as_view(), name="clause"),
    path("imports/", import_views.ImportListView.as_view(), name="imports"),
    path("imports/template.<slug:kind>", import_views.ImportTemplateView.as_view(), name="import_template"),
    path("imports/<int:upload_id>/", import_views.UploadView.as_view(), name="import"),
    path("imports/<int:upload_id>/report.csv", import_views.ImportReportView.as_view(), name="import_report"),
    path("proposals/<int:proposal_id>/", proposal_views.ProposalView.as_view(), name="proposal"),
    path("proposals/<int:proposal_id>/file/", proposal_views.ProposalFileView.as_view(), name="proposal_file"),
    path("conflicts/", conflict_lists.ConflictListView.as_view(), name="conflicts"),
    path("conflicts/results/", conflict_lists.ConflictListView.as_view(results_only=True), name="conflicts_results"),
    path("conflicts/decide/", conflict_views.DecideConflictsView.as_view(), name="decide_conflicts"),
    path("conflicts/<int:conflict_id>/", conflict_views.ConflictView.as_view(), name="conflict"),
    path("documents/<int:law_id>/texts/", text_views.TextsView.as_view(), name="texts"),
    path("documents/<int:law_id>/texts/<int:version_id>/", text_views.TextView.as_view(), name="text"),
    path("export/<slug:kind>/", export_views.export_library, name="export"),
    path("documents/<int:law_id>/akn.xml", export_views.export_akoma_ntoso, name="akoma"),
]
