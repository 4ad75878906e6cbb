from django.urls import path

from cms.tenancy.guard.rules import Ref
from cms.tenancy.guard.table import declare, own
from cms.tenancy.staff import views

_MEMBERSHIP = Ref("tenancy.membership")

urlpatterns = [
    path("people/", views.PeopleView.as_view(), name="school_people"),
    path("people/results/", views.PeopleView.as_view(results_only=True), name="school_people_results"),
    path("people/invite/", views.invite, name="school_people_invite"),
    path("people/<int:membership_id>/", views.person, name="school_person"),
    path("people/<int:membership_id>/<slug:verb>/", views.act, name="school_person_act"),
]

declare(
    {
        "school_people": own(),
        "school_people_results": own(),
        "school_people_invite": own(),
        "school_person": own(membership_id=_MEMBERSHIP),
        "school_person_act": own("verb", membership_id=_MEMBERSHIP),
    }
)
