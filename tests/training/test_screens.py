"""Screens as people press them; two schools, the office, visitors."""

import datetime
import io
import json

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from cms.certificates.models import Certificate
from cms.tenancy.models import Notice
from cms.tenancy.roles import Role
from cms.training.attendance import codes
from cms.training.enrolment import enrolment_changes, reminders
from cms.training.models import Attendance, Course, CourseSession, Enrolment, LawReporter, Lesson
from cms.training.roster import expiry_warnings
from tests.certificates.factories import make_template
from tests.factories import client_of, make_school, make_user
from tests.killed import run_and_kill
from tests.training.factories import make_course, make_reporter, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(a):
    return a


@pytest.fixture
def admin(school):
    return client_of(make_user(Role.SCHOOL_ADMIN, school))


def visit(path, host):
    return Client(headers={"host": host}).get(path)


def local(moment):
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


FORM = {
    "title": "Tập huấn Luật", "programme": "Chương trình", "pace": "sessions", "hours": "4", "attendance_percent": "80",
    "test_percent": "50",
}  # fmt: skip


def test_from_a_draft_to_certificates(school, admin):
    """The whole way as organiser and participant go it."""
    assert admin.get("/admin/training/courses/add/").status_code == 200
    assert admin.post("/admin/training/courses/add/", FORM).status_code == 302
    course = Course.objects.get()
    assert course.school == school
    one = f"/admin/training/courses/{course.pk}/"
    admin.post(one + "step/publish/")
    course.refresh_from_db()
    assert course.state == "draft"  # no session yet
    now = timezone.now()
    times = {"starts_at": local(now), "ends_at": local(now + datetime.timedelta(hours=2))}
    answer = admin.post(one + "sessions/add/", {"title": "Buổi 1", "kind": "place", "place": "Hội trường", **times})
    assert answer.status_code == 302
    admin.post(one + "step/publish/")
    course.refresh_from_db()
    assert course.state == "published"
    user = make_user(Role.SCHOOL_EDITOR, school, last_name="Lê", first_name="Bình")
    person = client_of(user)
    assert "Tập huấn Luật" in person.get("/admin/training/mine/").content.decode()
    mine = f"/admin/training/mine/{course.pk}/"
    person.post(mine + "enrol/")
    session = CourseSession.objects.get()
    code = codes.code_at(session.secret, timezone.now().timestamp())
    assert code in admin.get(one + f"sessions/{session.pk}/code/").content.decode()
    person.post(f"/admin/training/attend/{session.pk}/", {"ma": code})
    assert Attendance.objects.get().enrolment.user == user
    person.post(mine + "feedback/", {"score": "5", "words": "Hay"})
    assert course.feedback.get().score == 5
    for path in ("", "edit/", "people/", f"sessions/{session.pk}/", f"sessions/{session.pk}/attendance/"):
        page = admin.get(one + path)
        assert page.status_code == 200, path
    assert "Lê Bình" in admin.get(one + "people/").content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(admin.get(one + "people.xlsx").content)).active
    assert [sheet.cell(2, column).value for column in (1, 5, 7)] == ["Lê Bình", "1/1", 4]
    assert "Lê Bình" in admin.get("/admin/training/hours/").content.decode()
    template = make_template(school)
    assert admin.get(one + "certificates/").status_code == 200
    today = timezone.localdate().strftime("%d/%m/%Y")
    admin.post(
        one + "certificates/", {"template": template.pk, "words": "Hoàn thành [khóa], [giờ] giờ.", "issued_on": today}
    )
    row = Certificate.objects.get()
    assert (row.person, row.words, row.user) == ("Lê Bình", "Hoàn thành Tập huấn Luật, 4 giờ.", user)
    assert row.number in person.get("/admin/training/mine/").content.decode()
    assert person.get(f"/admin/certificates/mine/{row.pk}.pdf").content.startswith(b"%PDF")


