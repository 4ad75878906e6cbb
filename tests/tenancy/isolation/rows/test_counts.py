"""No count, choice or cached part of a screen tells that another school has grown: what a school is shown stays the
same, word for word."""

import pytest

from cms.home.models import NewsPage
from cms.tenancy.roles import SCHOOL_ROLES
from tests.factories import make_user
from tests.factories.pages import make_image, make_page
from tests.tenancy.isolation.anything import make
from tests.tenancy.isolation.rows.test_rows import ONE_EACH, WALLED
from tests.tenancy.isolation.test_walk import SKIPPED, show, walker_for
from tests.tenancy.isolation.walker import Finding, Walker, addresses, fillings, path_of

pytestmark = pytest.mark.django_db

API = "/admin/api/main/"
MORE = (
    f"{API}pages/?fields=*",
    f"{API}pages/?child_of=root&fields=*",
    f"{API}images/?fields=*",
    f"{API}documents/?fields=*",
)


def grow(side) -> None:
    """One more of everything, in the ways of the product where they leave traces of their own."""
    for model in WALLED:
        if not issubclass(model, ONE_EACH):
            make(model, side, anew=True)
    editor = side.people["editor"]
    page = make_page(NewsPage, side.school, f"{side.marker} thêm", owner=editor)
    page.save_revision(user=editor, log_action=True).publish()
    make_image(f"{side.marker} thêm", collection=side.school.collection).tags.add("chung", side.marker)
    for role in SCHOOL_ROLES:
        make_user(role, side.school, email=f"them-{role.value}@{side.marker}.vn")


def own_paths(walker):
    for address in addresses():
        if address.name not in SKIPPED:
            for arguments, foreign in fillings(address, walker.own, walker.other, 1):
                if not foreign:
                    yield path_of(address, arguments)
    yield from MORE
    yield f"{API}pages/{walker.own.ids['home']}/?fields=*"


@pytest.mark.long
@pytest.mark.parametrize("role", ["admin", pytest.param("editor", marks=pytest.mark.whole)])
def test_the_other_school_has_grown(world, role):
    walker = walker_for(world, "A", "B", role)
    paths = [path for path in own_paths(walker) if ".xlsx" not in path]  # their time of making is inside
    for path in paths:
        walker.ask("GET", path)  # what is made at the first look is there
    before = {path: walker.hear("GET", path) for path in paths}
    assert sum(status == 200 for status, _text in before.values()) > 100
    grow(walker.other)
    walker = Walker(walker.client, walker.own, walker.other)
    for path in paths:
        if not walker.alike(before[path], now := walker.hear("GET", path)):
            walker.findings.append(Finding("count", path, walker.difference(before[path], now)))
    assert not walker.findings, show(walker.findings)
