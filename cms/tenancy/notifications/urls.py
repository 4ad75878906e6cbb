from django.urls import path

from cms.tenancy.access.url_rules import OFFICE, declare, own
from cms.tenancy.notifications import views

urlpatterns = [
    path("notices/", views.NoticesView.as_view(), name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/sent/", views.OutboxView.as_view(), name="notices_outbox"),
    path("notices/sent/results/", views.OutboxView.as_view(results_only=True), name="notices_outbox_results"),
    path("notices/<int:notice_id>/", views.follow, name="notice"),
]

# The views look whose the notice is: the person's own, of a place where the person works.
declare({"notices": own(), "notices_read": own(), "notice": own("notice_id")})
declare(dict.fromkeys(("notices_outbox", "notices_outbox_results"), OFFICE))
