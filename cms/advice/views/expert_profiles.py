"""Experts of a place: who has the role, and how readers see them. The role itself is given where people are managed."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn

from cms.advice.models import ExpertProfile
from cms.core.web.listing import ListingView
from cms.core.web.page_header import build_page_header
from cms.tenancy import rights
from cms.tenancy.models import Membership
from cms.tenancy.roles import ASSIGNED_ROLES

CHANGE_PERMISSION = "advice.change_expertprofile"


def _managed_places(user) -> list[int | None] | None:
    """Ids of schools and ``None`` for the office, whose experts the person manages; ``None`` alone: all."""
    if user.is_superuser:
        return None
    places = [place for place in rights.places_of(user) if CHANGE_PERMISSION in place.rights.actions]
    return None if any(place.everywhere for place in places) else [place.school_id for place in places]


def ensure_profiles(places: list[int | None] | None) -> None:
    """A profile for everybody who has the role there; not shown until somebody says so."""
    rows = Membership.objects.active().filter(role__in=ASSIGNED_ROLES).select_related("user")
    if places is not None:
        rows = rows.filter(Q(school__in=[pk for pk in places if pk]))
    have = set(ExpertProfile.objects.filter(user__in=rows.values("user")).values_list("user", "school"))
    for row in rows:
        if (row.user_id, row.school_id) not in have:
            name = row.user.get_full_name()[:120] or row.user.email[:120]
            ExpertProfile.objects.get_or_create(user=row.user, school_id=row.school_id, defaults={"name": name})


class ExpertsView(ListingView):
    model = ExpertProfile
    page_title = gettext_lazy("Experts")
    header_icon = "group"
    index_url_name, index_results_url_name = "advice_experts", "advice_experts_results"
    introduction = gettext_lazy(
        "Whoever has the role “Expert” stands here. Give the role where you invite people and manage them."
    )
    no_results_message = gettext_lazy("Nobody has the role “Expert” yet.")
    columns: ClassVar[list[Column]] = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="advice_expert"),
        Column("office", label=gettext_lazy("Office or occupation")),
        BooleanColumn("shown", label=gettext_lazy("Public page")),
    ]

    def get_base_queryset(self) -> QuerySet[ExpertProfile]:
        places = _managed_places(self.request.user)
        if places is not None and not places:
            raise PermissionDenied
        ensure_profiles(places)
        rows = ExpertProfile.objects.order_by("name", "pk")
        return rows if places is None else rows.filter(school__in=[pk for pk in places if pk])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = ExpertProfile
        fields = ["name", "office", "about", "fields", "shown"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4}), "fields": forms.CheckboxSelectMultiple}


def edit_profile(request: HttpRequest, pk: int) -> HttpResponse:
    profile = get_object_or_404(ExpertProfile, pk=pk)
    if not rights.has_right(request.user, CHANGE_PERMISSION, profile.school_id):
        raise Http404
    form = ProfileForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("advice_experts")
    context = build_page_header(profile.name, "group", (ExpertsView.page_title, reverse("advice_experts")))
    return render(request, "advice/admin/expert.html", {**context, "form": form, "profile": profile})
