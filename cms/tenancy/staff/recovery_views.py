"""The button “reset the second factor”, which requires the own password and the own second factor, entered now."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.tenancy.accounts import attempt_counters, second_factor
from cms.tenancy.accounts.forms import ConfirmBothForm
from cms.tenancy.staff import recovery
from cms.tenancy.staff.actions import StaffRefused
from cms.tenancy.staff.authority import manageable_memberships, manages_office


class ResetForm(ConfirmBothForm):
    reason = forms.CharField(
        label=gettext_lazy("Why, and how do you know that it is the person who asks?"),
        help_text=gettext_lazy("Kept in the log. For example: phone stolen; came to the office in person."),
        max_length=200,
    )
    field_order = ["reason", "password", "code"]


def reset_second_factor(request, user_id: int):
    people = get_user_model().objects.all()
    if not manages_office(request.user):
        people = people.filter(pk__in=manageable_memberships(request.user).values("user"))
    person = get_object_or_404(people, pk=user_id)
    context = {"person": person, "problem": "", "form": None}
    try:
        recovery.check_may_reset(request.user, person)
        if "totp" not in second_factor.devices_of(request.user).values():
            raise StaffRefused(
                _("Set up your own second factor first, in your account: without it you cannot do this.")
            )
    except StaffRefused as refused:
        return _render_reset(request, {**context, "problem": str(refused)}, 403)
    if "totp" not in second_factor.devices_of(person).values():
        return _render_reset(
            request, {**context, "problem": _("This person has no second factor that could be reset.")}, 200
        )
    return _confirmed_reset(request, person, context)


def _confirmed_reset(request, person, context):
    form = ResetForm(request.POST or None, user=request.user)
    try:
        if request.method == "POST":
            attempt_counters.check_counter()
        if request.method == "POST" and form.is_valid():
            second_factor.reset_second_factor(person, by=request.user, reason=form.cleaned_data["reason"])
            done = _("The second factor of %(person)s is reset. A mail tells the person how to go on.")
            messages.success(request, done % {"person": person})
            return redirect("wagtailadmin_home" if manages_office(request.user) else "school_people")
    except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
        form = ResetForm(user=request.user, initial={"reason": request.POST.get("reason", "")[:200]})
        return _render_reset(request, {**context, "form": form, "problem": attempt_counters.unavailable_message()}, 503)
    return _render_reset(request, {**context, "form": form}, 200)


def _render_reset(request, context, status: int):
    return render(request, "tenancy/admin/people/second_factor.html", context, status=status)
