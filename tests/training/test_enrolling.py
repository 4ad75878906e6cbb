"""Places, waiting list, quota, reminders."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.tenancy.models import Membership, Notice
from cms.tenancy.roles import Role
from cms.training.enrolment import enrolment_changes, reminders, transitions
from cms.training.messages import StepRefused
from cms.training.models import Enrolment
from tests.factories import client_of, make_user
from tests.training.factories import make_course, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(a):
    return a


def refused(function, *args):
    with pytest.raises(StepRefused) as error:
        function(*args)
    return error.value.code


def states(course):
    return list(course.enrolments.order_by("enrolled_at", "pk").values_list("state", flat=True))


class TestPlaces:
    def test_who_comes_late_waits_and_moves_up_when_somebody_cancels(self, school):
        course = make_course(places=1)
        first, second, third = (make_user(Role.SCHOOL_EDITOR, school) for _ in range(3))
        rows = [enrolment_changes.enrol_person(course, user) for user in (first, second, third)]
        assert states(course) == ["enrolled", "waiting", "waiting"]
        assert enrolment_changes.enrol_person(course, first) == rows[0]  # twice is once
        enrolment_changes.cancel_enrolment(rows[0])
        assert states(course) == ["cancelled", "enrolled", "waiting"]
        assert Notice.objects.get(kind="course_place").user == second
        again = enrolment_changes.enrol_person(course, first)
        assert (again, again.state) == (rows[0], "waiting")  # with what hangs on it
        assert states(course) == ["enrolled", "waiting", "waiting"]  # behind the others

    def test_more_places_take_those_who_wait(self, school):
        course = make_course(places=1)
        for _time in range(3):
            enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, school))
        course.places = None
        course.save()
        enrolment_changes.fill_new_places(course)
        assert states(course) == ["enrolled"] * 3

    def test_a_waiting_one_who_cancels_frees_no_place(self, school):
        course = make_course(places=1)
        rows = [enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, school)) for _ in range(3)]
        enrolment_changes.cancel_enrolment(rows[1])
        assert states(course) == ["enrolled", "cancelled", "waiting"]

    @pytest.mark.parametrize("how", ["closed", "held"])
    def test_a_place_in_a_course_that_is_over_goes_to_nobody(self, school, how):
        course = make_course(places=1)
        rows = [enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, school)) for _ in range(2)]
        if how == "closed":
            transitions.close_course(course)
        else:
            hour = datetime.timedelta(hours=1)
            course.sessions.update(starts_at=timezone.now() - 3 * hour, ends_at=timezone.now() - hour)
        enrolment_changes.cancel_enrolment(rows[0])
        assert states(course) == ["cancelled", "waiting"]
        assert not Notice.objects.filter(kind="course_place").exists()

    def test_one_cancels_on_the_own_page(self, school):
        course = make_course(places=1)
        first, second = (make_user(Role.SCHOOL_EDITOR, school) for _ in range(2))
        for user in (first, second):
            client_of(user).post(reverse("training_enrol", args=[course.pk]))
        cancel = reverse("training_cancel", args=[course.pk])
        assert client_of(first).get(cancel).status_code == 405
        assert client_of(first).post(cancel).url == reverse("training_my_course", args=[course.pk])
        assert states(course) == ["cancelled", "enrolled"]
        assert client_of(make_user(Role.SCHOOL_EDITOR, school)).post(cancel).status_code == 404  # who takes no part
        course.enrolments.filter(user=second).update(completed_at=timezone.now())
        answer = client_of(second).post(cancel, follow=True)
        assert states(course) == ["cancelled", "enrolled"]  # what is completed stays
        assert answer.status_code == 200


class TestWhoMay:
    def test_a_schools_course_is_for_its_people_experts_too(self, school, b):
        course = make_course(school)
        other = make_user(Role.SCHOOL_ADMIN, b)
        assert refused(enrolment_changes.enrol_person, course, other) == "not_yours"
        assert course not in enrolment_changes.courses_for(other)
        expert = make_user(Role.SCHOOL_EXPERT, school)
        assert course in enrolment_changes.courses_for(expert)
        assert enrolment_changes.enrol_person(course, expert).school == school

    def test_the_offices_is_for_all_and_the_row_is_the_persons_schools(self, school):
        course = make_course()
        assert enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, school)).school == school
        assert enrolment_changes.enrol_person(course, make_user(Role.OFFICE_LIBRARIAN)).school is None
        assert refused(enrolment_changes.enrol_person, course, make_user()) == "not_yours"

    def test_drafts_closed_ones_and_late_comers_are_refused(self, school):
        user = make_user(Role.SCHOOL_EDITOR, school)
        late = timezone.now() - datetime.timedelta(minutes=1)
        for course in (make_course(publish=False), make_course(enrol_until=late)):
            assert refused(enrolment_changes.enrol_person, course, user) == "closed"


class TestQuota:
    def test_a_school_names_no_more_than_its_places(self, school, b):
        course = make_course(school_quota=2)
        user = make_user(Role.SCHOOL_EDITOR, school)
        assert refused(enrolment_changes.enrol_person, course, user) == "quota"
        names = [("Trần A", "Giáo viên"), ("Trần B", "")]
        assert refused(enrolment_changes.name_people, course, school.pk, [user], names, None) == "quota_full"
        assert not Enrolment.objects.exists()  # all or none
        made = enrolment_changes.name_people(course, school.pk, [user], names[:1], None)
        assert [row.name for row in made] == [user.get_full_name() or user.email, "Trần A"]
        assert not enrolment_changes.name_people(course, school.pk, [user], names[:1], None)  # known already
        other = b
        assert enrolment_changes.name_people(course, other.pk, [], [("Lê C", "")], None)[0].school == other

    def test_each_school_is_asked_once_when_it_is_announced(self, school, b):
        approver = make_user(Role.SCHOOL_APPROVER, school)
        make_user(Role.SCHOOL_APPROVER, b)
        course = make_course(school_quota=2)
        transitions.close_course(course)
        transitions.publish_course(course)
        make_course()  # people enrol themselves
        notice = Notice.objects.get(kind="course_call", user=approver)
        assert notice.path == f"/admin/training/quota/{school.pk}/{course.pk}/"
        assert Notice.objects.filter(kind="course_call").count() == 2

    def test_without_a_quota_nobody_is_named(self, school):
        assert refused(enrolment_changes.name_people, make_course(), school.pk, [], [("A", "")], None) == "no_quota"


class TestReminders:
    def test_each_session_once_the_day_before(self, school):
        course = make_course(sessions=0, publish=False)
        noon = timezone.localtime().replace(hour=12, minute=0)
        soon = make_session(course, starts_at=noon + datetime.timedelta(days=1))
        make_session(course, starts_at=noon + datetime.timedelta(days=3))
        transitions.publish_course(course)
        user = make_user(Role.SCHOOL_EDITOR, school)
        enrolment_changes.enrol_person(course, user)
        assert reminders.send_reminders(noon) == "1 people"
        assert reminders.send_reminders(noon) == "0 people"
        notice = Notice.objects.get(kind="course_soon")
        assert (notice.user, notice.school) == (user, school)
        assert soon.title in notice.text
        assert reminders.send_reminders(noon + datetime.timedelta(days=2)) == "1 people"


def test_who_works_at_two_schools_is_named_by_one(school, b):
    other, course = b, make_course(school_quota=2)
    person = make_user(Role.SCHOOL_EDITOR, school)
    Membership.objects.create(user=person, school=other, role=Role.SCHOOL_EDITOR)
    by = make_user(Role.OFFICE_ADMIN)
    assert len(enrolment_changes.name_people(course, school.pk, [person], [], by)) == 1
    assert enrolment_changes.name_people(course, other.pk, [person], [("Người Khác", "")], by)[0].name == "Người Khác"
    row = Enrolment.objects.get(user=person)
    assert row.school == school
    enrolment_changes.cancel_enrolment(row)
    assert enrolment_changes.name_people(course, other.pk, [person], [], by) == [row]
    row.refresh_from_db()
    assert (row.school, row.state) == (other, "enrolled")
