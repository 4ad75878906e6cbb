"""Reforms keep what was: the case of huyện Thanh Trì on 1 July 2025, and the ways it could go wrong."""

import datetime
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core import versions
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalDocumentIssuer
from cms.tenancy import sites
from cms.tenancy.authorities.reform import (
    NewAuthority,
    ReformError,
    ReformPart,
    find_authorities,
    merge_authorities,
    rename_authority,
    split_authority,
    transfer_schools,
)
from cms.tenancy.models import AuthorityChange, GoverningAuthority, School, SchoolAuthority
from tests import shared
from tests.factories import make_authority, make_school

pytestmark = pytest.mark.django_db

REFORM = datetime.date(2025, 7, 1)
EVE = datetime.date(2025, 6, 30)
COMMUNES = (
    ("UBND xã Thanh Trì", "00640"),
    ("UBND xã Đại Thanh", "00664"),
    ("UBND xã Ngọc Hồi", "00679"),
    ("UBND xã Nam Phù", "00685"),
    ("UBND phường Thanh Liệt", "00643"),
)


def make_district():
    hanoi = make_authority("Sở GD&ĐT Hà Nội", level="province", territory_code="01")
    return make_authority(
        "Phòng GD&ĐT huyện Thanh Trì", level="district", territory_code="020", parent=hanoi, short_name="PGD Thanh Trì"
    )


@shared.once
def district():
    return make_district()


@shared.once
def schools():
    return [make_school(f"TT{n}", authority=make_district().pk) for n in range(1, 7)]


def new(name, code):
    return NewAuthority(name, level="commune", territory_code=code)


def split(district, schools):
    parts = [ReformPart(new(name, code), [schools[n]]) for n, (name, code) in enumerate(COMMUNES[:-1])]
    parts.append(ReformPart(new(*COMMUNES[-1]), schools[4:]))
    return split_authority(district, parts, REFORM, note="NQ 1656/NQ-UBTVQH15")


def state():
    return (
        list(GoverningAuthority.objects.order_by("pk").values()),
        list(SchoolAuthority.objects.order_by("pk").values()),
        list(AuthorityChange.objects.order_by("pk").values()),
    )


def test_thanh_tri_becomes_five_communes(district, schools):
    addresses = {school.code: (school.site.root_url, school.home_page.url_path) for school in schools}
    before = versions.current_versions(versions.STRUCTURE)
    communes = split(district, schools)
    assert [row.name for row in communes] == [name for name, _code in COMMUNES]
    district.refresh_from_db()
    assert district.valid_to == EVE
    assert {row.valid_from for row in communes} == {REFORM}
    for number, school in enumerate(schools):
        assert school.authority_on(EVE) == district
        assert school.authority_on(REFORM) == communes[min(number, 4)]
        assert school.authority_links.count() == 2
        fresh = School.objects.get(pk=school.pk)
        assert (fresh.site.root_url, fresh.home_page.url_path) == addresses[school.code]
        assert sites.site_for_host(fresh.site.hostname).school_id == school.pk
    versions.forget_known()
    assert versions.current_versions(versions.STRUCTURE) > before


def test_the_school_page_names_the_new_authority(district, schools):
    split(district, schools)
    page = Client(HTTP_HOST=schools[0].site.hostname).get("/")
    assert page.status_code == 200
    assert COMMUNES[0][0] in page.content.decode()
    assert district.name not in page.content.decode()


def test_old_names_are_found_and_point_to_the_successors(district, schools):
    communes = split(district, schools)
    (found,) = find_authorities("phong gd&dt huyen thanh tri")
    assert found.authority == district
    assert set(found.current) == set(communes)
    assert [f.authority for f in find_authorities("PGD Thanh Tri")] == [district]
    assert find_authorities("Thanh Trì", EVE)[0].authority in {district, *communes}
    (now,) = find_authorities("dai thanh")
    assert now.current == (communes[1],)
    assert find_authorities("không có") == find_authorities("  ") == []


