"""Attendance, lessons, tests, completion, hours, feedback, certificates, calendar."""

import datetime
from decimal import Decimal

import icalendar
import pytest
from django.utils import timezone

from cms.certificates.issuing import issue
from cms.contests.models import Attempt, Contest
from cms.contests.results import scoring
from cms.contests.taking import answers, question_paper
from cms.contests.taking.registration import ContestEntry, enter_contest
from cms.contests.taking.tokens import AttemptToken
from cms.tenancy.roles import Role
from cms.training.attendance import codes, recording
from cms.training.calendar import build_calendar
from cms.training.enrolment import enrolment_changes
from cms.training.learning import awards, completion, feedback, hours, lessons
from cms.training.messages import StepRefused
from cms.training.models import Attendance, Enrolment, Feedback
from tests.certificates.factories import DAY, make_template
from tests.contests.factories import make_contest
from tests.contests.test_taking import right
from tests.factories import make_user
from tests.training.factories import make_course, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(a):
    return a


@pytest.fixture
def user(school):
    return make_user(Role.SCHOOL_EDITOR, school, last_name="Lê", first_name="Thị Mẫu")


class TestAttendance:
    def test_by_code_in_time_and_only_by_who_takes_part(self, school, user):
        now = timezone.now()
        course = make_course(school, sessions=0, publish=False)
        session = make_session(course, starts_at=now - datetime.timedelta(minutes=10))
        course.state = "published"
        course.save()
        code = codes.code_at(session.secret, now.timestamp())
        with pytest.raises(StepRefused) as refused:
            recording.record_by_code(session, user, code, now)
        assert refused.value.code == "not_enrolled"
        enrolment_changes.enrol_person(course, user)
        for wrong, moment in (("AAAAAA", now), (code, now + datetime.timedelta(minutes=11)),
                              (codes.code_at(session.secret, (now + datetime.timedelta(days=1)).timestamp()),
                               now + datetime.timedelta(days=1))):  # fmt: skip
            with pytest.raises(StepRefused) as refused:
                recording.record_by_code(session, user, wrong, moment)
            assert refused.value.code == "code"
        for _time in range(2):
            recording.record_by_code(session, user, code.lower(), now)
        assert Attendance.objects.get().how == "code"

    def test_the_list_touches_only_what_was_shown(self, school, user):
        course = make_course(school)
        session = course.sessions.get()
        others = [make_user(Role.SCHOOL_EDITOR, school) for _ in range(2)]
        rows = [enrolment_changes.enrol_person(course, one) for one in (user, *others)]
        stranger = enrolment_changes.enrol_person(make_course(school), user)
        shown = [rows[0].pk, rows[1].pk]
        assert recording.record_by_list(session, shown, [rows[0].pk, rows[2].pk, stranger.pk], None) == 1
        Attendance.objects.create(session=session, enrolment=rows[2], how="code")
        assert recording.record_by_list(session, shown, [rows[1].pk], None) == 2
        assert set(Attendance.objects.values_list("enrolment", flat=True)) == {rows[1].pk, rows[2].pk}


