"""Lets a superuser unlock the section for a quarter of an hour, with a reason."""

import time

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page

from cms.legal.section import protection
from cms.legal.section.middleware import SESSION_KEY, UNLOCK_SECONDS


class UnlockForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=10, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Kept in the page's history. For example the number of the decision that orders the change."
        ),
    )  # fmt: skip


def unlock_section(request, page_id):
    """GET: the form; POST: unlock this page (and what is fixed below it) for this superuser's session."""
    if not request.user.is_superuser:
        raise PermissionDenied
    page = get_object_or_404(Page, pk=page_id).specific
    if protection.protected_part(page) is None:
        raise Http404
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"].strip()
        log(
            instance=page, action=protection.LOG_UNLOCK, user=request.user,
            data={"reason": reason, "minutes": UNLOCK_SECONDS // 60},
        )  # fmt: skip
        request.session[SESSION_KEY] = {"page": page.pk, "until": time.time() + UNLOCK_SECONDS, "reason": reason}
        messages.warning(request, _("The section is unlocked for 15 minutes. Every change is logged with your reason."))
        return redirect("wagtailadmin_explore", page.pk)
    return render(request, "legal/admin/unlock_section.html", {"page": page, "form": form})


def lock_section(request, page_id):
    """POST: end the unlocking early."""
    if not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        request.session.pop(SESSION_KEY, None)
        messages.success(request, _("The section is protected again."))
    return redirect("wagtailadmin_explore", page_id)
