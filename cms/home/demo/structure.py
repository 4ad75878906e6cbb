"""The demo's office, authorities and schools: governed by the district until 30 June 2025, by communes since."""

from __future__ import annotations

import datetime

from cms.home.demo import content
from cms.home.models import PortalLink
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office
from cms.home.provisioning.spec import SchoolSpec
from cms.tenancy.models import AuthorityChange, GoverningAuthority, OfficePortal, School, SchoolAuthority

REFORM_DATE = datetime.date(2025, 7, 1)
LAST_DISTRICT_DAY = REFORM_DATE - datetime.timedelta(days=1)


def _create_authorities() -> tuple[GoverningAuthority, GoverningAuthority, dict[str, GoverningAuthority]]:
    levels = GoverningAuthority.Level
    department = GoverningAuthority.objects.create(
        name=content.DEPARTMENT, short_name="Sở GD&ĐT Hà Nội", level=levels.PROVINCE, territory_code="01"
    )
    district = GoverningAuthority.objects.create(
        name=content.DISTRICT,
        level=levels.DISTRICT,
        territory_code="020",
        parent=department,
        valid_to=LAST_DISTRICT_DAY,
    )
    communes = {}
    for name, code in content.COMMUNES:
        commune = GoverningAuthority.objects.create(
            name=f"UBND {name}", level=levels.COMMUNE, territory_code=code, parent=department, valid_from=REFORM_DATE
        )
        AuthorityChange.objects.create(
            predecessor=district, successor=commune, kind=AuthorityChange.Kind.SPLIT, on=REFORM_DATE
        )
        communes[name] = commune
    return department, district, communes


def build_structure() -> tuple[OfficePortal, list[School]]:
    """Portal and schools, in the order of ``content.SCHOOLS``."""
    create_office(
        "Cổng Giáo dục Thanh Trì", lead="Năm trường mẫu dùng chung một cổng, một thư viện văn bản, một ô tìm kiếm."
    )
    PortalLink.objects.create(
        label=content.CITY_PORTAL, label_en="Legal education page of Hanoi", url=content.CITY_PORTAL_URL, order=35
    )
    department, district, communes = _create_authorities()
    specs = []
    for row in content.SCHOOLS:
        upper = row.level == "THPT"  # upper secondary schools stay with the department
        specs.append(
            SchoolSpec(
                code=row.code, name=row.name, short_name=row.short_name, level=row.level, address=row.address,
                commune=row.commune[0].upper() + row.commune[1:], host_label=row.host,
                authority=department.pk if upper else communes[row.commune].pk,
                authority_since=None if upper else REFORM_DATE,
            )
        )  # fmt: skip
    create_schools(specs)
    schools = {school.code: school for school in School.objects.select_related("site", "home_page", "collection")}
    SchoolAuthority.objects.bulk_create(
        SchoolAuthority(school=schools[row.code], authority=district, valid_to=LAST_DISTRICT_DAY)
        for row in content.SCHOOLS
        if row.level != "THPT"
    )
    return OfficePortal.objects.select_related("home_page", "collection").get(), [
        schools[row.code] for row in content.SCHOOLS
    ]
