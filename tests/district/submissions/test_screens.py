"""The screens of handing up: who sees and does what, in two schools and at the office."""

import pytest
from django.urls import reverse

from cms.district.models import Submission
from cms.district.submissions import transitions
from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
TITLE = "Ngày pháp luật ở trường"


@pytest.fixture
def a():
    return make_school("A", commune="Xã Một")


@pytest.fixture
def b():
    return make_school("B", level="THCS", name="Trường THCS Mẫu B", commune="Xã Hai")


def offered(school, title=TITLE) -> Submission:
    page = make_page(NewsPage, school, title)
    page.save_revision().publish()
    return transitions.nominate_page(page, make_user(Role.SCHOOL_APPROVER, school))


def test_a_school_offers_follows_and_withdraws(a):
    page = make_page(NewsPage, a, TITLE)
    client = client_of(make_user(Role.SCHOOL_APPROVER, a))
    url = reverse("district_nominate", args=[page.pk])
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert client.get(url).status_code == 200
    client.post(url, {"step": "nominate", "note": "Xin đăng"})
    submission = Submission.objects.get()
    assert (submission.state, submission.note) == ("waiting", "Xin đăng")
    assert TITLE in client.get(reverse("district_offered")).content.decode()
    assert client.post(url, {"step": "nominate"}, follow=True).status_code == 200  # said, not done twice
    client.post(url, {"step": "withdraw"})
    submission.refresh_from_db()
    assert submission.state == "withdrawn"


def test_an_editor_does_not_offer(a):
    page = make_page(NewsPage, a, TITLE)
    client = client_of(make_user(Role.SCHOOL_EDITOR, a))
    url = reverse("district_nominate", args=[page.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"step": "nominate"})
    assert not Submission.objects.exists()


def test_the_comment_reaches_the_school_and_only_that(a, b):
    submission = offered(a)
    office = client_of(make_user(Role.OFFICE_ADMIN))
    assert TITLE in office.get(reverse("wagtailadmin_home")).content.decode()
    office.post(reverse("district_queue_decide", args=[submission.pk, "changes"]), {"comment": "Bổ sung nguồn ảnh"})
    mine, theirs = (client_of(make_user(Role.SCHOOL_EDITOR, school)) for school in (a, b))
    page_url = reverse("district_nominate", args=[submission.page_id])
    for url in (reverse("wagtailadmin_home"), reverse("district_offered"), page_url):
        assert "Bổ sung nguồn ảnh" in mine.get(url).content.decode(), url
        assert "Bổ sung nguồn ảnh" not in theirs.get(url).content.decode(), url
    assert theirs.get(page_url).status_code == 404
    assert theirs.post(page_url, {"step": "withdraw"}).status_code == 404


def test_the_queue_and_its_filters(a, b):
    first, second = offered(a, "Bài của A"), offered(b, "Bài của B")
    office = client_of(make_user(Role.OFFICE_APPROVER))

    def found(**data):
        rows = office.get(reverse("district_queue"), data).context["object_list"]
        return {row.pk for row in rows}

    assert found() == {first.pk, second.pk}
    assert found(commune="Xã Một") == found(level="TH") == {first.pk}
    assert found(q="thcs mau b") == {second.pk}
    assert found(kind="legal.LegalNewsPage") == set()
    transitions.accept_submission(first, make_user(Role.OFFICE_ADMIN))
    assert found() == {second.pk}
    assert found(state="all") == {first.pk, second.pk}
    assert found(state="accepted") == {first.pk}


def test_what_changed_since_the_accepted_version(a):
    submission = offered(a, "Tên cũ của bài")
    transitions.accept_submission(submission, make_user(Role.OFFICE_ADMIN))
    page = submission.page.specific
    page.title = "Tên mới của bài"
    page.save_revision().publish()
    office = client_of(make_user(Role.OFFICE_ADMIN))
    response = office.get(reverse("district_queue_item", args=[submission.pk]))
    assert [part.field_label for part in response.context["comparison"]]
    office.post(reverse("district_queue_decide", args=[submission.pk, "accept"]))
    submission.refresh_from_db()
    assert (submission.state, submission.title) == ("accepted", "Tên mới của bài")


def test_nothing_is_decided_without_words_and_nothing_unknown(a):
    submission = offered(a)
    office = client_of(make_user(Role.OFFICE_ADMIN))
    for step in ("changes", "refuse", "down"):
        office.post(reverse("district_queue_decide", args=[submission.pk, step]), {"comment": ""})
    submission.refresh_from_db()
    assert submission.state == "waiting"
    assert office.post(reverse("district_queue_decide", args=[submission.pk, "explode"])).status_code == 404


def test_who_decides(a):
    make_office()
    submission = offered(a)
    url = reverse("district_queue_decide", args=[submission.pk, "accept"])
    for role, school, status in (
        (Role.SCHOOL_ADMIN, a, 404), (Role.OFFICE_LIBRARIAN, None, 404), (Role.OFFICE_OBSERVER, None, 403),
    ):  # fmt: skip
        client = client_of(make_user(role, school))
        assert client.post(url).status_code == status
        opened = client.get(reverse("district_queue_item", args=[submission.pk])).status_code
        assert opened == (200 if role == Role.OFFICE_OBSERVER else 404)
    submission.refresh_from_db()
    assert submission.state == "waiting"
