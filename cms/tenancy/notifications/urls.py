from django.urls import path

from cms.tenancy.access.url_rules import OFFICE, declare_rules, own_objects
from cms.tenancy.notifications import views

urlpatterns = [
    path("notices/", views.NoticesView.as_view(), name="notices"),
    path("notices/read/", views.mark_all_read, name="notices_read"),
    path("notices/sent/", views.OutboxView.as_view(), name="notices_outbox"),
    path("notices/sent/results/", views.OutboxView.as_view(results_only=True), name="notices_outbox_results"),
    path("notices/<int:notice_id>/", views.follow_notice, name="notice"),
]

# The views check the owner of the notice: the person's own, of a place where the person works.
declare_rules({"notices": own_objects(), "notices_read": own_objects(), "notice": own_objects("notice_id")})
declare_rules(dict.fromkeys(("notices_outbox", "notices_outbox_results"), OFFICE))
