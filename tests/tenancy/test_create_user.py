"""People by command: role, place, password shown once, clear refusals."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.core.models import User
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role, group_name
from tests.factories import PASSWORD, make_office

pytestmark = pytest.mark.django_db


def create_user(*args) -> dict:
    out = io.StringIO()
    call_command("create_user", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_school_editor_can_sign_in_with_the_printed_password(client, school):
    made = create_user("--email", "Co.Mau@Example.vn", "--name", "Nguyễn Thị Mẫu", "--school", "A", "--role", "editor")
    assert made["status"] == "created"
    user = User.objects.get(email="co.mau@example.vn")
    assert (user.last_name, user.first_name) == ("Nguyễn Thị", "Mẫu")
    assert user.check_password(made["password"])
    assert Membership.objects.get(user=user).school == school
    assert user.groups.filter(name=group_name(Role.SCHOOL_EDITOR)).exists()


def test_running_it_again_changes_nothing_and_shows_no_password(a):
    args = ("--email", "a@example.vn", "--name", "Trần Văn Mẫu", "--school", "A", "--role", "approver")
    first = create_user(*args)
    again = create_user(*args)
    assert (again["status"], again["password"]) == ("unchanged", "")
    assert User.objects.get(email="a@example.vn").check_password(first["password"])


def test_the_office_has_its_own_roles():
    make_office()
    made = create_user(
        "--email", "v@example.vn", "--name", "Lê Mẫu", "--office", "--role", "library", "--password", PASSWORD
    )
    assert made["role"] == Role.OFFICE_LIBRARIAN
    assert Membership.objects.get().school is None


@pytest.mark.parametrize(
    "args",
    [
        ("--email", "a@example.vn", "--name", "A B", "--school", "KHONG-CO", "--role", "editor"),
        ("--email", "a@example.vn", "--name", "A B", "--school", "A", "--role", "library"),
        ("--email", "a@example.vn", "--name", "A B", "--office", "--role", "editor"),
        ("--email", "không phải", "--name", "A B", "--school", "A", "--role", "editor"),
        ("--email", "a" * 60 + "@" + "b." * 100 + "vn", "--name", "A B", "--school", "A", "--role", "editor"),
        ("--email", "a@example.vn", "--school", "A", "--role", "editor"),
        ("--email", "a@example.vn", "--name", "A B", "--school", "A", "--role", "editor", "--password", "123"),
        ("--email", "a@example.vn", "--name", "A B", "--school", " ", "--role", "editor"),
    ],
)
def test_wrong_input_is_refused_and_nobody_is_made(args, a):
    with pytest.raises(CommandError):
        create_user(*args)
    assert not User.objects.exists()
    assert not Membership.objects.exists()


def test_what_people_read_is_vietnamese_and_another_name_is_told():
    make_office()
    args = ("--email", "v@example.vn", "--office", "--role", "library")
    out, told = io.StringIO(), io.StringIO()
    call_command("create_user", *args, "--name", "Lê Mẫu", stdout=out, stderr=told)
    assert str(Role.OFFICE_LIBRARIAN.label) in out.getvalue()
    assert "created" not in out.getvalue()
    assert not told.getvalue()
    call_command("create_user", *args, "--name", "Lê Khác", stdout=out, stderr=told)
    assert "Lê Mẫu" in told.getvalue()
    assert "Lê Khác" in told.getvalue()
    assert User.objects.get(email="v@example.vn").get_full_name() == "Lê Mẫu"
