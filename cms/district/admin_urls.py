"""Addresses of this app below the admin's prefix; their scopes stand in ``permissions``."""

from django.urls import path

from cms.district.views import aggregation_rules, inbox, jobs, link_reports, nominations, submission_queue
from cms.district.views import office_broadcasts as office

urlpatterns = [
    path("jobs/", jobs.JobsView.as_view(), name="district_jobs"),
    path("jobs/<slug:name>/run/", jobs.run_job_now, name="district_job_run"),
    path("to-schools/", office.BroadcastsView.as_view(), name="district_broadcasts"),
    path("to-schools/add/", office.AddView.as_view(), name="district_broadcast_add"),
    path("to-schools/<int:pk>/", office.BroadcastView.as_view(), name="district_broadcast"),
    path(
        "to-schools/<int:pk>/results/",
        office.BroadcastView.as_view(results_only=True),
        name="district_broadcast_results",
    ),
    path("to-schools/<int:pk>/edit/", office.EditView.as_view(), name="district_broadcast_edit"),
    path("to-schools/<int:pk>/send/", office.send_broadcast_now, name="district_broadcast_send"),
    path("to-schools/<int:pk>/recall/", office.recall_broadcast, name="district_broadcast_recall"),
    path("to-schools/<int:pk>/remind/", office.remind_schools, name="district_broadcast_remind"),
    path("from-office/", inbox.InboxView.as_view(), name="district_inbox"),
    path("from-office/results/", inbox.InboxView.as_view(results_only=True), name="district_inbox_results"),
    path("from-office/<int:school_id>/<int:broadcast_id>/", inbox.InboxItemView.as_view(), name="district_inbox_item"),
    path(
        "from-office/<int:school_id>/<int:broadcast_id>/changes/",
        inbox.ChangesView.as_view(),
        name="district_inbox_changes",
    ),
    path(
        "from-office/<int:school_id>/<int:broadcast_id>/<slug:step>/",
        inbox.respond_to_broadcast,
        name="district_inbox_answer",
    ),
    path("to-office/", nominations.NominationsView.as_view(), name="district_offered"),
    path("to-office/<int:page_id>/", nominations.NominateView.as_view(), name="district_nominate"),
    path("gathering/", aggregation_rules.GatherRulesView.as_view(), name="district_gather"),
    path("gathering/<int:page_id>/", aggregation_rules.override_page_depth, name="district_gather_mark"),
    path("links/", link_reports.AllLinksView.as_view(), name="district_links"),
    path("links/results/", link_reports.AllLinksView.as_view(results_only=True), name="district_links_results"),
    path("our-links/", link_reports.OwnLinksView.as_view(), name="district_our_links"),
    path("our-links/results/", link_reports.OwnLinksView.as_view(results_only=True), name="district_our_links_results"),
    path("from-schools/", submission_queue.SubmissionQueueView.as_view(), name="district_queue"),
    path(
        "from-schools/results/",
        submission_queue.SubmissionQueueView.as_view(results_only=True),
        name="district_queue_results",
    ),
    path("from-schools/<int:pk>/", submission_queue.SubmissionView.as_view(), name="district_queue_item"),
    path("from-schools/<int:pk>/<slug:step>/", submission_queue.decide_submission, name="district_queue_decide"),
]
