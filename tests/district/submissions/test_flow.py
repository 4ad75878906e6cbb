"""A school's page on the office's portal: every step, who hears of it, and what readers see."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from wagtail.management.commands.purge_revisions import purge_revisions
from wagtail.models import PageViewRestriction

from cms.district.models import Submission
from cms.district.submissions import transitions
from cms.district.submissions.transitions import TransitionNotAllowed
from cms.home.models import NewsPage, StandardPage
from cms.tenancy import scope
from cms.tenancy.models import Membership
from cms.tenancy.notifications import digest
from cms.tenancy.roles import Role
from tests.factories import make_office, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
TITLE = "Phiên tòa giả định của lớp 9A"


@pytest.fixture
def editor(a):
    return make_user(Role.SCHOOL_EDITOR, a, email="bien-tap@a.vn")


@pytest.fixture
def approver(a):
    return make_user(Role.SCHOOL_APPROVER, a, email="duyet@a.vn")


@pytest.fixture
def boss():
    make_office()
    return make_user(Role.OFFICE_APPROVER, email="phong@example.vn")


@pytest.fixture
def page(a, editor):
    return publish(make_page(NewsPage, a, TITLE, owner=editor), editor)


def publish(page, user=None, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish()
    page.refresh_from_db()
    return page


def portal(path="/bai-chon-loc/") -> str:
    return Client(headers={"host": "cong.localhost"}).get(path).content.decode()


def item(submission):
    submission.refresh_from_db()
    return Client(headers={"host": "cong.localhost"}).get(f"/bai-chon-loc/{submission.pk}-{submission.slug}/")


def letters() -> dict[str, str]:
    """Who has got a letter since the last look, with its subject."""
    call_command("run_jobs", "--once", verbosity=0)
    digest.send_digest()  # the office hears in the morning
    found = {address: message.subject for message in mail.outbox for address in message.to}
    mail.outbox.clear()
    return found


@pytest.fixture
def accepted(page, approver, boss):
    submission = transitions.nominate_page(page, approver, "Bài hay")
    transitions.accept_submission(submission, boss)
    submission.refresh_from_db()
    letters()
    return submission


def test_nominated_accepted_shown_with_the_schools_name(a, page, approver, editor, boss):
    submission = transitions.nominate_page(page, approver, "Bài hay")
    assert scope.owner_id(submission) == a.pk
    assert set(letters()) == {boss.email}
    assert TITLE not in portal()
    transitions.accept_submission(submission, boss)
    html = portal()
    assert TITLE in html
    assert a.name in html
    assert TITLE in portal("/")
    response = item(submission)
    assert response.status_code == 200
    assert f'rel="canonical" href="http://th-mau-a.localhost/tin-tuc/{page.slug}/"' in response.content.decode()
    assert Client(headers={"host": a.site.hostname}).get(response.request["PATH_INFO"]).status_code == 404
    events = submission.events.values_list("state", "by")
    assert list(events) == [("waiting", approver.pk), ("accepted", boss.pk)]


def test_who_hears_and_nobody_else(a, b, page, editor, approver, boss):
    make_user(Role.SCHOOL_ADMIN, b)
    make_user(Role.SCHOOL_ADMIN, a, email="khong-lien-quan@a.vn")
    make_user(Role.OFFICE_LIBRARIAN)
    submission = transitions.nominate_page(page, approver)
    assert set(letters()) == {boss.email}
    transitions.request_changes(submission, boss, "Thêm ảnh")
    assert set(letters()) == {editor.email, approver.email}
    Membership.objects.filter(user=editor).delete()  # has left the school
    publish(page, approver, summary="Đã thêm ảnh")
    assert set(letters()) == {boss.email}
    submission.refresh_from_db()
    assert submission.state == "waiting"
    transitions.refuse_submission(submission, boss, "Trùng bài")
    assert set(letters()) == {approver.email}


@pytest.mark.parametrize(
    ("step", "state"), [(transitions.request_changes, "changes"), (transitions.refuse_submission, "refused")]
)
def test_the_office_says_why(page, approver, boss, step, state):
    submission = transitions.nominate_page(page, approver)
    with pytest.raises(TransitionNotAllowed):
        step(submission, boss, "  ")
    step(submission, boss, "Thiếu nguồn")
    submission.refresh_from_db()
    assert (submission.state, submission.comment) == (state, "Thiếu nguồn")
    assert TITLE not in portal()
    transitions.nominate_page(page, approver)
    submission.refresh_from_db()
    assert submission.state == "waiting"
    assert Submission.objects.count() == 1


def test_a_later_edit_asks_again_and_the_accepted_version_stays(accepted, page, approver, boss):
    publish(page, approver, title="Tên sau khi sửa")
    accepted.refresh_from_db()
    assert (accepted.state, accepted.is_update) == ("waiting", True)
    assert set(letters()) == {boss.email}
    assert TITLE in portal()
    html = item(accepted).content.decode()
    assert TITLE in html
    assert "Tên sau khi sửa" not in html
    publish(page, approver, title="Tên lần ba")  # once more, while the office looks
    assert letters() == {}
    transitions.accept_submission(accepted, boss)
    assert "Tên lần ba" in portal()
    assert "Tên lần ba" in item(accepted).content.decode()


def test_a_refused_edit_leaves_the_accepted_version(accepted, page, approver, boss):
    publish(page, approver, title="Tên sau khi sửa")
    transitions.refuse_submission(accepted, boss, "Giữ bản cũ")
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert TITLE in portal()


def test_a_draft_at_the_school_changes_nothing(accepted, page, approver):
    page.title = "Nháp"
    page.save_revision(user=approver)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"
    assert letters() == {}


@pytest.mark.parametrize("way", ["unpublish", "delete", "close", "withdraw", "down", "private"])
def test_taken_away_at_once(a, accepted, page, approver, boss, way):
    address = f"/bai-chon-loc/{accepted.pk}-{accepted.slug}/"
    if way == "unpublish":
        page.unpublish()
    elif way == "delete":
        page.delete()
    elif way == "close":
        a.closed_on = timezone.localdate()
        a.save()
    elif way == "withdraw":
        transitions.withdraw_submission(accepted, approver)
    elif way == "down":
        transitions.unlist_submission(accepted, boss, "Hết thời sự")
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert TITLE not in portal()
    assert address not in portal("/")
    assert Client(headers={"host": "cong.localhost"}).get(address).status_code == 404
    accepted.refresh_from_db()
    states = {"unpublish": "gone", "delete": "gone", "close": "gone", "withdraw": "withdrawn", "down": "refused"}
    assert accepted.state == states.get(way, "accepted")
    assert accepted.events.last().state == accepted.state


def test_published_again_it_waits_for_the_school_to_offer_it_again(accepted, page, approver):
    page.unpublish()
    publish(page, approver)
    assert TITLE not in portal()
    transitions.nominate_page(page, approver)
    accepted.refresh_from_db()
    assert accepted.state == "waiting"


def test_only_public_pages_of_a_school_and_only_once(a, page, approver, boss):
    office_page = make_office().home_page.add_child(instance=StandardPage(title="x", slug="x"))
    draft = make_page(NewsPage, a, live=False)
    standard = a.home_page.add_child(instance=StandardPage(title="y", slug="y"))
    for wrong in (office_page, draft, standard):
        with pytest.raises(TransitionNotAllowed):
            transitions.nominate_page(wrong, approver)
    submission = transitions.nominate_page(page, approver)
    with pytest.raises(TransitionNotAllowed):
        transitions.nominate_page(page, approver)
    transitions.accept_submission(submission, boss)
    for step in (
        lambda: transitions.nominate_page(page, approver),
        lambda: transitions.accept_submission(submission, boss),
    ):
        with pytest.raises(TransitionNotAllowed):
            step()


def test_clearing_old_revisions_keeps_what_the_portal_shows(accepted, page, approver):
    for number in range(3):
        publish(page, approver, title=f"Bản {number}")
    purge_revisions()
    accepted.refresh_from_db()
    assert accepted.accepted_revision_id
    assert TITLE in item(accepted).content.decode()
    with pytest.raises(ProtectedError):
        accepted.accepted_revision.delete()
    page.delete()
    accepted.refresh_from_db()
    assert (accepted.page_id, accepted.state, accepted.title) == (None, "gone", TITLE)


def test_a_page_without_a_revision_can_be_nominated(a, approver):
    page = make_page(NewsPage, a, "Không có phiên bản")
    assert page.live_revision_id is None
    submission = transitions.nominate_page(page, approver)
    assert submission.revision_id
    page.refresh_from_db()
    assert page.live_revision_id == submission.revision_id


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(
    a, accepted, approver, boss, django_assert_max_num_queries
):
    for number in range(8):
        other = publish(make_page(NewsPage, a, f"Bài {number}"))
        transitions.accept_submission(transitions.nominate_page(other, approver), boss)
    from cms.core import versions

    versions.forget_known()
    portal()
    with django_assert_max_num_queries(12):
        portal()
