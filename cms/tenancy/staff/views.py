"""Screens about the people of a school: the list, one person."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from cms.core.text import fold_diacritics
from cms.tenancy import rights
from cms.tenancy.accounts import attempt_counters
from cms.tenancy.models import Membership
from cms.tenancy.roles import SCHOOL_ROLES
from cms.tenancy.staff import actions, invitations, mail, recovery
from cms.tenancy.staff.authority import (
    assignable_roles,
    highest_role,
    manageable_memberships,
    managed_schools,
    roles_in,
    visible_schools,
)
from cms.tenancy.staff.forms import RoleForm, membership_status


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"), choices=[(role.value, role.label) for role in SCHOOL_ROLES]
    )
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="filter_status",
        choices=[
            ("works", gettext_lazy("Works here")),
            ("invited", gettext_lazy("Invited, has not signed in yet")),
            ("suspended", pgettext_lazy("person", "Suspended")),
        ],
    )

    class Meta:
        model = Membership
        fields: ClassVar[list[str]] = []

    def filter_status(self, rows, name, value):
        if value == "suspended":
            return rows.exclude(suspended_at=None)
        rows = rows.filter(suspended_at=None, user__is_active=True)
        return rows.filter(user__last_login__isnull=value == "invited")


class PeopleView(generic.IndexView):
    """One row per person and school; schools only for those who manage several."""

    model = Membership
    permission_policy = None  # ``visible_schools`` decides
    page_title = gettext_lazy("People of the school")
    header_icon = "group"
    index_url_name = "school_people"
    index_results_url_name = "school_people_results"
    edit_url_name = "school_person"
    add_url_name = "school_people_invite"
    add_item_label = gettext_lazy("Invite a person")
    is_searchable = True
    filterset_class = PeopleFilterSet
    default_ordering = "name"
    paginate_by = 30
    show_export_buttons = False

    def dispatch(self, request, *args, **kwargs):
        self.schools = visible_schools(request.user)
        if self.schools is not None and not self.schools:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def columns(self):
        found = [
            TitleColumn(
                "name", accessor="user", label=gettext_lazy("Name"), sort_key="name", get_url=self.get_edit_url
            ),
            Column("role", accessor=lambda row: highest_role(row.all_roles).label, label=gettext_lazy("Role")),
            Column("status", accessor=membership_status, label=gettext_lazy("Status")),
            Column("email", accessor="user.email", label=gettext_lazy("Email"), sort_key="user__email"),
            DateColumn(
                "last_login", accessor="user.last_login", label=gettext_lazy("Last login"), sort_key="user__last_login"
            ),
        ]
        if self.schools is None or len(self.schools) > 1:
            found.insert(1, Column("school", label=gettext_lazy("School"), sort_key="school__sort_name"))
        return found

    @cached_property
    def add_url(self) -> str | None:
        """Returns no URL for people who may read the list but not invite."""
        schools = managed_schools(self.request.user)
        return super().add_url if schools is None or schools else None

    @property
    def header_buttons(self):
        waiting = invitations.visible_invitations(self.request.user).count()
        label = _("Open invitations (%(number)d)") % {"number": waiting}
        return [*super().header_buttons, HeaderButton(label, url=reverse("school_invitations"), icon_name="mail")]

    def get_base_queryset(self):
        rows = manageable_memberships(self.request.user).select_related("user", "school")
        chosen = rights.chosen_place(self.request.user)
        return rows.filter(school=chosen.school_id) if chosen else rows

    def order_queryset(self, queryset):
        if self.ordering in ("name", "-name"):
            sign = self.ordering.removesuffix("name")
            return queryset.order_by(f"{sign}user__first_name", f"{sign}user__last_name", "pk")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset):
        for word in self.search_query.split():
            in_school = queryset.filter(school__search_text__contains=fold_diacritics(word))
            name = queryset.filter(user__last_name__icontains=word) | queryset.filter(user__first_name__icontains=word)
            queryset = name | queryset.filter(user__email__icontains=word)
            if self.schools is None or len(self.schools) > 1:
                queryset = queryset | in_school
        return queryset

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        pairs = Membership.objects.filter(
            user__in={row.user_id for row in rows}, school__in={row.school_id for row in rows}
        ).values_list("user_id", "school_id", "role")
        roles: dict = {}
        for user_id, school_id, role in pairs:
            roles.setdefault((user_id, school_id), []).append(role)
        for row in rows:
            row.all_roles = roles[row.user_id, row.school_id]
        return context

    def get_list_buttons(self, instance):
        return []


def person_detail(request, membership_id: int):
    membership = _get_membership(request, membership_id)
    rows = roles_in(membership.user_id, membership.school_id)
    role = highest_role(row.role for row in rows)
    roles = assignable_roles(request.user, membership.school_id)
    form = RoleForm(request.POST or None, roles=roles, initial={"role": role.value})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_role(request.user, membership, form.cleaned_data["role"])
        except actions.StaffRefused as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, _("The role of %(person)s was saved.") % {"person": membership.user})
            return redirect("school_people")
    context = {
        "form": form, "membership": membership, "person": membership.user, "role": role,
        "status": membership_status(membership), "own": membership.user_id == request.user.pk,
        "why_not": actions.reason_against_change(request.user, membership),
        "may_reset": recovery.may_reset(request.user, membership.user),
    }  # fmt: skip
    return render(request, "tenancy/admin/people/person.html", context)


#: The question before an action, and the message after it.
VERBS = {
    "suspend": (
        actions.suspend_person,
        gettext_lazy(
            "%(person)s can no longer work for %(school)s, from this moment on. Nothing is deleted; the account stays."
        ),
        gettext_lazy("%(person)s is suspended."),
        gettext_lazy("Suspend"),
    ),
    "remove": (
        actions.remove_person,
        gettext_lazy("%(person)s is taken out of %(school)s. What the person wrote stays."),
        gettext_lazy("%(person)s was taken out of the school."),
        pgettext_lazy("a person from the school", "Remove"),
    ),
    "reactivate": (actions.reactivate_person, None, gettext_lazy("%(person)s can work here again."), None),
}


def act_on_person(request, membership_id: int, verb: str):
    """GET asks for confirmation (for actions whose effect cannot be seen at once), POST carries the action out."""
    membership = _get_membership(request, membership_id)
    words = {"person": membership.user, "school": membership.school}
    if verb == "link" and request.method == "POST":
        return _send_link(request, membership)
    if verb not in VERBS:
        raise Http404
    action, question, done, label = VERBS[verb]
    if request.method != "POST":
        if question is None:
            raise Http404
        context = {"membership": membership, "question": question % words, "label": label, "verb": verb}
        return render(request, "tenancy/admin/people/confirm.html", context)
    try:
        action(request.user, membership)
    except actions.StaffRefused as refused:
        messages.error(request, str(refused))
        return redirect("school_person", membership_id)
    messages.success(request, done % words)
    return redirect("school_people")


def _send_link(request, membership):
    try:
        actions.check_may_send_link(request.user, membership)
        rested = mail.may_send_link(membership.user)
    except actions.StaffRefused as refused:
        messages.error(request, str(refused))
    except attempt_counters.COUNTER_UNAVAILABLE_MESSAGE:
        messages.error(request, attempt_counters.unavailable_message())
    else:
        if not rested:
            messages.warning(request, _("A link was sent a moment ago. Wait five minutes."))
        elif mail.send_password_link(membership):
            log(membership, "people.link", user=request.user)
            messages.success(request, _("A mail is on its way to %(email)s.") % {"email": membership.user.email})
        else:
            messages.error(request, _("The mail could not be sent. Try again later."))
    return redirect("school_person", membership.pk)


def _get_membership(request, membership_id: int) -> Membership:
    rows = manageable_memberships(request.user).select_related("user", "school")
    return get_object_or_404(rows, pk=membership_id)


def is_shown(user) -> bool:
    schools = visible_schools(user)
    return schools is None or bool(schools)


def people_url() -> str:
    return reverse("school_people")
