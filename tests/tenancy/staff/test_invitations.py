"""An invitation gives nothing, takes nothing and tells nothing until the person with the address has said yes."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core.models import User
from cms.tenancy.models import Invitation, Membership
from cms.tenancy.roles import Role
from cms.tenancy.staff import actions, invitations
from tests.factories import PASSWORD, client_of, make_school, make_user

pytestmark = pytest.mark.django_db

INVITE, LIST, PEOPLE = "/admin/people/invite/", "/admin/people/invitations/", "/admin/people/"
NEW = "Dong-My-9x-hoa-sung"


@pytest.fixture
def boss(a):
    return make_user(Role.SCHOOL_ADMIN, a, last_name="Lê", first_name="Hiệu")


@pytest.fixture
def officer():
    return make_user(Role.OFFICE_ADMIN, email="van.phong@example.vn", last_name="Đỗ Thị", first_name="Văn Phòng")


def form(**fields):
    return {"email": "Moi@Example.vn", "name": "Nguyễn Thị  Mẫu", "role": "editor", **fields}


def guest(**kwargs):
    return Client(headers={"host": "cong.localhost"}, **kwargs)


def invite(boss, **fields) -> str:
    """Sends one; returns the path of its link."""
    assert client_of(boss).post(INVITE, form(**fields)).status_code == 302
    return re.search(r"https?://[^/]+(/admin/invitation/\S+)", mail.outbox[-1].body)[1]


# --- nothing is told -----------------------------------------------------------------------------------------


def test_the_answer_is_the_same_for_every_address(a, boss, officer):
    """With the real name of the office's administrator nowhere to be seen, and not a right given."""
    pages = []
    for address in (officer.email, "khong.co@example.vn", "la.ai.do@example.vn"):
        mail.outbox.clear()
        client = client_of(boss)
        answer = client.post(INVITE, form(email=address), follow=True)
        listed = client.get(LIST).content.decode() + client.get(PEOPLE).content.decode()
        texts = answer.content.decode() + listed + mail.outbox[0].subject + mail.outbox[0].body
        assert "Văn Phòng" not in texts
        Invitation.objects.all().delete()
        pages.append(
            re.sub(
                r"\d{4}-\d\d-\d\dT[^\"]+|\d{5,}|[\w.]{60,}|value=\"\w{20,}\"|/invitation(s/\d+|/[\w-]+)/",
                "",
                texts.replace(address, "@"),
            )
        )
    clean = [re.sub(r"csrf[^>]*>", "", page) for page in pages]
    assert clean[0] == clean[1] == clean[2]
    assert {row.school for row in officer.memberships.all()} == {None}
    assert not User.objects.filter(email="khong.co@example.vn").exists()


def test_inviting_and_suspending_again_and_again_signs_nobody_out(a, boss, officer):
    theirs = client_of(officer)
    assert theirs.get("/admin/").status_code == 200
    for _time in range(3):
        invite(boss, email=officer.email)
        assert not Membership.objects.filter(user=officer, school=a).exists()
        client = client_of(boss)
        client.post(reverse("school_invitation_act", args=[Invitation.objects.get().pk, "withdraw"]))
        assert theirs.get("/admin/").status_code == 200
    link = invite(boss, email="khac@example.vn")
    assert link  # and others may still be invited


def test_who_is_in_the_school_already(a, boss):
    make_user(Role.SCHOOL_EDITOR, a, email="moi@example.vn")
    answer = client_of(boss).post(INVITE, form())
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert mail.outbox == []


# --- saying yes ----------------------------------------------------------------------------------------------


def test_a_new_person_chooses_a_password(a, boss):
    link, visitor = invite(boss), guest()
    page = visitor.get(link)
    assert a.name in page.content.decode()
    assert not User.objects.filter(email="moi@example.vn").exists()
    data = {"name": "Nguyễn  Thị Mẫu", "new_password1": NEW, "new_password2": NEW}
    assert visitor.post(link, data).url == "/admin/login/"
    user = User.objects.get(email="moi@example.vn")
    assert (user.last_name, user.first_name) == ("Nguyễn Thị", "Mẫu")
    assert [(row.school, row.role) for row in user.memberships.all()] == [(a, "editor")]
    assert [group.name for group in user.groups.all()] == ["role:editor"]
    assert not user.is_staff
    visitor.post("/admin/login/", {"login": "moi@example.vn", "password": NEW})
    assert visitor.get("/admin/").status_code == 200
    assert guest().get(link).status_code == 410  # once
    assert guest().post(link, data).status_code == 410


