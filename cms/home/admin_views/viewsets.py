"""The office's screens: schools, governing authorities, links of the footer block."""

import django_filters
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from cms.home.admin_views.school_forms import SchoolAddForm, SchoolEditForm
from cms.home.models import PortalLink
from cms.home.provisioning.spec import SpecError
from cms.tenancy.models import GoverningAuthority, School
from cms.tenancy.school_chooser import search_schools


class SchoolFilterSet(WagtailFilterSet):
    commune = django_filters.CharFilter(label=gettext_lazy("Commune or ward"), lookup_expr="icontains")
    authority = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Governing authority"), queryset=GoverningAuthority.objects.order_by("name"),
        method="under_authority",
    )  # fmt: skip
    closed = django_filters.BooleanFilter(
        label=gettext_lazy("Closed"), field_name="closed_on", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = School
        fields = ["level", "ownership", "commune", "authority", "closed"]

    def under_authority(self, queryset, name, value):
        return queryset.filter(authority_links__authority=value, authority_links__valid_to=None)


def render_site_link(school):
    url = f"{school.site.root_url}/"
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', url, school.site.hostname)


def authority_name(school):
    links = [link for link in school.authority_links.all() if link.valid_to is None]
    return links[0].authority.name if links else "–"


class SchoolIndexView(generic.IndexView):
    is_searchable = True

    def get_base_queryset(self):
        return School.objects.select_related("site").prefetch_related("authority_links__authority")

    def order_queryset(self, queryset):
        """The column of names in Vietnamese order."""
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering.replace("name", "sort_name"), "code")
        return super().order_queryset(queryset)

    def search_queryset(self, queryset):
        return search_schools(queryset, self.search_query)


class SchoolCreateView(generic.CreateView):
    page_title = gettext_lazy("Add school")

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except SpecError as error:
            form.add_problems(error.problems)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        school = self.form.create(self.request.user)
        log(instance=school, action="wagtail.create", user=self.request.user)
        return school


class SchoolEditView(generic.EditView):
    def save_instance(self):
        school = self.form.update(self.request.user)
        log(instance=school, action="wagtail.edit", user=self.request.user)
        return school


class SchoolViewSet(ModelViewSet):
    model = School
    icon = "home"
    menu_label = gettext_lazy("Schools")
    menu_order = 110
    list_per_page = 50
    copy_view_enabled = False
    index_view_class = SchoolIndexView
    add_view_class = SchoolCreateView
    edit_view_class = SchoolEditView
    filterset_class = SchoolFilterSet
    list_display = [
        "name",
        "code",
        Column("level", accessor="get_level_display", label=gettext_lazy("Level"), sort_key="level"),
        Column("commune", label=gettext_lazy("Commune or ward"), sort_key="commune"),
        Column("district", label=gettext_lazy("District"), sort_key="district"),
        Column("authority", accessor=authority_name, label=gettext_lazy("Governing authority")),
        Column("site", accessor=render_site_link, label=gettext_lazy("Site")),
    ]
    ordering = ["sort_name", "code"]

    def get_form_class(self, for_update=False):
        return SchoolEditForm if for_update else SchoolAddForm


class GoverningAuthorityViewSet(ModelViewSet):
    model = GoverningAuthority
    icon = "group"
    menu_label = gettext_lazy("Governing authorities")
    menu_order = 120
    copy_view_enabled = False
    form_fields = ["name", "short_name", "level", "territory_code", "parent", "valid_from", "valid_to"]
    list_display = ["name", "short_name", Column("level", accessor="get_level_display"), "valid_from", "valid_to"]
    list_filter = ["level"]
    search_fields = ["name", "short_name", "territory_code"]


class PortalLinkViewSet(ModelViewSet):
    model = PortalLink
    icon = "link"
    menu_label = gettext_lazy("Links of every footer")
    menu_order = 130
    copy_view_enabled = False
    form_fields = ["label", "label_en", "url", "authority", "order", "valid_from", "valid_to"]
    list_display = ["label", "url", "authority", "valid_from", "valid_to"]
    ordering = ["order", "label"]


class OfficeGroup(ViewSetGroup):
    menu_label = gettext_lazy("Schools")
    menu_icon = "home"
    menu_order = 110
    items = (
        SchoolViewSet("schools", url_prefix="schools"),
        GoverningAuthorityViewSet("authorities", url_prefix="authorities"),
        PortalLinkViewSet("portal_links", url_prefix="portal-links"),
    )
