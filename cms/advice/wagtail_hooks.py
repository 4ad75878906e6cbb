"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.advice.admin_panels import open_questions
from cms.advice.admin_urls import urlpatterns
from cms.advice.handling.desk import APPROVE, VIEW
from cms.advice.views.profiles import CHANGE
from cms.tenancy import rights


class Of(MenuItem):
    """Shown to whom ``shown_to`` says."""

    def __init__(self, *args, shown_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown_to = shown_to

    def is_shown(self, request):
        return request.user.is_superuser or self.shown_to(request.user)


def _sees(user) -> bool:
    return any(VIEW in place.rights.actions or place.rights.reads for place in rights.places_of(user))


def _has_tasks(user) -> bool:
    return rights.answers(user) or bool(rights.places_of(user))


def _has_experts(user) -> bool:
    return any(CHANGE in place.rights.actions for place in rights.places_of(user))


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


@hooks.register("register_admin_menu_item")
def queue_item():
    return Of(_("Questions"), reverse("advice_queue"), name="questions", icon_name="help", order=111, shown_to=_sees)


@hooks.register("register_admin_menu_item")
def tasks_item():
    return Of(
        _("Questions for me"), reverse("advice_tasks"), name="my-questions", icon_name="edit", order=112,
        shown_to=_has_tasks,
    )  # fmt: skip


def _approves(user) -> bool:
    return any(APPROVE in place.rights.actions or place.rights.reads for place in rights.places_of(user))


@hooks.register("register_reports_menu_item")
def numbers_item():
    return Of(
        _("Numbers of questions"), reverse("advice_numbers"), name="question-numbers", icon_name="list-ul", order=889,
        shown_to=_sees,
    )  # fmt: skip


@hooks.register("register_reports_menu_item")
def reports_item():
    return Of(
        _("Reported answers"), reverse("advice_reports"), name="reported-answers", icon_name="warning", order=890,
        shown_to=_approves,
    )  # fmt: skip


@hooks.register("register_settings_menu_item")
def experts_item():
    return Of(
        _("Experts"), reverse("advice_experts"), name="experts", icon_name="group", order=896, shown_to=_has_experts
    )


@hooks.register("register_settings_menu_item")
def rules_item():
    return MenuItem(_("Rules of questions"), reverse("advice_rules"), name="advice-rules", icon_name="cogs", order=897)


@hooks.register("construct_homepage_panels")
def first_screen(request, panels):
    if panel := open_questions(request.user):
        panels.insert(0, panel)
