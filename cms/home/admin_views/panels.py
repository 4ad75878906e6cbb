"""What greets people in the admin: their school's name, and buttons for what they came to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.tenancy import rights
from cms.tenancy.models import School

MAX_PLACES = 5  # more would bury the rest of the first screen; such people use the explorer

#: (words, icon, model of the page that is added, model of the list it goes under)
BUTTONS = (
    (gettext_lazy("Write news"), "edit", "home.NewsPage", "home.NewsIndexPage"),
    (gettext_lazy("Write legal news"), "clipboard-list", "legal.LegalNewsPage", "legal.LegalNewsIndexPage"),
    (gettext_lazy("Post a notice"), "bell", "home.NoticePage", "home.NoticeIndexPage"),
    (gettext_lazy("Add a material"), "doc-full", "legal.LegalMaterialPage", "legal.MaterialIndexPage"),
)


@dataclass(frozen=True)
class QuickButton:
    label: str | Promise
    icon: str
    url: str


@dataclass(frozen=True)
class QuickPlace:
    name: str
    explore_url: str
    site_url: str
    buttons: tuple[QuickButton, ...]


def find_place_name(user) -> str:
    """The school (or the office) that a person works for at the moment; the product's name while it is several."""
    ids = {place.school_id for place in rights.places_in_view(user)}
    if len(ids) != 1:
        return settings.WAGTAIL_SITE_NAME
    school_id = ids.pop()
    school = School.objects.filter(pk=school_id).first() if school_id else rights.get_portal()
    return (school.short_name or school.name) if school else settings.WAGTAIL_SITE_NAME


def build_quick_places(user) -> list[QuickPlace]:
    """Home pages (Vietnamese) that the person may add pages under, with the buttons that work there."""
    places = _choose_places(user)
    if not 0 < len(places) <= MAX_PLACES:
        return []
    return [_build_quick_place(place, user) for place in places]


def _choose_places(user) -> list:
    if user.is_superuser or any(place.everywhere for place in rights.places_of(user)):
        return [place for place in [rights.get_portal()] if place]
    ids = [place.school_id for place in rights.places_in_view(user)]
    schools = (
        School.objects.filter(pk__in=[pk for pk in ids if pk]).select_related("site", "home_page").order_by("sort_name")
    )
    return [*schools, *([rights.get_portal()] if None in ids else [])]


def _build_quick_place(place, user) -> QuickPlace:
    home = place.home_page
    may_add = policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "add", home)
    lists: dict[str, Page] = {}
    if may_add:
        below = Page.objects.filter(path__startswith=home.path, depth__lte=home.depth + 2, locale_id=home.locale_id)
        for page in below.select_related("content_type"):
            lists.setdefault(f"{page.content_type.app_label}.{page.content_type.model}", page)
    buttons = []
    for label, icon, model, index in BUTTONS:
        if parent := lists.get(index.lower()):
            url = reverse("wagtailadmin_pages:add", args=[*model.lower().split("."), parent.pk])
            buttons.append(QuickButton(label, icon, url))
    return QuickPlace(
        name=place.name, explore_url=reverse("wagtailadmin_explore", args=[home.pk]),
        site_url=f"{place.site.root_url}/", buttons=tuple(buttons),
    )  # fmt: skip


class QuickPanel(Component):
    name = "quick_places"
    template_name = "home/admin/quick_panel.html"
    order = 50

    def __init__(self, places: list[QuickPlace]):
        self.places = places

    def get_context_data(self, parent_context):
        return {"places": self.places}