class TestCompletion:
    def test_enough_sessions_complete_it_and_the_hours_are_counted_once(self, school, user, b):
        course = make_course(school, sessions=5, attendance_percent=80, hours=Decimal("7.5"))
        row = enrolment_changes.enrol_person(course, user)
        sessions = list(course.sessions.all())
        for session in sessions[:3]:
            recording.record_by_list(session, [row.pk], [row.pk], None)
        assert completion.record_completion(course) == 0
        recording.record_by_list(sessions[3], [row.pk], [row.pk], None)
        assert completion.record_completion(course) == 1
        assert completion.record_completion(course) == 0
        assert hours.hours_of_person(user) == Decimal("7.5")
        assert hours.hours_of_person(user, 2001) == 0
        assert [
            (line.name, line.courses, line.hours) for line in hours.hours_in_place(school.pk, timezone.localdate().year)
        ] == [("Lê Thị Mẫu", 1, Decimal("7.5"))]
        assert hours.hours_in_place(b.pk, timezone.localdate().year) == []
        with pytest.raises(StepRefused):
            enrolment_changes.cancel_enrolment(Enrolment.objects.get(pk=row.pk))

    def test_lessons_are_resumed_where_one_was(self, school, user):
        course = make_course(school, lessons=3)
        row = enrolment_changes.enrol_person(course, user)
        found = list(course.lessons.all())
        assert lessons.find_next_lesson(row, found) == found[0]
        lessons.record_opened(row, found[1])
        row.refresh_from_db()
        assert lessons.find_next_lesson(row, found) == found[1]
        lessons.finish_lesson(row, found[1])
        row.refresh_from_db()
        assert lessons.find_next_lesson(row, found) == found[0]
        for one in (found[0], found[2]):
            lessons.finish_lesson(row, one)
        row.refresh_from_db()
        assert row.completed_at
        assert lessons.find_next_lesson(row, found) is None

    def test_a_test_from_the_bank_has_to_be_passed(self, school, user):
        contest = make_contest(school, who=Contest.Who.ACCOUNT, in_list=False, practice=True, consent_text="",
                               for_children=False, attempts_allowed=3)  # fmt: skip
        course = make_course(school, lessons=1, test=contest, test_percent=60)
        row = enrolment_changes.enrol_person(course, user)
        lessons.finish_lesson(row, course.lessons.get())
        row.refresh_from_db()
        assert row.completed_at is None
        for share in (0.4, 0.8):
            self.take(contest, user, share)
            found = completion.compute_progress(course, [row])[row.pk]
            assert found.test == pytest.approx(100 * share)
        assert completion.record_completion(course) == 1

    @staticmethod
    def take(contest, user, share):
        attempt, _new = enter_contest(contest, contest.rounds.get(), user, ContestEntry())
        lines = list(question_paper.iterate_lines(attempt))
        for line in lines[: round(share * len(lines))]:
            answers.save_answer(AttemptToken(attempt.pk, attempt.device), line.place, 1, right(line))
        scoring.finish_attempt(Attempt.objects.select_related("round__contest").get(pk=attempt.pk))

    def test_people_for_certificates(self, school, user):
        course = make_course(school, lessons=1, hours=Decimal("7.0"), title="Luật Trẻ em")
        row = enrolment_changes.enrol_person(course, user)
        enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, school))
        lessons.finish_lesson(row, course.lessons.get())
        [person] = awards.list_recipients(course)
        assert (person.name, person.unit, person.user_id) == ("Lê Thị Mẫu", school.name, user.pk)
        order = issue.IssueOrder(
            make_template(school), awards.award_source(course), course.title, awards.DEFAULT_WORDS, DAY, False
        )
        batch = issue.issue_certificates(order, awards.list_recipients(course), None)
        assert batch.certificates.get().words == "Đã hoàn thành khóa “Luật Trẻ em”, thời lượng 7 giờ."


def test_feedback_has_no_name_and_few_answers_are_not_shown(school, user):
    course = make_course(school)
    rows = [
        enrolment_changes.enrol_person(course, one)
        for one in (user, *(make_user(Role.SCHOOL_EDITOR, school) for _ in range(2)))
    ]
    assert feedback.give_feedback(rows[0], 5, "Hay")
    assert not feedback.give_feedback(rows[0], 1, "Lại")
    assert feedback.summarize_feedback(course).average is None
    for row, score in zip(rows[1:], (4, 3), strict=True):
        feedback.give_feedback(row, score, "")
    assert (feedback.summarize_feedback(course).average, feedback.summarize_feedback(course).words) == (4.0, ["Hay"])
    columns = {field.name for field in Feedback._meta.get_fields()}
    assert columns == {"id", "course", "score", "words", "on"}


def test_the_calendar_is_read_by_others_and_holds_no_link(school):
    course = make_course(school, sessions=2, title="Khóa; có dấu, phẩy")
    course.sessions.update(link="https://hop.example.vn/bi-mat")
    data = build_calendar(course, course.sessions.all(), "a.vn", "https://a.vn/tap-huan/1-x/")
    assert b"bi-mat" not in data
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [event["SUMMARY"] for event in events] == [f"Khóa; có dấu, phẩy: Buổi {day}" for day in (1, 2)]
    assert [event.decoded("DTSTART") for event in events] == [
        one.starts_at.replace(microsecond=0) for one in course.sessions.all()
    ]
    assert data == build_calendar(course, course.sessions.all(), "a.vn", "https://a.vn/tap-huan/1-x/")
