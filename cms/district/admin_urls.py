"""Addresses of this app below the admin's prefix; their scopes stand in ``admin_scopes``."""

from django.urls import path

from cms.district.views import gather_rules, inbox, jobs, links, nominate, queue
from cms.district.views import office_broadcasts as office

urlpatterns = [
    path("jobs/", jobs.index, name="district_jobs"),
    path("jobs/<slug:name>/run/", jobs.run, name="district_job_run"),
    path("to-schools/", office.index, name="district_broadcasts"),
    path("to-schools/add/", office.add, name="district_broadcast_add"),
    path("to-schools/<int:pk>/", office.detail, name="district_broadcast"),
    path("to-schools/<int:pk>/edit/", office.edit, name="district_broadcast_edit"),
    path("to-schools/<int:pk>/send/", office.send_now, name="district_broadcast_send"),
    path("to-schools/<int:pk>/recall/", office.recall, name="district_broadcast_recall"),
    path("to-schools/<int:pk>/remind/", office.remind, name="district_broadcast_remind"),
    path("from-office/", inbox.index, name="district_inbox"),
    path("from-office/<int:school_id>/<int:broadcast_id>/", inbox.item, name="district_inbox_item"),
    path("from-office/<int:school_id>/<int:broadcast_id>/changes/", inbox.changes, name="district_inbox_changes"),
    path("from-office/<int:school_id>/<int:broadcast_id>/<slug:step>/", inbox.answer, name="district_inbox_answer"),
    path("to-office/", nominate.index, name="district_offered"),
    path("to-office/<int:page_id>/", nominate.page, name="district_nominate"),
    path("gathering/", gather_rules.index, name="district_gather"),
    path("gathering/<int:page_id>/", gather_rules.mark, name="district_gather_mark"),
    path("links/", links.everyones, name="district_links"),
    path("our-links/", links.ours, name="district_our_links"),
    path("from-schools/", queue.index, name="district_queue"),
    path("from-schools/<int:pk>/", queue.item, name="district_queue_item"),
    path("from-schools/<int:pk>/<slug:step>/", queue.decide, name="district_queue_decide"),
]
