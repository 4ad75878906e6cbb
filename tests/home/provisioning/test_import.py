"""Importing whole files, the real lists among them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page, Site

from cms.home.provisioning.drift.audit import find_drift
from cms.tenancy.models import GoverningAuthority, School
from tests.factories import make_authority, make_office, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    def make(text: str):
        path = tmp_path / "truong.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make


def run(path, *args) -> dict:
    out = io.StringIO()
    try:
        call_command("import_schools", str(path), *args, "--json", stdout=out, verbosity=0)
    except CommandError:
        if not out.getvalue():  # else: the report is there and all rows were rejected
            raise
    return json.loads(out.getvalue())


ROWS = "code,name,level,host\nA,Trường Tiểu học A,TH,\nB,,TH,\nC,Trường Tiểu học C,TH,cong\nD,Trường Tiểu học D,TH,\n"


def test_good_rows_are_made_and_bad_ones_reported(file):
    make_office()
    make_authority()
    report = run(file(ROWS), "--authority", "ubnd xa mau")
    assert (report["created"], [row["line"] for row in report["rejected"]]) == (2, [3, 4])
    assert all(row["reasons"] for row in report["rejected"])
    assert set(School.objects.values_list("code", flat=True)) == {"A", "D"}
    assert find_drift() == []
    again = run(file(ROWS), "--authority", "ubnd xa mau")
    assert (again["created"], again["unchanged"]) == (0, 2)


@pytest.mark.parametrize("text", ["code,name,level\nB,,TH\n", "code,name,level\n"])
def test_when_nothing_came_in_the_command_fails(file, text):
    make_office()
    with pytest.raises(CommandError):
        call_command("import_schools", file(text), stdout=io.StringIO(), verbosity=0)


def test_a_dry_run_tells_the_same_and_writes_nothing(file):
    make_office()
    before = [model.objects.count() for model in (Page, Site, Collection, School, GoverningAuthority)]
    report = run(file(ROWS), "--authority", "UBND xã Mới", "--create-authorities", "--dry-run")
    assert (report["created"], len(report["rejected"]), report["authorities_created"]) == (2, 2, ["UBND xã Mới"])
    assert [model.objects.count() for model in (Page, Site, Collection, School, GoverningAuthority)] == before


def test_unknown_authorities_are_rejected_unless_they_may_be_made(file):
    make_office()
    text = "name,authority\nTrường THPT Một,Sở GD&ĐT Một\nTrường THPT Hai,Nơi Nào Đó\n"
    assert [row["line"] for row in run(file(text))["rejected"]] == [2, 3]
    report = run(file(text), "--create-authorities")
    assert [row["line"] for row in report["rejected"]] == [3]
    assert GoverningAuthority.objects.get(name="Sở GD&ĐT Một").level == "province"


def test_an_existing_school_is_brought_in_step_and_its_authority_is_left_to_people(file):
    school = make_school("A")
    make_authority("UBND xã Khác")
    text = "code,name,level,authority,address\nA,Trường Tiểu học Mẫu A,TH,UBND xã Khác,Thôn Hai\n"
    report = run(file(text))
    (row,) = report["schools"]
    assert (row["status"], row["changes"]) == ("updated", ["address"])
    assert len(row["notes"]) == 1
    assert school.authority_links.get().authority.name != "UBND xã Khác"


@pytest.mark.parametrize("name", ["missing.csv", "empty.csv", "note.txt"])
def test_files_that_cannot_be_read_are_one_clear_line(tmp_path, name):
    make_office()
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(CommandError) as caught:
        run(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.bare
def test_without_an_office_the_import_says_so(file):
    with pytest.raises(CommandError):
        run(file(ROWS), "--authority", "1")


@pytest.mark.bare
def test_create_school_and_create_office_print_what_they_made():
    out = io.StringIO()
    call_command("create_office", name="Phòng mẫu", stdout=out, json=True)
    assert json.loads(out.getvalue())["status"] == "created"
    out = io.StringIO()
    call_command("create_school", code="A", name="Trường Tiểu học Ngũ Hiệp", stdout=out, json=True)
    made = json.loads(out.getvalue())
    assert (made["status"], made["hostname"]) == ("created", "th-ngu-hiep.localhost")
    for wrong in ({"name": "Trường Họa Mi"}, {"name": "Trường Tiểu học B", "authority": "?"},
                  {"name": "Trường Tiểu học B", "host": "cong"},
                  {"name": "Trường Tiểu học B", "authority_since": "mai"}):  # fmt: skip
        with pytest.raises(CommandError):
            call_command("create_school", code="B", stdout=out, **wrong)
    assert School.objects.count() == 1


@pytest.mark.long
@pytest.mark.legal_data
def test_the_real_lists(legal_data):
    """279 kindergartens and primary schools with codes, 1,055 upper secondary schools without."""
    make_office()
    schools = legal_data / "schools"
    first = run(
        schools / "vinh_long_primary_kindergarten_279.csv", "--authority", "Sở GD&ĐT Vĩnh Long", "--create-authorities"
    )
    assert (first["created"], first["rejected"]) == (279, [])
    second = run(schools / "thpt_north_central_1055.csv", "--create-authorities", "--level", "THPT")
    assert second["created"] == 1054
    assert [(row["line"], row["name"]) for row in second["rejected"]] == [(1055, "Trường THPT Vùng Cao Việt Bắc")]
    assert School.objects.count() == Site.objects.count() - 1 == 1333
    assert find_drift() == []
    again = run(schools / "vinh_long_primary_kindergarten_279.csv", "--authority", "Sở GD&ĐT Vĩnh Long")
    assert (again["unchanged"], again["created"], again["updated"]) == (279, 0, 0)
