"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.district.views import gather_rules, inbox, jobs, links, nominate, queue
from cms.district.views import office_broadcasts as office

urlpatterns = [
    path("jobs/", jobs.JobsView.as_view(), name="district_jobs"),
    path("jobs/<slug:name>/run/", jobs.run, name="district_job_run"),
    path("to-schools/", office.BroadcastsView.as_view(), name="district_broadcasts"),
    path("to-schools/add/", office.AddView.as_view(), name="district_broadcast_add"),
    path("to-schools/<int:pk>/", office.BroadcastView.as_view(), name="district_broadcast"),
    path(
        "to-schools/<int:pk>/results/",
        office.BroadcastView.as_view(results_only=True),
        name="district_broadcast_results",
    ),
    path("to-schools/<int:pk>/edit/", office.EditView.as_view(), name="district_broadcast_edit"),
    path("to-schools/<int:pk>/send/", office.send_now, name="district_broadcast_send"),
    path("to-schools/<int:pk>/recall/", office.recall, name="district_broadcast_recall"),
    path("to-schools/<int:pk>/remind/", office.remind, name="district_broadcast_remind"),
    path("from-office/", inbox.InboxView.as_view(), name="district_inbox"),
    path("from-office/results/", inbox.InboxView.as_view(results_only=True), name="district_inbox_results"),
    path("from-office/<int:school_id>/<int:broadcast_id>/", inbox.ItemView.as_view(), name="district_inbox_item"),
    path(
        "from-office/<int:school_id>/<int:broadcast_id>/changes/",
        inbox.ChangesView.as_view(),
        name="district_inbox_changes",
    ),
    path("from-office/<int:school_id>/<int:broadcast_id>/<slug:step>/", inbox.answer, name="district_inbox_answer"),
    path("to-office/", nominate.OfferedView.as_view(), name="district_offered"),
    path("to-office/<int:page_id>/", nominate.NominateView.as_view(), name="district_nominate"),
    path("gathering/", gather_rules.RulesView.as_view(), name="district_gather"),
    path("gathering/<int:page_id>/", gather_rules.mark, name="district_gather_mark"),
    path("links/", links.EveryonesView.as_view(), name="district_links"),
    path("links/results/", links.EveryonesView.as_view(results_only=True), name="district_links_results"),
    path("our-links/", links.OursView.as_view(), name="district_our_links"),
    path("our-links/results/", links.OursView.as_view(results_only=True), name="district_our_links_results"),
    path("from-schools/", queue.QueueView.as_view(), name="district_queue"),
    path("from-schools/results/", queue.QueueView.as_view(results_only=True), name="district_queue_results"),
    path("from-schools/<int:pk>/", queue.ItemView.as_view(), name="district_queue_item"),
    path("from-schools/<int:pk>/<slug:step>/", queue.decide, name="district_queue_decide"),
]
