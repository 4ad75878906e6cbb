"""Password rules, with words that say what to do."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from cms.tenancy.roles import Role
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


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
    validate_password(password, user)


def test_the_schools_web_address_is_refused(user):
    label = user.memberships.get().school.site.hostname.partition(".")[0]
    with pytest.raises(ValidationError):
        validate_password(f"{label}-2026", user)


def test_each_rule_is_told_beforehand():
    texts = password_validators_help_texts()
    assert len(texts) == 6
    assert all(texts)


def test_a_stranger_to_us_has_no_names():
    validate_password("ba con mèo xanh", None)
