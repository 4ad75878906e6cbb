from django.urls import path

from cms.tenancy.access.rule_types import Ref
from cms.tenancy.access.url_rules import declare, own
from cms.tenancy.staff import invitation_views, recovery_views, views

_MEMBERSHIP = Ref("tenancy.membership")

urlpatterns = [
    path("people/", views.PeopleView.as_view(), name="school_people"),
    path("people/results/", views.PeopleView.as_view(results_only=True), name="school_people_results"),
    path("people/invite/", invitation_views.invite, name="school_people_invite"),
    path("people/invitations/", invitation_views.InvitationsView.as_view(), name="school_invitations"),
    path("people/invitations/<int:invitation_id>/<slug:verb>/", invitation_views.act, name="school_invitation_act"),
    path("people/second-factor/<int:user_id>/", recovery_views.reset, name="school_person_second_factor"),
    path("people/<int:membership_id>/", views.person, name="school_person"),
    path("people/<int:membership_id>/<slug:verb>/", views.act, name="school_person_act"),
]

declare(
    {
        "school_people": own(),
        "school_people_results": own(),
        "school_people_invite": own(),
        "school_invitations": own(),
        "school_invitation_act": own("verb", invitation_id=Ref("tenancy.invitation")),
        "school_person_second_factor": own(user_id=Ref("core.user")),
        "school_person": own(membership_id=_MEMBERSHIP),
        "school_person_act": own("verb", membership_id=_MEMBERSHIP),
    }
)
