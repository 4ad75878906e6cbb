"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.advice.admin_urls import urlpatterns
from cms.advice.panels import build_questions_panel
from cms.advice.views.expert_profiles import CHANGE_PERMISSION
from cms.advice.workflow.assignment import APPROVE, VIEW
from cms.tenancy import rights


class ConditionalMenuItem(MenuItem):
    """Shown to whom ``shown_to`` says."""

    def __init__(self, *args, shown_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown_to = shown_to

    def is_shown(self, request):
        return request.user.is_superuser or self.shown_to(request.user)


def _can_view_queue(user) -> bool:
    return any(VIEW in place.rights.actions or place.rights.reads for place in rights.places_of(user))


def _has_tasks(user) -> bool:
    return rights.may_answer(user) or bool(rights.places_of(user))


def _has_experts(user) -> bool:
    return any(CHANGE_PERMISSION in place.rights.actions for place in rights.places_of(user))


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_admin_menu_item")
def queue_item():
    return ConditionalMenuItem(
        _("Questions"), reverse("advice_queue"), name="questions", icon_name="help", order=111, shown_to=_can_view_queue
    )


@hooks.register("register_admin_menu_item")
def tasks_item():
    return ConditionalMenuItem(
        _("Questions for me"), reverse("advice_tasks"), name="my-questions", icon_name="edit", order=112,
        shown_to=_has_tasks,
    )  # fmt: skip


def _can_approve(user) -> bool:
    return any(APPROVE in place.rights.actions or place.rights.reads for place in rights.places_of(user))


@hooks.register("register_reports_menu_item")
def numbers_item():
    return ConditionalMenuItem(
        _("Numbers of questions"), reverse("advice_numbers"), name="question-numbers", icon_name="list-ul", order=889,
        shown_to=_can_view_queue,
    )  # fmt: skip


@hooks.register("register_reports_menu_item")
def reports_item():
    return ConditionalMenuItem(
        _("Reported answers"), reverse("advice_reports"), name="reported-answers", icon_name="warning", order=890,
        shown_to=_can_approve,
    )  # fmt: skip


@hooks.register("register_settings_menu_item")
def experts_item():
    return ConditionalMenuItem(
        _("Experts"), reverse("advice_experts"), name="experts", icon_name="group", order=896, shown_to=_has_experts
    )


@hooks.register("register_settings_menu_item")
def rules_item():
    return MenuItem(_("Rules of questions"), reverse("advice_rules"), name="advice-rules", icon_name="cogs", order=897)


@hooks.register("construct_homepage_panels")
def add_home_panel(request, panels):
    if panel := build_questions_panel(request.user):
        panels.insert(0, panel)
