"""What waits for the person, on the first screen of the admin."""

from __future__ import annotations

from wagtail.admin.ui.components import Component

from cms.district import places
from cms.district.broadcasts.inbox import Inbox

MOST = 5  # lines; the rest stands in the list


class FromOfficePanel(Component):
    """Items of the office that wait for the person's schools."""

    name = "from_office"
    template_name = "district/admin/school_panel.html"
    order = 40

    def __init__(self, rows):
        self.rows = rows

    def get_context_data(self, parent_context):
        several = len({school.pk for school, _line in self.rows}) > 1
        return {"rows": self.rows[:MOST], "count": len(self.rows), "several": several}


def from_office(user) -> FromOfficePanel | None:
    """Nothing for people of no school or of very many, and nothing when nothing waits."""
    schools = places.schools_of(user)
    if not 0 < len(schools) <= MOST:
        return None
    rows = [(school, line) for school in schools for line in Inbox(school).waiting()]
    return FromOfficePanel(rows) if rows else None
