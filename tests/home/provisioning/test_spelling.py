"""Names of schools are written as they are written officially, and what the list gave is kept."""

import pytest

from cms.core import versions
from cms.home import directory
from cms.home.provisioning.create import create_school
from cms.home.provisioning.spec import SchoolSpec, normalize_spec
from cms.home.provisioning.spelling import normalize_name
from cms.tenancy.authorities import disambiguation
from cms.tenancy.models import School
from tests.factories import make_authority, make_office, make_school

#: From real lists of schools, and what is left as it is.
NAMES = {
    "TRƯỜNG THPT Đại Từ": "Trường THPT Đại Từ",
    "Trường PTDTNT Thpt Phúc Yên": "Trường PTDTNT THPT Phúc Yên",
    "Trường tiểu học  Lưu Văn Liệt": "Trường Tiểu học Lưu Văn Liệt",
    "Mầm Non Hựu Thành": "Mầm non Hựu Thành",
    "TRƯỜNG TH&THCS ĐÔNG MỸ": "Trường TH&THCS Đông Mỹ",
    "trường tiểu học nguyễn du": "Trường Tiểu học Nguyễn Du",
    "Trường Tiểu Học Và Trung Học Cơ Sở Ngõ Nhãn": "Trường Tiểu học Và Trung học cơ sở Ngõ Nhãn",
    "Trường THPT ISCHOOL Hà Tĩnh": "Trường THPT ISCHOOL Hà Tĩnh",
    "Trường PTNK Thể dục thể thao OLYMPIC": "Trường PTNK Thể dục thể thao OLYMPIC",
    "Trường Phổ thông liên cấp Lương Thế Vinh": "Trường Phổ thông liên cấp Lương Thế Vinh",
    "Trường Mẫu giáo Mầm Non": "Trường Mẫu giáo Mầm Non",
    "Trường Mầm non 20-10": "Trường Mầm non 20-10",
}


@pytest.mark.parametrize(("written", "official"), NAMES.items())
def test_names(written, official):
    assert normalize_name(written) == official
    assert normalize_name(official) == official


@pytest.mark.django_db
def test_the_school_keeps_what_the_list_gave(client):
    make_office()
    spec = SchoolSpec(code="X", name="TRƯỜNG THPT Đại Từ", level="THPT", authority=make_authority().pk)
    create_school(spec)
    school = School.objects.select_related("site", "home_page", "collection").get(code="X")
    assert (school.name, school.source_name) == ("Trường THPT Đại Từ", "TRƯỜNG THPT Đại Từ")
    assert school.site.site_name == school.home_page.title == school.name
    assert school.collection.name.endswith(school.name)
    assert create_school(spec).status == "unchanged", "the same list again changes nothing"
    assert "TRƯỜNG" not in client.get("/", HTTP_HOST=school.site.hostname).content.decode()
    assert normalize_spec(normalize_spec(spec)) == normalize_spec(spec)


@pytest.fixture
def named(db):
    def named(*rows):
        for number, (name, fields) in enumerate(rows):
            make_school(f"N{number}", name=name, level="THPT", **{"commune": "", **fields})
        versions.clear_versions()
        return [row.label for row in directory.served_schools()]

    return named


def test_lists_are_in_vietnamese_order(named, client):
    names = ["Trường THPT Dương Xá", "Trường THPT Đại Từ", "Trường THPT Én", "Trường THPT Ba Vì"]
    ordered = [names[3], names[0], names[1], names[2]]
    assert named(*((name, {}) for name in names)) == ordered
    assert list(School.objects.values_list("name", flat=True)) == ordered
    page = client.get("/truong/", HTTP_HOST="cong.localhost").content.decode()
    assert sorted(ordered, key=page.index) == ordered


def test_two_schools_of_one_name_are_told_apart(named, client):
    labels = named(
        ("Trường THPT Trần Phú", {"commune": "Xã Đông"}),
        ("Trường THPT Trần Phú", {"district": "Huyện Tây"}),
        ("Trường THPT Chu Văn An", {}),
    )
    assert labels == ["Trường THPT Chu Văn An", "Trường THPT Trần Phú (Xã Đông)", "Trường THPT Trần Phú (Huyện Tây)"]
    page = client.get("/", HTTP_HOST="cong.localhost").content.decode()
    assert all(label in page for label in labels)
    assert "Huyện Tây" in client.get("/truong/", HTTP_HOST="cong.localhost").content.decode()


def test_what_nothing_tells_apart_shows_its_code(named):
    same = ("Trường THPT Trần Phú", {"commune": "Xã Đông", "address": "Số 1"})
    assert named(same, same) == ["Trường THPT Trần Phú (N0)", "Trường THPT Trần Phú (N1)"]


def test_a_closed_school_no_longer_counts(named):
    labels = named(("Trường THPT Trần Phú", {"commune": "Xã Đông"}), ("Trường THPT Trần Phú", {"commune": "Xã Tây"}))
    assert len(labels) == 2
    import datetime

    school = School.objects.get(commune="Xã Tây")
    school.closed_on = datetime.date(2026, 1, 1)
    school.save()
    versions.bump_versions(versions.STRUCTURE)
    versions.clear_versions()
    assert disambiguation.school_localities() == {}
