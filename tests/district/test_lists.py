"""The lists of office and schools are Wagtail's own: search, filters, pages and fragments; each school sees its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.district.models import Submission
from cms.district.submissions import transitions
from cms.home.models import NewsPage
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import client_of, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def offered(school, title, number=1):
    approver = make_user(Role.SCHOOL_APPROVER, school)
    return [transitions.nominate_page(make_page(NewsPage, school, f"{title} {n}"), approver) for n in range(number)]


@pytest.fixture
def office():
    return client_of(make_user(Role.OFFICE_APPROVER))


def rows(response) -> set[int]:
    return {row.pk for row in response.context["object_list"]}


def test_a_filter_that_makes_no_sense_finds_nothing_and_says_why(a, office):
    (submission,) = offered(a, "Bài")
    assert rows(office.get(reverse("district_queue"))) == {submission.pk}
    for name, value in (
        ("state", "la"),
        ("authority", "999999"),
        ("authority", "9" * 30),
        ("day", "la"),
        ("level", "x"),
    ):
        response = office.get(reverse("district_queue"), {name: value})
        assert response.status_code == 200
        assert rows(response) == set(), name
        assert name in response.context["filters"].form.errors


def test_a_fragment_has_the_rows_of_the_list(a, b, office):
    offered(a, "Bài của A")
    (second,) = offered(b, "Bài của B")
    whole, part = (office.get(reverse(name), {"q": b.name}) for name in ("district_queue", "district_queue_results"))
    assert rows(whole) == rows(part) == {second.pk}
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "Bài của B 0" in part.content.decode()


def test_pages_keep_the_filters_and_cost_the_same(a, office):
    offered(a, "Bài", 3)
    url = reverse("district_queue")
    office.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(url, {"level": a.level})
    offered(a, "Thêm", 20)
    office.get(url)  # what changed is read anew, once
    with CaptureQueriesContext(connection) as many:
        response = office.get(url, {"level": a.level})
    assert len(many) <= len(few)
    assert len(rows(response)) == 20
    assert f"level={a.level}&amp;p=2" in response.content.decode()
    assert len(rows(office.get(url, {"level": a.level, "p": "2"}))) == 3
    for nonsense in ("0", "-1", "x", "9" * 30):
        assert office.get(url, {"p": nonsense}).status_code == 200


def test_people_of_two_schools_choose_whose_mail_they_read(a, b):
    mine, theirs = (
        make_broadcast(audience="list", school_ids=[a.pk]),
        make_broadcast(audience="list", school_ids=[b.pk]),
    )
    user = make_user(Role.SCHOOL_EDITOR, a)
    client = client_of(user)

    def shown(**data):
        return [line.broadcast.pk for line in client.get(reverse("district_inbox"), data).context["object_list"]]

    assert shown() == shown(of=b.pk) == [mine.pk]
    assert not client.get(reverse("district_inbox")).context["view"].filters
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    assert shown(of=a.pk) == [mine.pk]
    assert shown(of=b.pk) == [theirs.pk]
    assert shown(of="la") == shown()
    assert client.get(reverse("district_inbox_results"), {"of": b.pk}).context["school"] == b


def test_a_school_sees_what_it_offered_itself(a, b):
    (mine,), (theirs,) = offered(a, "Bài của A"), offered(b, "Bài của B")
    response = client_of(make_user(Role.SCHOOL_EDITOR, a)).get(reverse("district_offered"))
    assert rows(response) == {mine.pk}
    assert theirs.title not in response.content.decode()
    Submission.objects.filter(pk=mine.pk).update(page=None)  # the page was deleted since
    assert mine.title in client_of(make_user(Role.SCHOOL_EDITOR, a)).get(reverse("district_offered")).content.decode()


@pytest.mark.parametrize(
    "name", ["district_queue_results", "district_links_results", "district_queue", "district_links"]
)
def test_the_office_alone_sees_everybodys(a, name):
    assert client_of(make_user(Role.SCHOOL_ADMIN, a)).get(reverse(name)).status_code == 404
    assert client_of(make_user(Role.OFFICE_OBSERVER)).get(reverse(name)).status_code == 200


def test_the_observer_sends_nothing(a):
    add = reverse("district_broadcast_add")
    assert add in client_of(make_user(Role.OFFICE_ADMIN)).get(reverse("district_broadcasts")).content.decode()
    assert add not in client_of(make_user(Role.OFFICE_OBSERVER)).get(reverse("district_broadcasts")).content.decode()
