"""Nobody of another school sees a question; an expert sees what is assigned to it, and nothing else."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cms.advice.models import Draft, ExpertProfile, Question, Review
from cms.advice.workflow import event_log, transitions
from cms.legal.models import QuestionPage
from cms.tenancy.access import url_rules
from cms.tenancy.access.rule_types import Access
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.advice.conftest import asked, newest, visitor
from tests.factories import client_of, make_superuser, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.tenancy.isolation.walker import addresses

pytestmark = pytest.mark.django_db
SECRET = "Chuyện riêng của trường này không ai khác được đọc."


@pytest.fixture
def question(a):
    asked(visitor(a), text=SECRET, name="Chị Hoa")
    row = newest()
    Draft.objects.create(question=row, number=1, title=SECRET, answer=f"<p>{SECRET}</p>", at=timezone.now())
    event_log.record_event(row, "triaged", None, SECRET)
    return row


def paths(question, tasks=False) -> list[str]:
    names = ("advice_task", "advice_tasks") if tasks else ("advice_item", "advice_queue")
    return [reverse(names[0], args=[question.pk]), reverse(names[1])]


@pytest.mark.parametrize("role", [Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT])
def test_people_of_another_school_see_and_change_nothing(b, question, role):
    client = client_of(make_user(role, b))
    for path in (*paths(question), *paths(question, tasks=True), reverse("wagtailadmin_home")):
        assert SECRET not in client.get(path).content.decode(), path
    assert client.get(reverse("advice_item", args=[question.pk])).status_code == 404
    for name in ("advice_step", "advice_task_step"):
        for step in ("refuse", "assign", "send_out", "draft", "give_back", "merge"):
            url = reverse(name, args=[question.pk, step])
            sent = {"version": question.version, "words": "x", "person": 1, "outcome": "public", "draft": 1}
            assert client.post(url, sent).status_code == 404, (name, step)
    question.refresh_from_db()
    assert (question.state, question.version) == ("new", 1)


def test_the_own_people_the_office_and_who_observes(a, question):
    readers = [make_user(Role.SCHOOL_EDITOR, a), make_user(Role.OFFICE_ADMIN), make_user(Role.OFFICE_OBSERVER)]
    for user in (*readers, make_superuser()):
        client = client_of(user)
        for path in paths(question):
            assert SECRET[:30] in client.get(path).content.decode(), (user, path)
    observer = client_of(make_user(Role.OFFICE_OBSERVER))
    url = reverse("advice_step", args=[question.pk, "refuse"])
    assert observer.post(url, {"version": 1, "words": "x"}).status_code in (403, 404)
    assert (
        client_of(make_user(Role.OFFICE_LIBRARIAN)).get(reverse("advice_item", args=[question.pk])).status_code == 404
    )


def test_nobody_without_an_account_and_nobody_with_the_code_elsewhere(a, b, question):
    code = asked(visitor(a))
    assert visitor(a).get(f"/hoi-dap/theo-doi/{code}/").status_code == 200
    for elsewhere in (visitor(b), visitor()):
        assert elsewhere.get(f"/hoi-dap/theo-doi/{code}/").status_code == 404
    for path in (*paths(question), *paths(question, tasks=True)):
        assert visitor(a).get(path).status_code == 302
    for wrong in ("A" * 12, "0" * 12, code[:-1], "x" * 200, "%00"):
        assert visitor(a).get(f"/hoi-dap/theo-doi/{wrong}/").status_code == 404


class TestExpert:
    def test_sees_what_is_assigned_and_not_the_rest(self, a, people, question):
        asked(visitor(a), text="Câu hỏi khác của trường, không giao cho luật sư.")
        other = newest()
        client = client_of(people.expert)
        assert client.get(reverse("advice_task", args=[question.pk])).status_code == 404
        transitions.assign_question(
            question, transitions.ExpectedVersion(people.clerk, question.version), people.expert
        )
        page = client.get(reverse("advice_task", args=[question.pk])).content.decode()
        assert SECRET in page
        assert "Chị Hoa" not in page
        listed = client.get(reverse("advice_tasks")).content.decode()
        assert SECRET[:30] in listed
        assert "Câu hỏi khác" not in listed
        for name, number in (("advice_task", other.pk), ("advice_item", question.pk), ("advice_item", other.pk)):
            assert client.get(reverse(name, args=[number])).status_code == 404
        assert client.get(reverse("advice_queue")).status_code == 404

    def test_opens_no_other_screen_of_the_admin(self, people):
        client = client_of(people.expert)
        opened = set()
        for address in addresses():
            rule = url_rules.find_rule(address.name)
            if address.arguments or (rule is not None and rule.access in (Access.OPEN, Access.ASSIGNED)):
                continue
            try:
                path = reverse(address.name)
            except NoReverseMatch:
                continue
            if client.get(path).status_code not in (403, 404, 405):
                opened.add(address.name)
        assert opened - OWN_ACCOUNT == set()

    def test_who_has_left_sees_nothing_more(self, a, b, people, question):
        """Though the person works elsewhere."""
        Membership.objects.create(user=people.expert, school=b, role=Role.SCHOOL_EDITOR)
        transitions.assign_question(
            question, transitions.ExpectedVersion(people.clerk, question.version), people.expert
        )
        client = client_of(people.expert)
        assert client.get(reverse("advice_task", args=[question.pk])).status_code == 200
        Membership.objects.filter(user=people.expert, school=a).update(suspended_at=timezone.now())
        assert client.get(reverse("advice_task", args=[question.pk])).status_code == 404
        for path in (reverse("advice_tasks"), reverse("wagtailadmin_home")):
            assert SECRET[:30] not in client.get(path).content.decode()

    def test_one_of_another_school_is_not_assigned(self, b, people, question):
        stranger = make_user(Role.SCHOOL_EXPERT, b)
        with pytest.raises(transitions.TransitionNotAllowed):
            transitions.assign_question(question, transitions.ExpectedVersion(people.clerk, question.version), stranger)

    def test_is_no_decider_of_the_school(self, a, people, question):
        from cms.tenancy.notifications import sending

        assert people.expert.pk not in sending.find_deciders([a.pk])[a.pk]


def test_merging_reaches_no_other_school(a, b, people, question):
    asked(visitor(b))
    client = client_of(people.clerk)
    url = reverse("advice_step", args=[question.pk, "merge"])
    assert client.post(url, {"version": question.version, "target": newest().pk}).status_code == 409
    assert Question.objects.filter(merged_into=None).count() == 2


def test_a_review_of_another_school_is_nobodys_business(a, b, people):
    page = make_page(QuestionPage, a, "Câu hỏi của trường A", answer="<p>x</p>")
    row = Review.objects.create(
        school=a, page=page, document=make_document(), status="expired", opened_at=timezone.now()
    )
    url = reverse("advice_review", args=[row.pk])
    for role in (Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT):
        client = client_of(make_user(role, b))
        assert client.get(url).status_code == 404
        assert client.post(url, {"words": "x"}).status_code == 404
    assert client_of(people.approver).get(url).status_code == 200
    assert client_of(people.clerk).get(url).status_code == 404
    row.refresh_from_db()
    assert row.done_at is None


def test_experts_are_shown_where_they_answer(a, b, people):
    for user, school in ((people.expert, a), (people.office_expert, None)):
        ExpertProfile.objects.create(user=user, school=school, name=f"LS {user.email}", shown=True)
    shown = visitor(a).get("/hoi-dap/chuyen-gia/").content.decode()
    assert "luat-su@a.vn" in shown
    assert "luat-gia@phong.vn" in shown
    elsewhere = visitor(b).get("/hoi-dap/chuyen-gia/").content.decode()
    assert "luat-su@a.vn" not in elsewhere
    assert "luat-gia@phong.vn" in elsewhere
    own = ExpertProfile.objects.get(school=a)
    assert visitor(a).get(f"/hoi-dap/chuyen-gia/{own.pk}/").status_code == 200
    assert visitor(b).get(f"/hoi-dap/chuyen-gia/{own.pk}/").status_code == 404
    ExpertProfile.objects.update(shown=False)
    assert visitor(a).get(f"/hoi-dap/chuyen-gia/{own.pk}/").status_code == 404


def test_profiles_are_managed_in_the_own_school(a, b, people):
    client = client_of(make_user(Role.SCHOOL_ADMIN, a))
    make_user(Role.SCHOOL_EXPERT, b, last_name="Ngô", first_name="Trường B")
    listed = client.get(reverse("advice_experts")).content.decode()
    assert "Phạm Luật sư" in listed
    assert "Ngô Trường B" not in listed
    client_of(make_superuser()).get(reverse("advice_experts"))
    theirs = ExpertProfile.objects.get(school=b)
    assert client.get(reverse("advice_expert", args=[theirs.pk])).status_code == 404
    own = ExpertProfile.objects.get(school=a)
    client.post(reverse("advice_expert", args=[own.pk]), {"name": "LS Phạm", "office": "Đoàn luật sư", "shown": "on"})
    own.refresh_from_db()
    assert (own.name, own.office, own.shown) == ("LS Phạm", "Đoàn luật sư", True)


#: Screens of one's own account that stand outside the table's open ones.
OWN_ACCOUNT: set[str] = set()
