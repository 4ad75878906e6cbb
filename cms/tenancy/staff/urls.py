from django.urls import path

from cms.tenancy.access.rule_types import ObjectReference
from cms.tenancy.access.url_rules import declare_rules, own_objects
from cms.tenancy.staff import invitation_views, recovery_views, views

_MEMBERSHIP = ObjectReference("tenancy.membership")

urlpatterns = [
    path("people/", views.PeopleView.as_view(), name="school_people"),
    path("people/results/", views.PeopleView.as_view(results_only=True), name="school_people_results"),
    path("people/invite/", invitation_views.invite_person, name="school_people_invite"),
    path("people/invitations/", invitation_views.InvitationsView.as_view(), name="school_invitations"),
    path(
        "people/invitations/<int:invitation_id>/<slug:verb>/",
        invitation_views.act_on_invitation,
        name="school_invitation_act",
    ),
    path("people/second-factor/<int:user_id>/", recovery_views.reset_second_factor, name="school_person_second_factor"),
    path("people/<int:membership_id>/", views.person_detail, name="school_person"),
    path("people/<int:membership_id>/<slug:verb>/", views.act_on_person, name="school_person_act"),
]

declare_rules(
    {
        "school_people": own_objects(),
        "school_people_results": own_objects(),
        "school_people_invite": own_objects(),
        "school_invitations": own_objects(),
        "school_invitation_act": own_objects("verb", invitation_id=ObjectReference("tenancy.invitation")),
        "school_person_second_factor": own_objects(user_id=ObjectReference("core.user")),
        "school_person": own_objects(membership_id=_MEMBERSHIP),
        "school_person_act": own_objects("verb", membership_id=_MEMBERSHIP),
    }
)
