"""Password rules, with words that say what to do."""

import contextlib

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.core.models import User
from cms.tenancy.accounts import mail_links
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from cms.tenancy.staff.people import create_person
from tests import shared
from tests.factories import PASSWORD, client_of, make_school, make_user

pytestmark = pytest.mark.django_db


def objections(password, user) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.messages
    return []


@pytest.fixture
def user():
    school = make_school("A", name="Trường Tiểu học Đông Anh", short_name="TH Đông Anh")
    return make_user(
        Role.SCHOOL_EDITOR, school, email="nguyenhoalan@truong.vn", last_name="Nguyễn Hoa", first_name="Lan"
    )


@pytest.mark.parametrize(
    "password",
    [
        "ngan9kytu", "1234567890123", "MatKhau@2026", "mật khẩu 2026", "m4tkh4u@123456", "AnhYeuEm123!", "Password1234",
        "nguyenhoalan@truong.vn", "NguyenHoaLan2026", "nguyễn hoa lan 1", "TieuHocDongAnh1!x", "Truong.vn-2026",
    ],
)  # fmt: skip
def test_refused(user, password):
    with pytest.raises(ValidationError):
        validate_password(password, user)


@pytest.mark.parametrize(
    "password", ["ba con mèo xanh", "cột cờ sân trường 7 viên phấn", "xK9#mPq2vLw8", "lan thich hoa sung tim"]
)
def test_allowed(user, password):
    assert objections(password, user) == []


#: Of “Trường Tiểu học Phương Hồng” and “Trường THCS Nguyễn Du”; see ``world``.
SCHOOLS = [
    "PhuongHong2026!", "phuonghong123456", "Phương Hồng 2026", "PHUONGHONG@2026", "Phu0ngH0ng2026!", "Phu0n9H0ng!!2026",
    "ThPhuongHong26", "TieuHocPhuongHong", "THPH2026!!", "thph-20262026", "TTHPH@2026!!", "2026PhuongHong",
    "Phuong2026Hong!", "HongPhuong2026", "phuong.hong.phuong", "NguyenDu@2026", "THCS-ND-2026!!", "nguy3nDu2026!",
    "PhuongHongA2026",
]  # fmt: skip
OFFICE = ["PhongGiaoDucMau26", "PGDM-2026-2026", "Ph0ngGiaoDucMau!"]
FINE = [
    "ba con mèo xanh", "cột cờ sân trường 7 viên phấn", "xK9#mPq2vLw8", "lan thich hoa sung tim",
    "bong hong vang no som", "phuong vi no do san choi", "du lich mua he 1999",
]  # fmt: skip


@shared.once
def world():
    first = make_school("PH", name="Trường Tiểu học Phương Hồng", short_name="TH Phương Hồng")
    second = make_school("ND", name="Trường THCS Nguyễn Du", level="THCS")
    person = make_user(Role.SCHOOL_EDITOR, first, last_name="Lê", first_name="Hà")
    Membership.objects.create(user=person, school=second, role=Role.SCHOOL_EDITOR)
    other = make_user(Role.SCHOOL_EDITOR, make_school("KH", name="Trường Mầm non Kim Đồng", level="MN"))
    return first, person, other


@pytest.mark.parametrize("password", [*SCHOOLS, *OFFICE])
def test_names_of_every_school_and_of_the_office(world, password):
    with pytest.raises(ValidationError):
        validate_password(password, world[1])


@pytest.mark.parametrize("password", FINE)
def test_what_only_sounds_like_it(world, password):
    assert objections(password, world[1]) == []


def test_another_schools_name_is_no_secret_of_theirs(world):
    assert objections("PhuongHong2026!", world[2]) == []
    assert objections("PhuongHong2026!", world[1])


def test_passwords_made_up_by_a_machine_pass(world):
    import secrets

    made_up = [secrets.token_urlsafe(12) + "xq" for _ in range(2000)]
    assert [password for password in made_up if objections(password, world[1])] == []


def set_by_the_office(client, school, person, password):
    edit = reverse("wagtailusers_users:edit", args=[person.pk])
    data = {"email": person.email, "last_name": "Lê", "first_name": "Hà", "is_active": "on"}
    client.post(edit, {**data, "password1": password, "password2": password})


def reset(client, school, person, password):
    visitor = Client(headers={"host": "cong.localhost"})
    form = visitor.get(
        mail_links.build_password_link(person).partition("localhost")[2].lstrip(":0123456789"), follow=True
    )
    visitor.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def changed(client, school, person, password):
    visitor = client_of(person)
    data = {
        "name_email-first_name": "Hà", "name_email-last_name": "Lê", "name_email-email": person.email,
        "locale-preferred_language": "vi", "theme-theme": "system", "theme-density": "default",
        "theme-contrast": "system", "theme-keyboard_shortcuts": "on", "password-old_password": PASSWORD,
        "password-new_password1": password, "password-new_password2": password,
    }  # fmt: skip
    visitor.post("/admin/account/", data)


def by_command(client, school, person, password):
    with contextlib.suppress(ValidationError):
        create_person(person.email, "Lê Hà", "editor", school.code, password)


@pytest.mark.parametrize("way", [set_by_the_office, reset, changed, by_command])
def test_every_way_to_set_one(world, way):
    school, person, _other = world
    office = client_of(make_user(Role.OFFICE_ADMIN))
    way(office, school, person, "PhuongHong2026!")
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    way(office, school, person, "ba con mèo xanh")
    person.refresh_from_db()
    assert person.check_password("ba con mèo xanh")


def test_a_new_person_by_command_gets_none_of_it_either(world):
    with pytest.raises(ValidationError):
        create_person("moi@example.vn", "Trần Mẫu", "editor", world[0].code, "PhuongHong2026!")
    assert not User.objects.filter(email="moi@example.vn").exists()


def test_the_schools_web_address_is_refused(user):
    label = user.memberships.get().school.site.hostname.partition(".")[0]
    with pytest.raises(ValidationError):
        validate_password(f"{label}-2026", user)


def test_each_rule_is_told_beforehand():
    texts = password_validators_help_texts()
    assert len(texts) == 6
    assert all(texts)


def test_a_stranger_to_us_has_no_names():
    assert objections("ba con mèo xanh", None) == []
