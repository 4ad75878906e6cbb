"""What passes between office and school, counted for each school by itself."""

import pytest
from django.utils import timezone

from cms.board import indicators
from cms.board.measuring.measure import list_measured_schools, measure_values, open_schools
from cms.district.broadcasts import responses, sending
from cms.district.models import BlockCheck, CheckedLink, LinkUse
from cms.legal.models import LegalNewsPage
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(a, b):
    return a, b


def values(code):
    found = measure_values(list_measured_schools(open_schools()), timezone.localdate())
    return {school.code: found[school.pk][code] for school in open_schools()}


def test_links_both_ways_are_as_the_last_check_found_them(schools, measured):
    assert values("link_problems") == {"A": None, "B": None}
    for school, problems in zip(schools, ([], [["block", "https://phapluat.gov.vn/"]]), strict=True):
        BlockCheck.objects.create(school=school, problems=problems, checked_at=timezone.now())
    assert values("link_problems") == {"A": 0, "B": 1}
    [item] = indicators.find_indicator("link_problems").evidence(measured(schools[1]), timezone.localdate())
    assert item.note == "https://phapluat.gov.vn/"


def test_broken_links_of_public_pages(schools, measured):
    link = CheckedLink.objects.create(
        digest="x", url="https://mat.example/", state=CheckedLink.State.BROKEN, next_check_at=timezone.now()
    )
    for page in (make_page(LegalNewsPage, schools[0]), make_page(LegalNewsPage, schools[1], live=False)):
        LinkUse.objects.create(page=page, school=schools[0] if page.live else schools[1], link=link)
    assert values("broken_links") == {"A": 1, "B": 0}
    [item] = indicators.find_indicator("broken_links").evidence(measured(schools[0]), timezone.localdate())
    assert item.note == "https://mat.example/"


def test_what_waits_for_an_answer(schools, measured):
    a, _b = schools
    approver = make_user(Role.SCHOOL_APPROVER, a)
    first, second = make_broadcast("Chỉ thị"), make_broadcast("Hướng dẫn", mode="recommended")
    make_broadcast("Để biết", needs_confirmation=False)
    make_broadcast("Chưa gửi", sent=False)
    assert values("unanswered") == {"A": 2, "B": 2}
    responses.confirm_broadcast(a, first.pk, approver)
    assert values("unanswered") == {"A": 1, "B": 2}
    [item] = indicators.find_indicator("unanswered").evidence(measured(a), timezone.localdate())
    assert item.title == "Hướng dẫn"
    sending.recall_broadcast(second, make_user(Role.OFFICE_ADMIN), "Sai")
    assert values("unanswered") == {"A": 0, "B": 1}


def test_pages_that_cite_law_which_does_not_hold(schools, measured, django_capture_on_commit_callbacks):
    document = make_document("37/2020/TT-BGDĐT")
    for school in schools:
        page = make_page(
            LegalNewsPage,
            school,
            body=[("text", f"<p>Theo Thông tư {document.number_raw}, lại {document.number_raw}</p>")],
        )
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
    assert values("citing_expired") == {"A": 0, "B": 0}
    with django_capture_on_commit_callbacks(execute=True):
        document.status_override, document.status_reason = "suspended", "Mẫu"
        document.save()
    assert values("citing_expired") == {"A": 1, "B": 1}
    page.unpublish()
    assert values("citing_expired") == {"A": 1, "B": 0}
    [item] = indicators.find_indicator("citing_expired").evidence(measured(schools[0]), timezone.localdate())
    assert document.number_raw in item.note
