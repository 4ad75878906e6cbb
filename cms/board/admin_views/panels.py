"""The school's first screen: its own row of the board."""

from __future__ import annotations

from wagtail.admin.ui.components import Component

from cms.board.admin_views.todo import build_todo_list
from cms.tenancy import rights


class TodoPanel(Component):
    name = "school_todo"
    template_name = "board/admin/todo.html"
    order = 60

    def __init__(self, school_id: int, may_set: bool):
        self.school_id, self.may_set = school_id, may_set

    def get_context_data(self, parent_context):
        return {"todo": build_todo_list(self.school_id, self.may_set)}


def find_own_school(user) -> int | None:
    """The one school a person works for, or has chosen among several."""
    ids = {place.school_id for place in rights.places_in_view(user)}
    return ids.pop() if len(ids) == 1 else None
