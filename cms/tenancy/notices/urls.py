from django.urls import path

from cms.tenancy.guard.table import OFFICE, declare, own
from cms.tenancy.notices import views

urlpatterns = [
    path("notices/", views.index, name="notices"),
    path("notices/read/", views.read_all, name="notices_read"),
    path("notices/sent/", views.outbox, name="notices_outbox"),
    path("notices/<int:notice_id>/", views.follow, name="notice"),
]

# The views look whose the notice is: the person's own, of a place where the person works.
declare({"notices": own(), "notices_read": own(), "notice": own("notice_id"), "notices_outbox": OFFICE})
