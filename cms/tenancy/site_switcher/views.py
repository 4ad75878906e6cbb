from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.tenancy import current_school, rights
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.access.url_rules import declare_rules, own_objects
from cms.tenancy.authorities import disambiguation
from cms.tenancy.models import School
from cms.tenancy.school_chooser import search_schools

PER_PAGE = 30
ALL = "all"


def switch_school(request):
    """GET: lists the own places, with search and pages. POST ``place``: a school's id, ``office`` or ``all``."""
    visitor = subject_of(request.user)
    if not current_school.can_choose_school(visitor):
        raise Http404
    if request.method == "POST":
        return _apply_choice(request, visitor)
    query = request.GET.get("q", "").strip()[:100]
    schools = School.objects.filter(pk__in=[pk for pk in visitor.places if pk]).order_by("sort_name", "pk")
    page = Paginator(search_schools(schools, query), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page, "query": query, "chosen": rights.chosen_place(request.user),
        "office": rights.get_portal() if None in visitor.places and not query else None,
    }  # fmt: skip
    return render(request, "tenancy/admin/switch/choose.html", context)


def _apply_choice(request, visitor):
    wanted = request.POST.get("place", "")
    if wanted == ALL:
        current_school.choose_all_schools(request)
        messages.success(request, _("You see all your schools."))
        return redirect("wagtailadmin_home")
    places = {str(pk or current_school.OFFICE): pk for pk in visitor.places}
    if wanted not in places:
        raise Http404
    current_school.choose_school(request, places[wanted])
    messages.success(request, _("You now work for %(place)s.") % {"place": chosen_place_name(request.user)})
    return redirect("wagtailadmin_home")


def chosen_place_name(user) -> str:
    """Returns the name of the chosen place; empty if all are in view."""
    place = rights.chosen_place(user)
    if place is None:
        return ""
    if place.school_id:
        return disambiguation.school_label(place.school_id, School.objects.get(pk=place.school_id).name)
    portal = rights.get_portal()
    return portal.name if portal else ""


class SwitchMenuItem(MenuItem):
    def is_shown(self, request):
        return current_school.can_choose_school(subject_of(request.user))


def register_switch_menu_item():
    return SwitchMenuItem(
        gettext_lazy("Change school"), reverse("working_for"), name="working-for", icon_name="home", order=50
    )


class WorkingForPanel(Component):
    name = "working_for"
    template_name = "tenancy/admin/switch/panel.html"
    order = 10

    def __init__(self, place: str, count: int):
        self.place, self.count = place, count

    def get_context_data(self, parent_context):
        return {"place": self.place, "count": self.count}


def add_working_for_panel(request, panels):
    visitor = subject_of(request.user)
    if current_school.can_choose_school(visitor):
        panels.insert(0, WorkingForPanel(chosen_place_name(request.user), len(visitor.places)))


def register_admin_urls():
    return [path("working-for/", switch_school, name="working_for")]


declare_rules({"working_for": own_objects()})