def test_successors_are_followed_through_later_reforms(district, schools):
    communes = split(district, schools)
    later = rename_authority(communes[0], NewAuthority("Phòng VH-XH xã Thanh Trì"), datetime.date(2026, 1, 1))
    (found,) = find_authorities("huyen thanh tri", datetime.date(2026, 2, 1))
    assert later in found.current
    assert communes[0] not in found.current


def test_documents_keep_their_issuer_as_printed(district, schools):
    body = IssuingBody.objects.create(name="Phòng GD&ĐT huyện Thanh Trì", level="local")
    document = LegalDocument.objects.create(
        doc_type=DocumentType.objects.get_or_create(name="Kế hoạch")[0], number_raw="12/KH-PGD&ĐT",
        number_norm="12/KH-PGD&ĐT", slug="12-kh-pgd-dt", title="Kế hoạch", issued_on=datetime.date(2023, 2, 1),
    )  # fmt: skip
    issuer = LegalDocumentIssuer.objects.create(
        document=document, body=body, name_as_printed="PHÒNG GD&ĐT HUYỆN THANH TRÌ"
    )
    split(district, schools)
    issuer.refresh_from_db()
    document.refresh_from_db()
    assert issuer.name_as_printed == "PHÒNG GD&ĐT HUYỆN THANH TRÌ"
    assert issuer.body == body
    assert document.live
    assert document.effective_to is None


def test_a_split_that_forgets_a_school_does_nothing(district, schools):
    before = state()
    with pytest.raises(ReformError):
        split_authority(
            district, [ReformPart(new(*COMMUNES[0]), schools[:3]), ReformPart(new(*COMMUNES[1]), schools[3:5])], REFORM
        )
    assert state() == before


@pytest.mark.parametrize("on", [None, "2025-07-01", datetime.date(1800, 1, 1), datetime.date(2099, 1, 1)])
def test_days_that_cannot_be(district, schools, on):
    before = state()
    with pytest.raises(ReformError):
        transfer_schools(schools, district, on)
    with pytest.raises(ReformError):
        rename_authority(district, NewAuthority("Tên mới"), on)
    assert state() == before


def test_an_authority_ends_once(district, schools):
    split(district, schools)
    with pytest.raises(ReformError):
        rename_authority(district, NewAuthority("Tên mới"), datetime.date(2025, 9, 1))


def test_a_school_in_two_parts_is_refused(district, schools):
    with pytest.raises(ReformError):
        split_authority(
            district, [ReformPart(new(*COMMUNES[0]), schools), ReformPart(new(*COMMUNES[1]), schools[:1])], REFORM
        )


def test_rename_takes_schools_and_subordinates_along(district, schools):
    hanoi = district.parent
    renamed = rename_authority(hanoi, NewAuthority("Sở Giáo dục và Đào tạo thành phố Hà Nội"), REFORM)
    district.refresh_from_db()
    assert district.parent == renamed
    assert (renamed.level, renamed.territory_code) == (hanoi.level, hanoi.territory_code)
    assert AuthorityChange.objects.get().kind == AuthorityChange.Kind.RENAME


def test_merge_into_a_new_and_into_an_existing_one(schools):
    first, second = make_authority("UBND xã Một"), make_authority("UBND xã Hai")
    transfer_schools(schools[:2], first, REFORM)
    transfer_schools(schools[2:3], second, REFORM)
    on = datetime.date(2026, 3, 1)
    merged = merge_authorities([first, second], NewAuthority("UBND xã Một Hai"), on)
    assert {school.authority_on(on) for school in schools[:3]} == {merged}
    assert {school.authority_on(on - datetime.timedelta(1)) for school in schools[:2]} == {first}
    third = make_authority("UBND xã Ba")
    later = datetime.date(2026, 5, 1)
    assert merge_authorities([merged, third], third, later) == third
    third.refresh_from_db()
    assert third.valid_to is None
    assert schools[0].authority_on(later) == third
    with pytest.raises(ReformError):
        merge_authorities([third], NewAuthority("UBND xã Bốn"), later)


