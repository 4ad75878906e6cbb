"""Offices, schools and people for tests, made by the product's own provisioning.

``make_office()`` is idempotent and implied by the others; ``make_school("B")`` called twice gives the
same row. Names and hosts follow from the code: school "A" lives at ``th-mau-a.localhost``.
"""

from __future__ import annotations

import itertools

from django.test import Client

from cms.core.models import User
from cms.home.provisioning.create import create_school
from cms.home.provisioning.office import create_office
from cms.home.provisioning.spec import SchoolSpec
from cms.tenancy.models import GoverningAuthority, Membership, OfficePortal, School
from cms.tenancy.roles import OFFICE_ROLES, Role

PASSWORD = "mat-khau-thu-2026"
OFFICE_NAME = "Phòng Giáo dục mẫu"
_numbers = itertools.count(1)


def make_office(name: str = OFFICE_NAME) -> OfficePortal:
    """The portal at ``cong.localhost``, with everything that a new install has."""
    portal = OfficePortal.objects.select_related("site", "home_page", "collection").first()
    if portal is None:
        create_office(name)
        portal = OfficePortal.objects.select_related("site", "home_page", "collection").get()
    return portal


def make_authority(name: str = "UBND xã Mẫu", **fields) -> GoverningAuthority:
    fields.setdefault("level", GoverningAuthority.Level.COMMUNE)
    return GoverningAuthority.objects.get_or_create(name=name, defaults=fields)[0]


def make_school(code: str = "A", **fields) -> School:
    """A complete school; ``fields`` are those of ``SchoolSpec``."""
    make_office()
    fields.setdefault("name", f"Trường Tiểu học Mẫu {code}")
    fields.setdefault("level", "TH")
    fields.setdefault("commune", "Xã Mẫu")
    fields.setdefault("authority", make_authority().pk)
    create_school(SchoolSpec(code=code, **fields))
    return School.objects.select_related("site", "home_page", "collection").get(code=code)


def make_user(role: Role | str | None = None, school: School | None = None, **fields) -> User:
    """A person with ``PASSWORD``. ``role`` with a school, an office role alone, or none of both: no rights at all."""
    email = fields.pop("email", f"nguoi-{next(_numbers)}@example.vn")
    user = User.objects.create_user(email, PASSWORD, **fields)
    if role is not None:
        role = Role(role)
        Membership.objects.create(user=user, school=None if role in OFFICE_ROLES else school, role=role)
    return user


def make_superuser(**fields) -> User:
    return make_user(is_staff=True, is_superuser=True, **fields)


def client_of(user: User, host: str = "cong.localhost") -> Client:
    """Signed in without a password, on the office's host unless another is named."""
    client = Client(headers={"host": host})
    client.force_login(user)
    return client
