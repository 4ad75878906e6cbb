"""School administrators manage their own people: two schools, and nobody becomes more than the table says."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.core.models import User
from cms.tenancy.accounts import mail_links
from cms.tenancy.models import Membership
from cms.tenancy.roles import SCHOOL_ROLES, Role
from cms.tenancy.staff import actions
from cms.tenancy.staff.authority import assignable_roles, manageable_memberships
from tests.factories import client_of, make_superuser, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/people/"
INVITE = "/admin/people/invite/"


@pytest.fixture
def boss(a):
    return make_user(Role.SCHOOL_ADMIN, a, last_name="Lê", first_name="Hiệu")


def row(user, school):
    return Membership.objects.get(user=user, school=school)


def person_url(user, school):
    return reverse("school_person", args=[row(user, school).pk])


def act(client, user, school, verb):
    return client.post(reverse("school_person_act", args=[row(user, school).pk, verb]))


def path_of(link):
    return re.sub(r"^https?://[^/]+", "", link)


def invitation(**fields):
    return {"email": "Moi@Example.vn", "name": "Nguyễn Thị  Mẫu", "role": "editor", **fields}


# --- the list ------------------------------------------------------------------------------------------------


def test_each_administrator_sees_the_own_people_alone(a, b, boss):
    mine = make_user(Role.SCHOOL_EDITOR, a, last_name="Trần", first_name="Của A")
    theirs = make_user(Role.SCHOOL_EDITOR, b, last_name="Phạm", first_name="Của B")
    both = make_user(Role.SCHOOL_EDITOR, a, last_name="Vũ", first_name="Hai Trường")
    Membership.objects.create(user=both, school=b, role=Role.SCHOOL_ADMIN)
    html = client_of(boss).get(LIST).content.decode()
    for user in (boss, mine, both):
        assert user.email in html
    assert theirs.email not in html
    assert b.name not in html
    assert {row.user for row in manageable_memberships(boss)} == {boss, mine, both}
    page = client_of(boss).get(person_url(both, a)).content.decode()
    assert str(Role.SCHOOL_EDITOR.label) in page
    assert b.name not in page
    assert client_of(boss).get(person_url(both, b)).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.OFFICE_LIBRARIAN, Role.OFFICE_APPROVER]
)
def test_others_have_no_such_screen(a, role):
    client = client_of(make_user(role, a))
    assert client.get(LIST).status_code in (403, 404)
    assert client.post(INVITE, invitation()).status_code in (403, 404)
    assert LIST not in client.get("/admin/").content.decode()
    assert not User.objects.filter(email="moi@example.vn").exists()


def test_the_observer_looks_and_changes_nothing(a, boss):
    other = make_user(Role.SCHOOL_EDITOR, a)
    client = client_of(make_user(Role.OFFICE_OBSERVER))
    assert other.email in client.get(LIST).content.decode()
    page = client.get(person_url(other, a))
    assert page.status_code == 200
    assert "<form method" not in page.content.decode().split("<main", 1)[1]
    assert client.post(INVITE, invitation()).status_code == 403
    assert act(client, other, a, "suspend").status_code == 403


def test_the_office_finds_people_of_all_schools(a, b, boss, django_assert_max_num_queries):
    make_user(Role.SCHOOL_EDITOR, b, last_name="Phạm", first_name="Bình")
    client = client_of(make_user(Role.OFFICE_ADMIN))
    client.get(LIST)
    with django_assert_max_num_queries(30) as few:
        client.get(LIST)
    for number in range(25):
        make_user(Role.SCHOOL_EDITOR, b, last_name="Phạm", first_name=f"Bình {number}")
    with django_assert_max_num_queries(len(few)):
        listed = client.get(LIST).content.decode()
    assert a.name in listed
    assert b.name in listed
    found = client.get(LIST, {"q": "mau b"}).context["object_list"]
    assert {row.school for row in found} == {b}
    assert len(client.get(LIST, {"role": "admin"}).context["object_list"]) == 1


# --- roles ---------------------------------------------------------------------------------------------------


def test_roles_go_up_to_the_own_one(a, b):
    for role in (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER):
        assert assignable_roles(make_user(role, a), a.pk) == ()
    admin = make_user(Role.SCHOOL_ADMIN, a)
    assert assignable_roles(admin, a.pk) == SCHOOL_ROLES
    assert assignable_roles(admin, b.pk) == ()
    assert assignable_roles(make_user(Role.OFFICE_ADMIN), b.pk) == SCHOOL_ROLES
    assert assignable_roles(make_user(Role.OFFICE_OBSERVER), b.pk) == ()
    assert assignable_roles(make_superuser(), b.pk) == SCHOOL_ROLES


def test_a_role_is_changed_and_stays_one(a, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=a, role=Role.SCHOOL_APPROVER)
    first = Membership.objects.filter(user=user).order_by("pk").first()
    client = client_of(boss)
    assert client.post(reverse("school_person", args=[first.pk]), {"role": "editor"}).status_code == 302
    assert [row.role for row in user.memberships.all()] == ["editor"]
    assert client.post(person_url(user, a), {"role": "office_admin"}).status_code == 200
    assert client.post(person_url(user, a), {"role": "admin", "user": boss.pk, "school": 0}).status_code == 302
    assert row(user, a).role == Role.SCHOOL_ADMIN
    assert [group.name for group in user.groups.all()] == ["role:admin"]


def test_nobody_changes_the_own_role(a, boss):
    client = client_of(boss)
    for verb in ("suspend", "remove", "link"):
        act(client, boss, a, verb)
    client.post(person_url(boss, a), {"role": "editor"})
    assert row(boss, a).role == Role.SCHOOL_ADMIN
    assert row(boss, a).suspended_at is None
    assert mail.outbox == []


def test_the_last_administrator_stays(a, boss):
    office = client_of(make_user(Role.OFFICE_ADMIN))
    for verb in ("suspend", "remove"):
        act(office, boss, a, verb)
    assert office.post(person_url(boss, a), {"role": "editor"}).status_code == 200
    assert row(boss, a).role == Role.SCHOOL_ADMIN
    assert row(boss, a).suspended_at is None
    other = make_user(Role.SCHOOL_ADMIN, a, is_active=False)
    act(office, boss, a, "suspend")  # the other one's account is closed
    assert row(boss, a).suspended_at is None
    User.objects.filter(pk=other.pk).update(is_active=True)
    act(office, boss, a, "suspend")
    assert row(boss, a).suspended_at


def test_a_superuser_is_out_of_reach(a, boss):
    root = make_superuser()
    membership = Membership.objects.create(user=root, school=a, role=Role.SCHOOL_EDITOR)
    client = client_of(boss)
    assert root.email not in client.get(LIST).content.decode()
    assert client.post(reverse("school_person_act", args=[membership.pk, "link"])).status_code == 404
    with pytest.raises(actions.StaffRefused):
        actions.suspend_person(boss, membership)


# --- suspending and removing ---------------------------------------------------------------------------------


def test_suspending_holds_in_this_school_alone(a, b, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    theirs = client_of(user)
    assert theirs.get("/admin/").status_code == 200
    client = client_of(boss)
    asked = client.get(reverse("school_person_act", args=[row(user, a).pk, "suspend"]))
    assert asked.status_code == 200
    assert act(client, user, a, "suspend").status_code == 302
    assert theirs.get("/admin/").status_code == 200  # the session is the other school's too
    edit = "wagtailadmin_pages:edit"
    assert theirs.get(reverse(edit, args=[a.home_page.pk])).status_code == 404
    assert theirs.get(reverse(edit, args=[b.home_page.pk])).status_code == 200
    assert row(user, b).suspended_at is None
    assert act(client, user, a, "reactivate").status_code == 302
    assert theirs.get(reverse(edit, args=[a.home_page.pk])).status_code == 200


def test_a_suspended_person_without_another_school_has_no_admin(a, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    act(client_of(boss), user, a, "suspend")
    assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_removing_takes_this_membership_alone(a, b, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    act(client_of(boss), user, a, "remove")
    assert [row.school for row in User.objects.get(pk=user.pk).memberships.all()] == [b]


@pytest.mark.parametrize("verb", ["suspend", "remove"])
def test_the_last_place_takes_the_session_and_the_links_along(a, boss, verb):
    user = make_user(Role.SCHOOL_EDITOR, a)
    theirs, link = client_of(user), path_of(mail_links.build_password_link(user))
    assert theirs.get("/admin/").status_code == 200
    act(client_of(boss), user, a, verb)
    assert theirs.get("/admin/").status_code == 302
    assert "new_password1" not in Client(headers={"host": "cong.localhost"}).get(link, follow=True).content.decode()
    assert User.objects.filter(pk=user.pk, is_active=True).exists()


def test_an_account_that_the_office_closes_and_opens_again(a, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    theirs, link = client_of(user), path_of(mail_links.build_password_link(user))
    guest = Client(headers={"host": "cong.localhost"})
    assert "new_password1" in guest.get(link, follow=True).content.decode()
    for is_active in (False, True):
        user.is_active = is_active
        user.save()
        assert theirs.get("/admin/").status_code == 302
        assert "new_password1" not in guest.get(link, follow=True).content.decode()


@pytest.mark.parametrize("role", [Role.OFFICE_ADMIN, Role.OFFICE_APPROVER, Role.OFFICE_LIBRARIAN, Role.OFFICE_OBSERVER])
def test_people_of_the_office_are_out_of_reach(a, boss, role):
    """The office's administrator helps out in a school: its administrator signs nobody of the office out."""
    officer = make_user(role)
    Membership.objects.create(user=officer, school=a, role=Role.SCHOOL_EDITOR)
    theirs, client = client_of(officer), client_of(boss)
    for verb in ("suspend", "remove", "link"):
        act(client, officer, a, verb)
    assert client.post(person_url(officer, a), {"role": "approver"}).status_code == 200
    assert row(officer, a).role == Role.SCHOOL_EDITOR
    assert row(officer, a).suspended_at is None
    assert mail.outbox == []
    assert theirs.get("/admin/").status_code == 200
    page = client.get(person_url(officer, a)).content.decode().split("<main", 1)[1]
    assert "<form method" not in page
    act(client_of(make_user(Role.OFFICE_ADMIN)), officer, a, "suspend")  # the office itself may
    assert row(officer, a).suspended_at