def test_transfer_is_idempotent_and_leaves_others_alone(district, schools):
    commune = make_authority("UBND xã Đại Thanh")
    assert transfer_schools(schools[:2], commune, REFORM) == 2
    assert transfer_schools(schools[:2], commune, REFORM) == 0
    assert schools[2].authority_on(REFORM) == district
    with pytest.raises(ReformError):
        transfer_schools(schools[:1], district, EVE)


def test_the_command_moves_schools_by_code(district, schools):
    commune = make_authority("UBND xã Đại Thanh")
    out = io.StringIO()
    call_command("transfer_schools", "TT1", "TT2", to="ubnd xa dai thanh", on="2025-07-01", json=True, stdout=out)
    assert json.loads(out.getvalue())["moved"] == 2
    assert schools[1].authority_on(REFORM) == commune
    for wrong in ({"to": "không có", "on": "2025-07-01"}, {"to": str(commune.pk), "on": "hôm qua"}):
        with pytest.raises(CommandError):
            call_command("transfer_schools", "TT3", stdout=out, **wrong)
    with pytest.raises(CommandError):
        call_command("transfer_schools", "KHONG-CO", to=str(commune.pk), on="2025-07-01", stdout=out)


def test_an_authority_stands_under_another_and_ends_after_it_begins():
    top, below = make_authority("Sở A"), make_authority("UBND xã A")
    below.parent = top
    below.full_clean()
    below.save()
    for wrong in (top, below):
        top.parent = wrong
        with pytest.raises(ValidationError, match="parent"):
            top.full_clean()
    below.valid_from, below.valid_to = REFORM, EVE
    with pytest.raises(ValidationError, match="valid_to"):
        below.full_clean()


# --- the command ---------------------------------------------------------------------------------------


def reform(*arguments) -> str:
    out = io.StringIO()
    call_command("reform_authorities", *arguments, "--on", "2025-07-01", stdout=out)
    return out.getvalue()


def test_the_command_splits_by_a_list_of_schools(district, schools, tmp_path):
    ngoc_hoi = make_authority("UBND xã Ngọc Hồi", level="commune")
    lines = ["code,authority,level,territory_code"]
    lines += [f"TT{n},UBND xã Đại Thanh,commune,00664" for n in (1, 2, 3)]
    lines += [f"TT{n},UBND xã Ngọc Hồi,," for n in (4, 5, 6)]
    path = tmp_path / "schools.csv"
    path.write_text("\n".join(lines[:-1]), encoding="utf-8-sig")
    with pytest.raises(CommandError, match=schools[5].name):
        reform("split", district.name, "--schools", str(path))
    assert GoverningAuthority.objects.filter(name="UBND xã Đại Thanh").count() == 0
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    reform("split", district.name, "--schools", str(path), "--dry-run")
    assert schools[0].authority_on(REFORM) == district
    reform("split", district.name, "--schools", str(path), "--note", "NQ 1656")
    made = GoverningAuthority.objects.get(name="UBND xã Đại Thanh")
    assert (made.level, made.territory_code, made.changes_from.get().note) == ("commune", "00664", "NQ 1656")
    assert [school.authority_on(REFORM) for school in schools] == [made] * 3 + [ngoc_hoi] * 3
    assert [school.authority_on(EVE) for school in schools] == [district] * 6


def test_the_command_renames_and_merges(district, schools):
    reform("rename", "phong gd&dt huyen thanh tri", "--to", "Phòng GD Thanh Trì")
    renamed = GoverningAuthority.objects.get(name="Phòng GD Thanh Trì")
    assert schools[0].authority_on(REFORM) == renamed
    other, third = make_authority("Phòng B"), make_authority("Phòng C")
    with pytest.raises(CommandError):
        reform("merge", other.name, "--to", "Phòng D")
    reform("merge", other.name, "--to", third.name)
    other.refresh_from_db()
    assert other.valid_to == EVE
    assert other.changes_to.get().successor == third


