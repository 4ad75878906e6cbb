"""Admin screens for people: accounts without groups and superuser flags, and their roles in schools."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views import users

from cms.core.text import fold_diacritics
from cms.tenancy.models import Membership
from cms.tenancy.staff.people_forms import MembershipForm, PersonCreationForm, PersonEditForm


class PersonFilterSet(users.UserFilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.filters["group"]  # groups are derived from the roles


class PersonIndexView(users.IndexView):
    template_name = results_template_name = None  # those of the generic list: no bulk actions on accounts

    @property
    def columns(self):
        return [
            TitleColumn("name", accessor=str, label=gettext_lazy("Name"), sort_key="name", get_url=self.get_edit_url),
            Column("email", label=gettext_lazy("Email"), sort_key="email"),
            Column("roles", accessor=_role_names, label=gettext_lazy("Roles")),
            DateColumn("last_login", label=gettext_lazy("Last login"), sort_key="last_login"),
        ]

    def get_template_names(self):
        return ["wagtailadmin/generic/index_results.html" if self.results_only else "wagtailadmin/generic/index.html"]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("memberships__school")


def _role_names(user) -> str:
    return "; ".join(
        f"{row.get_role_display()} ({row.school.short_name or row.school.name})"
        if row.school
        else row.get_role_display()
        for row in list(user.memberships.all())[:5]
    )


class PersonEditView(users.EditView):
    """Office administrators cannot edit a superuser's account."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class UserViewSet(users.UserViewSet):
    """``UsersAppConfig`` refers to it by name."""

    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    copy_view_enabled = False
    menu_label = gettext_lazy("People")

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm


class MembershipIndexView(generic.IndexView):
    is_searchable = True

    def get_base_queryset(self):
        return Membership.objects.select_related("user", "school")

    def search_queryset(self, queryset):
        for word in fold_diacritics(self.search_query).split():
            in_school = queryset.filter(school__search_text__contains=word)
            queryset = in_school | queryset.filter(user__email__icontains=word)
        return queryset


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "group"
    menu_label = gettext_lazy("Roles of people")
    menu_name = "memberships"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = MembershipIndexView
    list_display = [
        Column("user", label=gettext_lazy("Name")),
        Column("email", accessor="user.email", label=gettext_lazy("Email")),
        Column("role", accessor="get_role_display", label=gettext_lazy("Role")),
        Column("school", accessor=lambda row: row.school or _("Office"), label=gettext_lazy("School")),
    ]
    list_filter = ["role"]
    ordering = ["school__sort_name", "role"]

    def get_form_class(self, for_update=False):
        return MembershipForm


membership_viewset = MembershipViewSet("memberships", url_prefix="memberships")
