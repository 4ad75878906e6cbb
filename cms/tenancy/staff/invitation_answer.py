"""Handles the link of an invitation: its holder reads the mailbox of the address, and accepts or declines."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.core.instance_hooks import allow_all_rows
from cms.core.text import collapse_whitespace
from cms.tenancy.models import Invitation
from cms.tenancy.staff import invitations
from cms.tenancy.staff.actions import StaffRefused
from cms.tenancy.staff.people import split_name


class FirstPasswordForm(SetPasswordForm):
    """For an address without an account."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=200, help_text=gettext_lazy("Family name first: Nguyễn Thị Mẫu.")
    )
    field_order = ["name", "new_password1", "new_password2"]

    def clean_name(self):
        """Cleaned before the passwords, which must not contain the name."""
        name = collapse_whitespace(self.cleaned_data["name"])
        last_name, first_name = split_name(name)
        self.user.last_name, self.user.first_name = last_name[:150], first_name[:150]
        return name


@allow_all_rows("an invitation is shown to whoever holds its link")
def answer_invitation(request, token: str):
    invitation = Invitation.objects.by_token(token).select_related("school", "invited_by").first()
    if invitation is None or not invitations.is_valid(invitation):
        return render(request, "tenancy/invitation/gone.html", status=410)
    if request.method == "POST" and "decline" in request.POST:
        invitations.decline_invitation(invitation)
        return render(request, "tenancy/invitation/declined.html", {"school": invitation.school})
    user = invitations.account_of(invitation)
    if request.user.is_authenticated and (user is None or user.pk != request.user.pk):
        return render(request, "tenancy/invitation/somebody_else.html", {"invitation": invitation})
    if user is None:
        return _accept_with_new_account(request, invitation)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect_to_login(request.path, reverse("account_login"))
        return render(request, "tenancy/invitation/sign_in.html", {"invitation": invitation})
    if request.method == "POST":
        return _accepted_response(request, invitation, user, "wagtailadmin_home")
    return render(request, "tenancy/invitation/accept.html", {"invitation": invitation})


def _accept_with_new_account(request, invitation: Invitation):
    user = get_user_model()(email=invitation.email)
    form = FirstPasswordForm(user, request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
                return _accepted_response(request, invitation, user, "account_login")
        except IntegrityError:  # just created in another window
            return redirect(request.path)
    return render(request, "tenancy/invitation/first_password.html", {"form": form, "invitation": invitation})


def _accepted_response(request, invitation: Invitation, user, where: str):
    try:
        invitations.accept_invitation(invitation, user)
    except StaffRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("You now work for %(school)s.") % {"school": invitation.school})
    return redirect(where)
