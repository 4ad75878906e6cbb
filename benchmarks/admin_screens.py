"""What the admin's screens cost with more and more schools: for a school's editor, a person with many schools and the
office. Measured in a database of its own, through the test client, after one warming request."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import NoReverseMatch, reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from benchmarks.schools import specs
from cms.core.models import User
from cms.home.provisioning.create import CHUNK_SIZE, create_schools
from cms.home.provisioning.office import create_office
from cms.tenancy import grants
from cms.tenancy.models import Membership, OfficePortal, School
from cms.tenancy.roles import Role

MANY = 300  # schools of the person who looks after many
RUNS = 3
#: Two of each per school.
PER_SCHOOL = 2


@dataclass(frozen=True)
class Screen:
    """Measured on one screen as one person: statements, milliseconds (best of three) by the clock and of this process
    (what an idle machine would take, without the database server), kilobytes."""

    schools: int
    person: str
    screen: str
    status: int
    queries: int
    ms: float
    cpu_ms: float
    kb: float


def measure(sizes: list[int], report: Callable[[Screen], None] = lambda _s: None, only: str = "") -> list[Screen]:
    """Grow the install to each size in turn (ascending) and measure there; ``only`` screens with this in their name."""
    create_office("Văn phòng đo")
    picture = default_storage.save("original_images/do.png", ContentFile(_png()))
    found: list[Screen] = []
    count = 0
    for size in sorted(sizes):
        while count < size:
            part = specs(count, min(size, count + CHUNK_SIZE))
            create_schools(part)
            _fill(School.objects.filter(code__in=[spec.code for spec in part]), picture)
            count += len(part)
        for person, user in _people().items():
            client = _client(user)
            for name, url in ((name, url) for name, url in _screens(user) if only in name):
                screen = _ask(client, size, person, name, url)
                found.append(screen)
                report(screen)
    return found


def _png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "#0B5D55").save(data, "PNG")
    return data.getvalue()


def _fill(schools: QuerySet[School], picture: str) -> None:
    """People, pictures and files of new schools."""
    users, images, documents = [], [], []
    model = get_user_model()
    for school in schools.select_related("collection"):
        for number in range(PER_SCHOOL):
            name = f"{school.code.lower()}-{number}"
            users.append(model(email=f"{name}@example.vn", last_name=school.code, first_name=str(number)))
            images.append(
                get_image_model()(
                    title=f"Ảnh {name}",
                    file=picture,
                    width=64,
                    height=48,
                    collection=school.collection,
                    school=school,
                    pupil_consent="no_pupils",
                )
            )
            documents.append(
                get_document_model()(title=f"Tệp {name}", file=picture, collection=school.collection, school=school)
            )
    model.objects.bulk_create(users)
    get_image_model().objects.bulk_create(images)
    get_document_model().objects.bulk_create(documents)
    schools_of = {school.code: school for school in schools}
    roles = (Role.SCHOOL_EDITOR, Role.SCHOOL_APPROVER)
    Membership.objects.bulk_create(
        [Membership(user=user, school=schools_of[user.last_name], role=roles[int(user.first_name)]) for user in users]
    )
    grants.sync_users([user.pk for user in users])


def _people() -> dict[str, User]:
    """The same three at every size; the one of many schools gets the new ones up to ``MANY``."""
    model = get_user_model()
    editor = Membership.objects.filter(role=Role.SCHOOL_EDITOR).order_by("pk")[0].user
    many, _new = model.objects.get_or_create(email="nhieu-truong@example.vn", defaults={"first_name": "Nhiều"})
    office, _new = model.objects.get_or_create(email="so@example.vn", defaults={"first_name": "Sở"})
    for school in School.objects.order_by("pk")[:MANY]:
        Membership.objects.get_or_create(user=many, school=school, role=Role.SCHOOL_APPROVER)
    Membership.objects.get_or_create(user=office, school=None, role=Role.OFFICE_ADMIN)
    return {"school": editor, f"{MANY} schools": many, "office": office}


def _screens(user: User) -> Iterator[tuple[str, str]]:
    first = user.memberships.exclude(school=None).order_by("pk").first()
    school = (first.school if first else None) or School.objects.order_by("pk")[0]
    home = school.home_page
    page = home.get_children().first()
    for name, view, args in (
        ("dashboard", "wagtailadmin_home", ()),
        ("explorer root", "wagtailadmin_explore_root", ()),
        ("explorer", "wagtailadmin_explore", (home.pk,)),
        ("page edit", "wagtailadmin_pages:edit", (page.pk,)),
        ("page chooser", "wagtailadmin_choose_page", ()),
        ("page search", "wagtailadmin_pages:search", ()),
        ("image list", "wagtailimages:index", ()),
        ("image chooser", "wagtailimages_chooser:choose", ()),
        ("document list", "wagtaildocs:index", ()),
        ("document chooser", "wagtaildocs_chooser:choose", ()),
        ("collections", "wagtailadmin_collections:index", ()),
        ("people", "wagtailusers_users:index", ()),
        ("roles", "memberships:index", ()),
        ("schools", "schools:index", ()),
        ("report: workflows", "wagtailadmin_reports:workflow", ()),
        ("report: history", "wagtailadmin_reports:site_history", ()),
        ("report: locked", "wagtailadmin_reports:locked_pages", ()),
        ("report: ageing", "wagtailadmin_reports:aging_pages", ()),
        ("report: types", "wagtailadmin_reports:page_types_usage", ()),
    ):
        try:
            yield name, reverse(view, args=args)
        except NoReverseMatch:
            continue


def _ask(client: Client, schools: int, person: str, name: str, url: str) -> Screen:
    answer = client.get(url)
    if answer.status_code != 200:
        return Screen(schools, person, name, answer.status_code, 0, 0, 0, 0)
    best = cpu = float("inf")
    for _run in range(RUNS):
        start, used = time.perf_counter(), time.process_time()
        answer = client.get(url)
        best, cpu = min(best, time.perf_counter() - start), min(cpu, time.process_time() - used)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    kb = len(answer.content) / 1024
    return Screen(schools, person, name, answer.status_code, len(queries), best * 1000, cpu * 1000, kb)


PAIRS = 12  # of requests, one with and one without the wall
WALL = "cms.tenancy.row_access.middleware.RowAccessMiddleware"


@dataclass(frozen=True)
class WallCost:
    """All screens of one person: milliseconds of this process with and without the wall at the row (the best of
    ``PAIRS``, asked in turn)."""

    schools: int
    person: str
    with_ms: float
    without_ms: float

    @property
    def percent(self) -> float:
        return 100 * (self.with_ms / self.without_ms - 1)


def wall_costs(only: str = "") -> list[WallCost]:
    """Of the install as it stands, for the people that the wall is there for."""
    count, found = School.objects.count(), []
    for person, user in _people().items():
        if person == "office":
            continue
        walled = _client(user)
        with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != WALL]):
            bare = _client(user)
            bare.get("/admin/")  # its chain of middleware is made with the first request
        best: dict[tuple[str, bool], float] = {}
        for name, url in ((name, url) for name, url in _screens(user) if only in name):
            if walled.get(url).status_code != 200:
                continue
            for turn in range(2 * PAIRS):
                with_wall = turn % 2 == (turn // 2) % 2  # each goes first in every other pair
                used = time.process_time()
                (walled if with_wall else bare).get(url)
                used = time.process_time() - used
                best[name, with_wall] = min(best.get((name, with_wall), used), used)
        sums = [
            1000 * sum(ms for (_name, side), ms in best.items() if side is with_wall) for with_wall in (True, False)
        ]
        found.append(WallCost(count, person, *sums))
    return found


def _client(user: User) -> Client:
    client = Client(headers={"host": OfficePortal.objects.get().site.hostname})
    client.force_login(user)
    return client


def problems(found: list[Screen], factor: float, limit_ms: float) -> list[str]:
    """Where the goals are missed: a school's screens grow by at most ``factor`` in statements and size from the first
    size to the last, and in time above noise; those of the others take at most ``limit_ms``."""
    sizes = sorted({screen.schools for screen in found})
    said = []
    first = {(s.person, s.screen): s for s in found if s.schools == sizes[0]}
    for screen in (s for s in found if s.schools == sizes[-1] and s.status == 200):
        if screen.person != "school":
            if screen.ms > limit_ms:
                said.append(f"{screen.person}: {screen.screen} takes {screen.ms:.0f} ms")
            continue
        start = first[screen.person, screen.screen]
        for what in ("queries", "kb", "cpu_ms"):
            before, after = getattr(start, what), getattr(screen, what)
            noise = 25 if what == "cpu_ms" else 2
            if after > before * factor and after - before > noise:
                said.append(f"school: {screen.screen}: {what} from {before:.0f} to {after:.0f}")
    return said