@pytest.mark.parametrize("verb", ["suspend", "reactivate", "remove", "link"])
def test_other_schools_people_are_out_of_reach(a, b, boss, verb):
    theirs = make_user(Role.SCHOOL_EDITOR, b)
    before = list(Membership.objects.filter(user=theirs).values())
    assert act(client_of(boss), theirs, b, verb).status_code == 404
    assert client_of(boss).post(person_url(theirs, b), {"role": "admin"}).status_code == 404
    assert list(Membership.objects.filter(user=theirs).values()) == before
    with pytest.raises(actions.StaffRefused):
        actions.set_role(boss, row(theirs, b), Role.SCHOOL_EDITOR)
    assert mail.outbox == []


def test_a_link_by_mail_at_most_every_five_minutes(a, boss):
    user = make_user(Role.SCHOOL_EDITOR, a)
    for _time in range(2):
        act(client_of(boss), user, a, "link")
    assert len(mail.outbox) == 1
    assert "/admin/password_reset/confirm/" in mail.outbox[0].body
    assert client_of(boss).get(reverse("school_person_act", args=[row(user, a).pk, "link"])).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_login(a, boss):
    guest = Client(headers={"host": "cong.localhost"})
    for url in (LIST, INVITE, person_url(boss, a)):
        assert guest.get(url).url.startswith("/admin/login/")


def test_sessions_are_bound_to_the_number(a):
    user = make_user(Role.SCHOOL_EDITOR, a)
    before = user.get_session_auth_hash()
    user.end_sessions()
    assert user.get_session_auth_hash() != before
    assert User.objects.get(pk=user.pk).sessions_ended == 1
