"""The office edits its targets and plans."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.board.indicators import all_indicators, board_indicators, find_indicator
from cms.board.measuring.goals import SCORE_CODE, SCORE_GOAL, BoardGoals, get_goals_on
from cms.board.measuring.traffic_lights import BetterDirection
from cms.board.models import Plan, Target
from cms.tenancy.models import School


def list_indicator_choices() -> list[tuple[str, Any]]:
    return [
        (SCORE_CODE, gettext_lazy("Points of the whole school")),
        *((one.code, one.label) for one in all_indicators()),
    ]


class TargetForm(WagtailAdminModelForm):
    indicator = forms.ChoiceField(label=gettext_lazy("Indicator"), choices=list_indicator_choices)

    def clean(self):
        found = super().clean()
        good, fair, indicator = found.get("good"), found.get("fair"), find_indicator(found.get("indicator", ""))
        if good is None or fair is None:
            return found
        less = indicator is not None and indicator.better.value == "less"
        if (fair < good) if less else (fair > good):
            self.add_error("fair", gettext_lazy("Amber must be easier to reach than green."))
        return found


def target_name(target: Target) -> str:
    return str(dict(list_indicator_choices()).get(target.indicator, target.indicator))


class TargetIndexView(IndexView):
    """With what holds today: where no target was set, an indicator's own goal does."""

    template_name = "board/admin/targets.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(in_force=list_goals_in_force(get_goals_on(timezone.localdate())), **kwargs)


def list_goals_in_force(goals: BoardGoals) -> list[dict]:
    """What the board asks: of all schools, and of a level where a target for it holds."""
    names = dict(list_indicator_choices())
    asked = [(SCORE_CODE, SCORE_GOAL)] + [(one.code, one.goal) for one in board_indicators()]
    levels = dict(School.Level.choices)
    return [
        {"name": names[code], "level": levels.get(level, ""), "goal": goals.of(code, level, own),
         "less": (one := find_indicator(code)) is not None and one.better is BetterDirection.LESS,
         "built_in": not goals.has(code, level)}
        for code, own in asked
        for level in ("", *(level for level in levels if (code, level) in goals.targets))
    ]  # fmt: skip


class TargetViewSet(ModelViewSet):
    model = Target
    icon = "tasks"
    menu_label = gettext_lazy("Targets")
    menu_order = 20
    copy_view_enabled = False
    add_to_admin_menu = False
    index_view_class = TargetIndexView
    list_display = [
        Column("name", accessor=target_name, label=gettext_lazy("Indicator")),
        Column("level", accessor="get_level_display", label=gettext_lazy("Level")),
        "good", "fair", "weight", "valid_from", "valid_to",
    ]  # fmt: skip
    list_filter = ["level"]
    form_fields = ["indicator", "level", "good", "fair", "weight", "valid_from", "valid_to"]

    def get_form_class(self, for_update=False):
        return forms.modelform_factory(Target, TargetForm, fields=self.form_fields)


class PlanIndexView(IndexView):
    def get_list_buttons(self, instance):
        progress = Button(
            gettext_lazy("Progress"),
            reverse("board:plan", args=[instance.pk]),
            priority=1,
            classname="button button-small button-secondary",
        )
        return [progress, *super().get_list_buttons(instance)]


class PlanViewSet(ModelViewSet):
    model = Plan
    icon = "tasks"
    menu_label = gettext_lazy("Plans")
    menu_order = 115
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = PlanIndexView
    list_display = ["title", "first_day", "last_day"]