@pytest.mark.parametrize("password", ["ThMauA2026!!", "NguyenThiMau2026", "matkhau@2026", "ngan"])
def test_the_first_password_is_not_made_of_names(boss, password):
    link = invite(boss)
    answer = guest().post(link, {"name": "Nguyễn Thị Mẫu", "new_password1": password, "new_password2": password})
    assert answer.context["form"].errors["new_password2"]
    assert not User.objects.filter(email="moi@example.vn").exists()
    assert Invitation.objects.exists()


def test_who_has_an_account_signs_in_and_accepts(a, b, boss):
    other = make_user(Role.SCHOOL_EDITOR, b, email="da.co@example.vn", last_name="Đỗ", first_name="Có")
    before, link = other.password, invite(boss, email="Da.Co@example.vn", name="Tên Khác", role="approver")
    visitor = guest()
    assert "new_password1" not in visitor.get(link).content.decode()
    assert visitor.post(link).url == f"/admin/login/?next={link}"
    assert not Membership.objects.filter(user=other, school=a).exists()
    assert visitor.post("/admin/login/", {"login": other.email, "password": PASSWORD, "next": link}).url == link
    visitor.post(link, {})
    other.refresh_from_db()
    assert (other.get_full_name(), other.password) == ("Đỗ Có", before)
    roles = {row.school: row.role for row in other.memberships.all()}
    assert roles == {a: Role.SCHOOL_APPROVER, b: Role.SCHOOL_EDITOR}


def test_nobody_else_accepts(a, b, boss):
    make_user(Role.SCHOOL_EDITOR, b, email="da.co@example.vn")
    thief = make_user(Role.SCHOOL_EDITOR, b)
    links = [invite(boss, email=address) for address in ("da.co@example.vn", "moi@example.vn")]
    for link in links:
        client_of(thief).post(link, {"name": "X Y", "new_password1": NEW, "new_password2": NEW})
    assert [row.user for row in Membership.objects.filter(school=a)] == [boss]
    assert guest().get("/admin/invitation/doan-mo/").status_code == 410


def test_saying_no(a, boss):
    link = invite(boss)
    assert guest().post(link, {"decline": "1"}).status_code == 200
    assert not Invitation.objects.exists()
    assert not User.objects.filter(email="moi@example.vn").exists()


# --- what ends an invitation ---------------------------------------------------------------------------------


def suspended(a, boss):
    make_user(Role.SCHOOL_ADMIN, a)
    actions.suspend_person(make_user(Role.OFFICE_ADMIN), boss.memberships.get())


def demoted(a, boss):
    make_user(Role.SCHOOL_ADMIN, a)
    actions.set_role(make_user(Role.OFFICE_ADMIN), boss.memberships.get(), Role.SCHOOL_EDITOR)


def closed_account(a, boss):
    boss.is_active = False
    boss.save()


def deleted(a, boss):
    boss.delete()


def school_closed(a, boss):
    a.closed_on = datetime.date(2026, 1, 1)
    a.save()


def expired(a, boss):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def withdrawn(a, boss):
    assert (
        client_of(boss).post(reverse("school_invitation_act", args=[Invitation.objects.get().pk, "withdraw"])).url
        == LIST
    )


def replaced(a, boss):
    invite(boss)


@pytest.mark.parametrize(
    "event", [suspended, demoted, closed_account, deleted, school_closed, expired, withdrawn, replaced]
)
def test_what_ends_it(a, boss, event):
    link = invite(boss)
    assert guest().get(link).status_code == 200
    event(a, boss)
    for answer in (guest().get(link), guest().post(link, {"name": "X", "new_password1": NEW, "new_password2": NEW})):
        assert answer.status_code == 410
    assert not User.objects.filter(email="moi@example.vn").exists()