def reforms(district, tmp_path) -> list[list[str]]:
    """One of each step, in an order in which each goes on from the one before."""
    path = tmp_path / "schools.csv"
    rows = [f"TT{n},UBND xã {'Một' if n < 4 else 'Hai'},commune,0066{n // 4}" for n in range(1, 7)]
    path.write_text("\n".join(["code,authority,level,territory_code", *rows]), encoding="utf-8")
    return [
        ["split", district.name, "--schools", str(path), "--on", "2025-07-01"],
        ["rename", "UBND xã Một", "--to", "UBND phường Một", "--on", "2025-09-01"],
        ["merge", "UBND phường Một", "UBND xã Hai", "--to", "UBND xã Một Hai", "--on", "2026-01-01"],
        ["merge", "UBND xã Một Hai", "--to", "UBND xã Ba", "--on", "2026-03-01"],
    ]


def test_a_repeated_reform_says_so_and_changes_nothing(district, schools, tmp_path):
    make_authority("UBND xã Ba", level="commune")
    steps = reforms(district, tmp_path)
    for arguments in steps:
        call_command("reform_authorities", *arguments, stdout=(first := io.StringIO()))
        assert "đã được thực hiện" not in first.getvalue()
        after = state()
        out = io.StringIO()
        with CaptureQueriesContext(connection) as queries:
            call_command("reform_authorities", *arguments, stdout=out)
        said = out.getvalue().splitlines()
        assert said[0] == "Việc này đã được thực hiện trước đó:"
        assert said[1 : 1 + len(said) - 2] == first.getvalue().splitlines()
        assert state() == after
        assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    for arguments in steps:  # also when others have followed
        call_command("reform_authorities", *arguments, stdout=(out := io.StringIO()))
        assert out.getvalue().startswith("Việc này đã được thực hiện")
    assert state() == after


def test_what_only_looks_like_a_repetition_is_refused(district, schools, tmp_path):
    steps = reforms(district, tmp_path)
    call_command("reform_authorities", *steps[0], stdout=io.StringIO())
    after = state()
    path = tmp_path / "schools.csv"
    path.write_text(path.read_text("utf-8").replace("TT1,UBND xã Một", "TT1,UBND xã Hai"), encoding="utf-8")
    another_day = [*steps[0][:-1], "2025-08-01"]
    for arguments in (steps[0], another_day, ["rename", district.name, "--to", "Khác", "--on", "2025-07-01"]):
        with pytest.raises(CommandError):
            call_command("reform_authorities", *arguments, stdout=io.StringIO())
    assert state() == after


def test_repeated_functions_return_what_there_is(district, schools):
    communes = split(district, schools)
    after = state()
    assert split(district, schools) == communes
    renamed = rename_authority(communes[0], NewAuthority("UBND phường Mới"), datetime.date(2026, 1, 1))
    assert rename_authority(communes[0], NewAuthority("UBND phường Mới"), datetime.date(2026, 1, 1)) == renamed
    assert split(district, schools) == communes
    assert len(state()[2]) == len(after[2]) + 1


def test_a_repeated_transfer_says_so(district, schools):
    commune = make_authority("UBND xã Đại Thanh")
    said = []
    for _time in range(2):
        call_command("transfer_schools", "TT1", to=str(commune.pk), on="2025-07-01", stdout=(out := io.StringIO()))
        said.append(out.getvalue())
    assert "đã được thực hiện" not in said[0]
    assert said[1].startswith("Việc này đã được thực hiện trước đó:")


@pytest.mark.parametrize(
    "content",
    [b"", b"code\nTT1", b"code,authority\nTT1,", b"code,authority,level\nTT1,X,huyen", b"\xff\xfe\x00",
        b"code,authority\nKHONG,X"]
)  # fmt: skip
def test_the_command_says_what_is_wrong_with_a_list(district, schools, tmp_path, content):
    path = tmp_path / "schools.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        reform("split", district.name, "--schools", str(path))
    with pytest.raises(CommandError):
        reform("split", district.name, "--schools", str(tmp_path / "no.csv"))
