"""What the demo shows, loaded once however often it is asked for; and what the board counts of it."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.board import indicators
from cms.board.measuring.measure import list_measured_schools, measure_values, open_schools
from cms.certificates.models import Certificate
from cms.contests.models import Contest
from cms.legal.models import TrainingPage
from cms.tenancy.roles import Role
from cms.training.attendance import recording
from cms.training.enrolment import enrolment_changes
from cms.training.learning import completion
from cms.training.models import Course, Enrolment, LawReporter
from tests.contests.factories import make_contest
from tests.factories import make_user
from tests.factories.pages import make_page
from tests.training.factories import make_course, make_session

pytestmark = pytest.mark.django_db


def test_the_demo_has_contests_certificates_courses_and_a_roster(school):
    make_user(Role.SCHOOL_APPROVER, school)
    make_user(Role.SCHOOL_EDITOR, school)
    for _time in range(2):
        call_command("load_demo_training")
    running, finished = Contest.objects.get(school=None), Contest.objects.get(school=school)
    assert running.rounds.get().is_open
    assert running.results_at is None
    assert finished.results_at
    assert Course.objects.filter(state="published").count() == 2
    assert Enrolment.objects.count() == 4
    assert LawReporter.objects.count() == 2
    assert sorted(Certificate.objects.values_list("words", flat=True))[0].endswith("xếp hạng 1, đạt 6 điểm.")
    assert Certificate.objects.count() == 3


def values(code, day):
    found = measure_values(list_measured_schools(open_schools()), day)
    return {school.code: found[school.pk][code] for school in open_schools()}


def test_the_board_counts_courses_contests_and_hours_of_the_own_school(a, b):
    today = timezone.localdate()
    user = make_user(Role.SCHOOL_EDITOR, a)
    course = make_course(a, sessions=0, publish=False, hours=6)
    session = make_session(course, starts_at=timezone.now() - datetime.timedelta(minutes=1))
    course.state = "published"
    course.save()
    make_course(a)  # tomorrow's is not held yet
    make_course(a, lessons=1, publish=False)
    row = enrolment_changes.enrol_person(course, user)
    recording.record_by_list(session, [row.pk], [row.pk], None)
    completion.record_completion(course)
    page = make_page(TrainingPage, a)
    page.first_published_at = timezone.now()
    page.save(update_fields=["first_published_at"])
    make_contest(b)
    make_contest(b, publish=False)
    assert values("trainings_year", today) == {"A": 2, "B": 0}
    assert values("contests_year", today) == {"A": 0, "B": 1}
    assert values("training_hours_year", today) == {"A": 6, "B": 0}
    for code in ("trainings_year", "contests_year", "training_hours_year"):
        one = indicators.find_indicator(code)
        for school in list_measured_schools(open_schools()):
            number = len(one.evidence(school, today))
            assert bool(number) == bool(values(code, today)[school.code])