@pytest.mark.parametrize("action", [actions.suspend_person, actions.remove_person])
def test_an_old_invitation_is_no_way_back(a, boss, action, b):
    user = make_user(Role.SCHOOL_EDITOR, a, email="moi@example.vn")
    membership = user.memberships.get()
    row, _token = invitations.create_invitation(make_user(Role.OFFICE_ADMIN), b, user.email, "X", Role.SCHOOL_EDITOR)
    own = Invitation.objects.create(
        school=a, email=user.email, name="X", role="admin", invited_by=boss, token_hash="x",
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    action(boss, membership)
    assert list(Invitation.objects.all()) == [row]  # the other school's stays
    with pytest.raises(actions.StaffRefused):
        invitations.accept_invitation(own, user)


# --- two schools, limits, forms ------------------------------------------------------------------------------


def test_each_administrator_sees_the_own_invitations_alone(a, b, boss):
    theirs = make_user(Role.SCHOOL_ADMIN, b)
    invite(boss, email="cua.a@example.vn")
    invite(theirs, email="cua.b@example.vn")
    row = Invitation.objects.get(school=a)
    client = client_of(theirs)
    assert "cua.a@example.vn" not in client.get(LIST).content.decode()
    assert "cua.b@example.vn" in client.get(LIST).content.decode()
    for verb in ("again", "withdraw"):
        assert client.post(reverse("school_invitation_act", args=[row.pk, verb])).status_code == 404
    with pytest.raises(actions.StaffRefused):
        invitations.withdraw_invitation(theirs, row)
    assert Invitation.objects.filter(pk=row.pk).exists()
    listed = client_of(make_user(Role.OFFICE_ADMIN)).get(LIST).content.decode()
    assert {"cua.a@example.vn", "cua.b@example.vn"} <= set(re.findall(r"[\w.]+@example.vn", listed))


@pytest.mark.parametrize(
    "role", [Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER, Role.OFFICE_LIBRARIAN, Role.OFFICE_APPROVER]
)
def test_others_have_no_such_screen(a, role):
    client = client_of(make_user(role, a))
    for answer in (client.get(LIST), client.get(INVITE), client.post(INVITE, form())):
        assert answer.status_code in (302, 403, 404)
    assert mail.outbox == []


def test_nobody_gives_more_than_the_own_role(a, b, boss):
    Membership.objects.create(user=boss, school=b, role=Role.SCHOOL_EDITOR)
    with pytest.raises(actions.StaffRefused):
        invitations.create_invitation(boss, b, "moi@example.vn", "X", Role.SCHOOL_EDITOR)
    data = form(school=b.pk, is_superuser="on", is_staff="on", role="office_admin")
    assert client_of(boss).post(INVITE, data).status_code in (200, 404)
    assert not Invitation.objects.exists()


def test_an_address_is_not_flooded(a, boss, b):
    for _time in range(3):
        invite(boss)
    answer = client_of(boss).post(INVITE, form())
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert len(mail.outbox) == 3
    other = make_user(Role.SCHOOL_ADMIN, b)
    invite(other)  # one school does not keep another from inviting


def test_a_school_does_not_mail_the_world(a, boss, settings):
    for number in range(60):
        invite(boss, email=f"nguoi.{number}@example.vn")
    assert client_of(boss).post(INVITE, form()).status_code == 200
    assert len(mail.outbox) == 60


def test_mail_that_cannot_be_sent_loses_nothing(a, boss, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client = client_of(boss)
    assert client.post(INVITE, form()).status_code == 302
    row = Invitation.objects.get()
    assert not row.mailed
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("school_invitation_act", args=[row.pk, "again"]))
    assert len(mail.outbox) == 1
    assert Invitation.objects.get().mailed


@pytest.mark.parametrize(
    "crafted",
    [
        {"role": "office_admin"},
        {"role": "office_library"},
        {"role": "khong-co"},
        {"role": ""},
        {"email": "x"},
        {"name": ""},
    ],
)
def test_forms_that_do_not_fit_are_refused_with_words(a, boss, crafted):
    answer = client_of(boss).post(INVITE, form(**crafted))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Invitation.objects.exists()


def test_an_administrator_of_two_schools_says_which(a, b, boss):
    Membership.objects.create(user=boss, school=b, role=Role.SCHOOL_EDITOR)
    c = make_school("C")
    Membership.objects.create(user=boss, school=c, role=Role.SCHOOL_ADMIN)
    client = client_of(boss)
    assert client.post(INVITE, form(school=b.pk)).status_code == 200  # an editor there
    assert client.post(INVITE, form()).status_code == 200
    assert client.post(INVITE, form(school=c.pk)).status_code == 302
    assert Invitation.objects.get().school == c
