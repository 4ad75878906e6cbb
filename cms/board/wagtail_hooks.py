"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.board import urls
from cms.board.admin_views import panels
from cms.board.admin_views.viewsets import PlanViewSet, TargetViewSet
from cms.board.board_access import BoardReaderMixin
from cms.tenancy import rights


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("board/", include(urls))]


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [TargetViewSet("targets", url_prefix="board-targets"), PlanViewSet("plans", url_prefix="plans")]


@hooks.register("insert_global_admin_css")
def add_admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/board.css"))


class BoardMenuItem(MenuItem):
    def is_shown(self, request):
        return BoardReaderMixin.allows(request.user)


@hooks.register("register_admin_menu_item")
def register_board_menu_item():
    label = gettext_lazy("Implementation board")
    return BoardMenuItem(label, reverse("board:index"), name="board", icon_name="list-ul", order=90)


class SchoolPlanMenuItem(MenuItem):
    """For people of one school; those of several choose it first."""

    def __init__(self):
        super().__init__(gettext_lazy("Plan of the office"), "", name="our_plan", icon_name="tasks", order=130)

    def is_shown(self, request):
        return panels.find_own_school(request.user) is not None

    def render_component(self, request):
        return LinkMenuItem(
            self.name, self.label, reverse("board:our_plan", args=[panels.find_own_school(request.user)]),
            icon_name=self.icon_name,
        )  # fmt: skip


@hooks.register("register_admin_menu_item")
def register_plan_menu_item():
    return SchoolPlanMenuItem()


@hooks.register("construct_homepage_panels")
def add_todo_panel(request, panel_list):
    if school_id := panels.find_own_school(request.user):
        panel_list.append(panels.TodoPanel(school_id, rights.has_right(request.user, "settings.change", school_id)))
