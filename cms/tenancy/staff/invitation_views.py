"""Screens about invitations for people who manage a school's people: send, list, send again, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import HeaderButton

from cms.core.web.listing import ListingView, TemplateColumn
from cms.tenancy import rights
from cms.tenancy.accounts import attempt_counters
from cms.tenancy.models import Invitation
from cms.tenancy.roles import Role
from cms.tenancy.staff import invitations, mail
from cms.tenancy.staff.actions import StaffRefused
from cms.tenancy.staff.authority import managed_schools, visible_schools
from cms.tenancy.staff.forms import InviteForm


def invite_person(request):
    schools = managed_schools(request.user)
    if schools is not None and not schools:
        raise PermissionDenied
    chosen = rights.chosen_place(request.user)
    form = InviteForm(request.POST or None, user=request.user, school=chosen and chosen.school_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _send_invitation(request, data["school"], data["email"], data["name"], data["role"])
        except StaffRefused as refused:
            form.add_error("email", str(refused))
        else:
            return redirect("school_invitations")
    context = {"form": form, "title": _("Invite a person"), "days": mail.link_lifetime_days()}
    return render(request, "tenancy/admin/people/invite.html", context)


def _send_invitation(request, school, email: str, name: str, role: Role) -> None:
    """Raises ``StaffRefused``. Counts before it looks anything up: the answer reveals nothing about the address."""
    limits = (("invitation", str(school.pk)), ("invitation_to", f"{school.pk}:{email}"), ("invitation_mails", email))
    try:
        attempt_counters.check_counter()
        allowed = attempt_counters.count_attempt(request, *limits)
    except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
        raise StaffRefused(attempt_counters.unavailable_message()) from None
    if allowed is None:
        raise StaffRefused(_("Too many invitations were sent. Try again later, at the latest tomorrow."))
    invitation, token = invitations.create_invitation(request.user, school, email, name, role)
    invitation.mailed = mail.send_invitation_mail(invitation, token)
    invitation.save(update_fields=["mailed"])
    if invitation.mailed:
        messages.success(request, _("A mail is on its way to %(email)s.") % {"email": email})
    else:
        messages.error(request, _("The mail to %(email)s could not be sent. Send it again later.") % {"email": email})


class ActionsColumn(TemplateColumn):
    """``managed``: the schools where the person may resend and withdraw; ``None`` for all."""

    def __init__(self, managed: frozenset[int] | None):
        super().__init__("steps", "tenancy/admin/people/invitation_steps.html", label=gettext_lazy("What can be done"))
        self.managed = managed

    def get_cell_context_data(self, instance: Invitation, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        may_act = self.managed is None or instance.school_id in self.managed
        return {**super().get_cell_context_data(instance, parent_context), "may_act": may_act}


class InvitationsView(ListingView):
    """Lists open invitations into the schools that the person manages, or reads as an observer."""

    model = Invitation
    page_title = gettext_lazy("Open invitations")
    header_icon = "mail"
    introduction = gettext_lazy(
        "Each waits until the person opens the link in the mail and accepts. Until then nobody has a right."
    )
    index_url_name = "school_invitations"
    paginate_by = 30
    no_results_message = gettext_lazy("No invitation is open.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.schools = visible_schools(request.user)
        if self.schools is not None and not self.schools:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def managed(self) -> frozenset[int] | None:
        return managed_schools(self.request.user)

    def get_base_queryset(self) -> QuerySet[Invitation]:
        rows = invitations.visible_invitations(self.request.user)
        chosen = rights.chosen_place(self.request.user)
        return rows.filter(school=chosen.school_id) if chosen else rows

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if self.managed is not None and not self.managed:
            return []
        return [HeaderButton(_("Invite a person"), url=reverse("school_people_invite"), icon_name="plus")]

    @property
    def columns(self) -> list[BaseColumn]:
        several = self.schools is None or len(self.schools) > 1
        return [
            Column("name", label=gettext_lazy("Name"), classname="title"),
            Column("email", label=gettext_lazy("Email")),
            Column("role", label=gettext_lazy("Role"), accessor="role_label"),
            *([Column("school", label=gettext_lazy("School"))] if several else []),
            Column("state", label=gettext_lazy("State"), accessor=_invitation_state),
            ActionsColumn(self.managed),
        ]

    def get_breadcrumbs_items(self) -> list[dict]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("school_people"), "label": _("People of the school")}, items[-1]]


def _invitation_state(row: Invitation) -> str:
    if not row.mailed:
        return _("the mail could not be sent")
    if row.is_open:
        return _("valid until %(day)s") % {"day": date_format(localtime(row.expires_at), "d/m/Y H:i")}
    return _("expired")


@require_POST
def act_on_invitation(request, invitation_id: int, verb: str):
    invitation = get_object_or_404(invitations.visible_invitations(request.user), pk=invitation_id)
    try:
        if verb == "again":
            role = Role(invitation.role)
            _send_invitation(request, invitation.school, invitation.email, invitation.name, role)
        elif verb == "withdraw":
            invitations.withdraw_invitation(request.user, invitation)
            messages.success(request, _("The invitation to %(email)s no longer works.") % {"email": invitation.email})
        else:
            raise Http404
    except StaffRefused as refused:
        messages.error(request, str(refused))
    return redirect("school_invitations")
