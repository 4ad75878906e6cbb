"""Items of the office for tests: ``make_broadcast("Chỉ thị", levels=["TH"])`` is sent and live."""

from __future__ import annotations

import itertools

from django.apps import apps

from cms.district.broadcasts import sending
from cms.district.models import Broadcast
from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.factories import make_office, make_user
from tests.factories.pages import only_page

_numbers = itertools.count(1)


def make_office_page(model=NewsPage, title: str | None = None, **fields):
    """A published page of the portal, with a revision as the editor would leave it."""
    number = next(_numbers)
    index = only_page(apps.get_model(model.parent_page_types[0]), make_office())
    needed = {"kind": "leaflet"} if model.__name__ == "LegalMaterialPage" else {}
    page = index.add_child(
        instance=model(title=title or f"Tin của phòng {number}", slug=f"tin-phong-{number}", **{**needed, **fields})
    )
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_broadcast(title: str | None = None, *, page=None, model=NewsPage, sent=True, user=None, **fields) -> Broadcast:
    if page is None and "document" not in fields:
        page = make_office_page(model, title)
    source = page or fields["document"]
    row = Broadcast(title=source.title, page=page, **fields)
    row.place = row.place or sending.default_list(row)
    row.save()
    if sent:
        sending.send_broadcast(row, user or make_user(Role.OFFICE_ADMIN))
        row.refresh_from_db()
    return row
