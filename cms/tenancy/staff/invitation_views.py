"""Screens about invitations for those who manage the people of a school: send, look, send again, withdraw."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.core.web.paging import PARAMETER, paged
from cms.tenancy import rights
from cms.tenancy.accounts import counting
from cms.tenancy.roles import Role
from cms.tenancy.staff import invitations, mail
from cms.tenancy.staff.actions import Refused
from cms.tenancy.staff.authority import managed_schools, seen_schools
from cms.tenancy.staff.forms import InviteForm


def invite(request):
    schools = managed_schools(request.user)
    if schools is not None and not schools:
        raise PermissionDenied
    chosen = rights.chosen_place(request.user)
    form = InviteForm(request.POST or None, user=request.user, school=chosen and chosen.school_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _send(request, data["school"], data["email"], data["name"], data["role"])
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            return redirect("school_invitations")
    context = {"form": form, "title": _("Invite a person"), "days": mail.link_days()}
    return render(request, "tenancy/admin/people/invite.html", context)


def _send(request, school, email: str, name: str, role: Role) -> None:
    """Raises ``Refused``. Counted before anything is looked up: the answer says nothing about the address."""
    limits = (("invitation", str(school.pk)), ("invitation_to", f"{school.pk}:{email}"), ("invitation_mails", email))
    try:
        counting.check()
        allowed = counting.take(request, *limits)
    except counting.AWAY:
        raise Refused(counting.message()) from None
    if allowed is None:
        raise Refused(_("Too many invitations were sent. Try again later, at the latest tomorrow."))
    invitation, token = invitations.invite(request.user, school, email, name, role)
    invitation.mailed = mail.invite(invitation, token)
    invitation.save(update_fields=["mailed"])
    if invitation.mailed:
        messages.success(request, _("A mail is on its way to %(email)s.") % {"email": email})
    else:
        messages.error(request, _("The mail to %(email)s could not be sent. Send it again later.") % {"email": email})


def index(request):
    schools = seen_schools(request.user)
    if schools is not None and not schools:
        raise PermissionDenied
    rows = invitations.visible(request.user)
    if chosen := rights.chosen_place(request.user):
        rows = rows.filter(school=chosen.school_id)
    managed = managed_schools(request.user)
    context = {
        "page_of": paged(rows, request.GET.get(PARAMETER), per_page=30),
        "many_schools": schools is None or len(schools) > 1,
        "all_managed": managed is None,
        "managed": managed or (),
    }
    return render(request, "tenancy/admin/people/invitations.html", context)


@require_POST
def act(request, invitation_id: int, verb: str):
    invitation = get_object_or_404(invitations.visible(request.user), pk=invitation_id)
    try:
        if verb == "again":
            role = Role(invitation.role)
            _send(request, invitation.school, invitation.email, invitation.name, role)
        elif verb == "withdraw":
            invitations.withdraw(request.user, invitation)
            messages.success(request, _("The invitation to %(email)s no longer works.") % {"email": invitation.email})
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("school_invitations")