def test_at_ones_own_pace(school, admin):
    admin.post("/admin/training/courses/add/", {**FORM, "pace": "self"})
    course = Course.objects.get()
    one = f"/admin/training/courses/{course.pk}/"
    block = {
        "key": "a",
        "text": "Nội dung",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    body = json.dumps({"blocks": [block], "entityMap": {}})
    for number in (1, 2):
        answer = admin.post(
            one + "lessons/add/", {"number": number, "title": f"Bài {number}", "body": body, "minutes": 5}
        )
        assert answer.status_code == 302
    again = admin.post(one + "lessons/add/", {"number": 2, "title": "Bài", "body": body, "minutes": 5})
    assert again.status_code == 422
    assert Lesson.objects.count() == 2
    admin.post(one + "step/publish/")
    person = client_of(make_user(Role.SCHOOL_EDITOR, school))
    mine = f"/admin/training/mine/{course.pk}/"
    assert person.get(mine + "lessons/1/").status_code == 404  # not enrolled
    person.post(mine + "enrol/")
    assert "Nội dung" in person.get(mine + "lessons/1/").content.decode()
    assert person.post(mine + "lessons/1/")["Location"] == mine + "lessons/2/"
    assert person.post(mine + "lessons/2/")["Location"] == mine
    assert Enrolment.objects.get().completed_at
    assert person.get(mine + "lessons/9/").status_code == 404


class TestTwoSchools:
    def test_a_course_of_another_school_is_not_there(self, school, admin, b):
        other = b
        for publish in (False, True):
            course = make_course(other, publish=publish, title="Của trường khác")
            session = course.sessions.get()
            row = None
            if publish:
                row = enrolment_changes.enrol_person(course, make_user(Role.SCHOOL_EDITOR, other))
            one = f"/admin/training/courses/{course.pk}/"
            for path in ("", "edit/", "people/", "people.xlsx", "certificates/", "sessions/add/", "lessons/add/",
                         f"sessions/{session.pk}/", f"sessions/{session.pk}/attendance/",
                         f"sessions/{session.pk}/code/"):  # fmt: skip
                assert admin.get(one + path).status_code == 404, path
            for path in ("step/close/", "step/delete/", f"sessions/{session.pk}/delete/",
                         f"people/{row.pk if row else 1}/cancel/"):  # fmt: skip
                assert admin.post(one + path).status_code == 404, path
            for path in ("", "enrol/", "lessons/1/"):
                answer = admin.post(f"/admin/training/mine/{course.pk}/{path}")
                assert answer.status_code in (404, 405), path
            assert admin.get(f"/admin/training/attend/{session.pk}/").status_code == 404
        assert "Của trường khác" not in admin.get("/admin/training/courses/").content.decode()
        assert "Của trường khác" not in admin.get("/admin/training/mine/").content.decode()

    def test_parts_of_another_course_are_not_there(self, school, admin):
        own, theirs = make_course(school), make_course(make_school("B"))
        row = enrolment_changes.enrol_person(theirs, make_user(Role.SCHOOL_EDITOR, make_school("B")))
        one, session = f"/admin/training/courses/{own.pk}/", theirs.sessions.get()
        assert admin.get(one + f"sessions/{session.pk}/").status_code == 404
        assert admin.get(one + f"sessions/{session.pk}/code/").status_code == 404
        assert admin.post(one + f"people/{row.pk}/cancel/").status_code == 404

    def test_whom_a_school_sends_is_its_own_and_the_offices(self, school, admin, b):
        other = b
        course = make_course(school_quota=3)
        path = f"/admin/training/quota/{school.pk}/{course.pk}/"
        assert "Tập huấn mẫu" in admin.get("/admin/training/quota/").content.decode()
        colleague = make_user(Role.SCHOOL_EDITOR, school)
        assert admin.get(path).status_code == 200
        admin.post(path, {"accounts": [colleague.pk], "names": "Trần Thị Gửi Đi; Giáo viên"})
        assert Enrolment.objects.filter(school=school).count() == 2
        stranger = make_user(Role.SCHOOL_EDITOR, other)
        assert admin.post(path, {"accounts": [stranger.pk], "names": ""}).status_code == 422
        full = admin.post(path, {"names": "A\nB"})
        assert full.status_code == 422
        assert "A\nB" in full.content.decode()  # nothing is lost
        theirs = client_of(make_user(Role.SCHOOL_ADMIN, other))
        assert theirs.get(path).status_code == 404
        assert theirs.post(path, {"names": "X"}).status_code == 404
        page = theirs.get(f"/admin/training/quota/{other.pk}/{course.pk}/").content.decode()
        assert "Gửi Đi" not in page
        office = client_of(make_user(Role.OFFICE_ADMIN))
        assert "Trần Thị Gửi Đi" in office.get(f"/admin/training/courses/{course.pk}/people/").content.decode()
        row = Enrolment.objects.get(name="Trần Thị Gửi Đi")
        admin.post(path, {"remove": row.pk})
        row.refresh_from_db()
        assert row.state == "cancelled"

    def test_the_link_of_a_session_is_for_those_who_take_part(self, school):
        course = make_course()
        course.sessions.update(link="https://hop.example.vn/phong-kin")
        person = client_of(make_user(Role.SCHOOL_EDITOR, school))
        mine = f"/admin/training/mine/{course.pk}/"
        assert "phong-kin" not in person.get(mine).content.decode()
        assert "phong-kin" not in visit(course.get_absolute_url(), school.site.hostname).content.decode()
        person.post(mine + "enrol/")
        assert "phong-kin" in person.get(mine).content.decode()

    def test_an_expert_takes_part_and_organises_nothing(self, school):
        expert = client_of(make_user(Role.SCHOOL_EXPERT, school))
        course = make_course(school)
        expert.post(f"/admin/training/mine/{course.pk}/enrol/")
        assert expert.get(f"/admin/training/mine/{course.pk}/").status_code == 200
        assert Enrolment.objects.get().school == school
        assert expert.get(f"/admin/training/courses/{course.pk}/").status_code in (302, 403, 404)

    def test_an_editor_reads_and_does_not_organise(self, school):
        editor = client_of(make_user(Role.SCHOOL_EDITOR, school))
        course = make_course(school)
        assert editor.get(f"/admin/training/courses/{course.pk}/").status_code == 200
        assert editor.get("/admin/training/courses/add/").status_code in (302, 403)
        assert editor.post(f"/admin/training/courses/{course.pk}/step/close/").status_code in (302, 403)
        course.refresh_from_db()
        assert course.state == "published"


class TestPublicPages:
    def test_courses_stand_where_they_belong(self, school, b):
        other = b
        make_course(school, title="Của trường A")
        make_course(other, title="Của trường B")
        make_course(None, title="Của phòng")
        make_course(school, title="Còn nháp", publish=False)
        page = visit("/tap-huan/", school.site.hostname).content.decode()
        assert "Của trường A" in page
        assert "Của phòng" in page
        assert "Của trường B" not in page
        assert "Còn nháp" not in page
        portal = visit("/tap-huan/", "cong.localhost").content.decode()
        assert "Của phòng" in portal
        assert "Của trường A" not in portal

    def test_a_course_its_calendar_and_its_old_address(self, school, b):
        course = make_course(school, title="Luật Trẻ em")
        host = school.site.hostname
        assert "Luật Trẻ em" in visit(course.get_absolute_url(), host).content.decode()
        assert visit(f"/tap-huan/{course.pk}-cu/", host).status_code == 301
        calendar = visit(f"/tap-huan/{course.pk}.ics", host)
        assert calendar["Content-Type"].startswith("text/calendar")
        for path in (course.get_absolute_url(), f"/tap-huan/{course.pk}.ics"):
            assert visit(path, b.site.hostname).status_code == 404
        draft = make_course(school, publish=False)
        assert visit(draft.get_absolute_url(), host).status_code == 404

    def test_the_section_leads_there(self, school):
        answer = visit("/pho-bien-giao-duc-phap-luat/tap-huan/", school.site.hostname)
        assert 'href="/tap-huan/"' in answer.content.decode()


class TestRoster:
    form = {
        "kind": "propagandist", "name": "Trần Văn Tuyên", "decision_number": "15/QĐ-UBND", "decided_on": "05/01/2025",
        "shown": "on",
    }  # fmt: skip

    def test_written_down_exported_and_published(self, school, admin, b):
        assert admin.get("/admin/training/roster/add/").status_code == 200
        assert admin.post("/admin/training/roster/add/", self.form).status_code == 302
        row = LawReporter.objects.get()
        assert row.school == school
        assert "Trần Văn Tuyên" in admin.get("/admin/training/roster/?q=Tuyên&state=now").content.decode()
        sheet = openpyxl.load_workbook(io.BytesIO(admin.get("/admin/training/roster.xlsx").content)).active
        assert sheet.cell(2, 2).value == "Trần Văn Tuyên"
        for host in (school.site.hostname, "cong.localhost"):
            assert "15/QĐ-UBND" in visit("/bao-cao-vien/", host).content.decode()
        assert "15/QĐ-UBND" not in visit("/bao-cao-vien/", b.site.hostname).content.decode()
        removed = {**self.form, "removed_on": "06/01/2025"}
        assert admin.post(f"/admin/training/roster/{row.pk}/", removed).status_code == 422  # a reason is needed
        admin.post(f"/admin/training/roster/{row.pk}/", {**removed, "removed_because": "Chuyển công tác"})
        assert "15/QĐ-UBND" not in visit("/bao-cao-vien/", school.site.hostname).content.decode()

    def test_a_term_that_ends_before_it_begins_is_refused(self, admin):
        assert admin.post("/admin/training/roster/add/", {**self.form, "ends_on": "04/01/2025"}).status_code == 422

    def test_another_schools_entry_is_not_there(self, school, admin, b):
        row = make_reporter(b, name="Người Trường Khác")
        assert admin.get(f"/admin/training/roster/{row.pk}/").status_code == 404
        assert admin.post(f"/admin/training/roster/{row.pk}/", self.form).status_code == 404
        assert "Người Trường Khác" not in admin.get("/admin/training/roster/").content.decode()
        book = openpyxl.load_workbook(io.BytesIO(admin.get("/admin/training/roster.xlsx").content))
        assert book.active.max_row == 1

    def test_trainers_and_materials_are_chosen_and_stay(self, school, admin, b):
        office = make_reporter(None, name="Báo cáo viên phòng", kind="reporter")
        admin.post("/admin/training/courses/add/", {**FORM, "trainers": [office.pk]})
        course = Course.objects.get()
        assert list(course.trainers.all()) == [office]
        theirs = make_reporter(b)
        answer = admin.post(f"/admin/training/courses/{course.pk}/edit/", {**FORM, "trainers": [theirs.pk]})
        assert answer.status_code == 422


def test_who_keeps_the_roster_is_warned_once(school):
    approver = make_user(Role.SCHOOL_APPROVER, school)
    today = timezone.localdate()
    make_reporter(school, ends_on=today + datetime.timedelta(days=30), name="Sắp Hết Hạn")
    make_reporter(school, ends_on=today + datetime.timedelta(days=300))
    assert expiry_warnings.send_expiry_warnings(today) == "1 people"
    assert expiry_warnings.send_expiry_warnings(today) == "0 people"
    notice = Notice.objects.get()
    assert notice.user == approver
    assert "Sắp Hết Hạn" in notice.text


def test_a_worker_killed_while_it_warns_warns_again(school, monkeypatch):
    make_user(Role.SCHOOL_APPROVER, school)
    today = timezone.localdate()
    make_reporter(school, ends_on=today + datetime.timedelta(days=30))
    run_and_kill(
        monkeypatch, expiry_warnings.sending, "notify_school", lambda: expiry_warnings.send_expiry_warnings(today)
    )
    assert not Notice.objects.exists()
    assert (expiry_warnings.send_expiry_warnings(today), Notice.objects.count()) == ("1 people", 1)


def test_a_worker_killed_while_it_reminds_reminds_again(school, monkeypatch):
    course, person = make_course(school), make_user(Role.SCHOOL_EDITOR, school)
    Enrolment.objects.create(course=course, school=school, user=person, name="A", state=Enrolment.State.ENROLLED)
    run_and_kill(monkeypatch, reminders.sending, "notify_people", reminders.send_reminders)
    assert not Notice.objects.exists()
    assert (reminders.send_reminders(), Notice.objects.count()) == ("1 people", 1)
    assert reminders.send_reminders() == "0 people"


def test_a_session_that_moves_is_reminded_of_again(school, admin):
    course = make_course(school)
    session = make_session(course)
    CourseSession.objects.filter(pk=session.pk).update(reminded_at=timezone.now())
    later = timezone.now() + datetime.timedelta(days=9)
    times = {"starts_at": local(later), "ends_at": local(later + datetime.timedelta(hours=1))}
    admin.post(
        f"/admin/training/courses/{course.pk}/sessions/{session.pk}/", {"title": "Buổi", "kind": "place", **times}
    )
    session.refresh_from_db()
    assert session.reminded_at is None
