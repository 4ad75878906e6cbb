"""The day of a reform comes: nothing is touched, and bars, blocks, lists, boards, queues and receivers follow."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.board.measuring import measure
from cms.board.measuring.board_rows import BoardFilters, build_board
from cms.core import versions
from cms.district.broadcasts import receipt_report, responses, school_listings
from cms.district.links import block_check
from cms.district.models import Receipt
from cms.district.submissions import transitions
from cms.home.models import NewsPage, PortalLink
from cms.tenancy import sites
from cms.tenancy.authorities.reform import NewAuthority, ReformPart, split_authority
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast
from tests.factories import make_authority, make_school, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
OLD_LINK, NEW_LINK = "https://huyen.example.vn/", "https://xa-mot.example.vn/"


class World:
    """Three schools of a district that tomorrow becomes two communes: A goes to the first, B and C to the second."""

    def __init__(self, monkeypatch):
        self._patch, self._now = monkeypatch, timezone.now()
        self.eve = timezone.localdate()
        self.district = make_authority("Phòng Giáo dục huyện Mẫu", level="district")
        self.schools = {code: make_school(code, authority=self.district.pk) for code in "ABC"}
        a, b, c = self.schools.values()
        new = [
            ReformPart(NewAuthority(f"UBND xã {name}", level="commune"), part)
            for name, part in (("Một", [a]), ("Hai", [b, c]))
        ]
        self.first, self.second = split_authority(self.district, new, self.eve + DAY)
        PortalLink.objects.create(label="Huyện", url=OLD_LINK, authority=self.district)
        PortalLink.objects.create(label="Xã Một", url=NEW_LINK, authority=self.first)
        self.boss, approver = make_user(Role.OFFICE_ADMIN), make_user(Role.SCHOOL_APPROVER, a)
        self.sent = {
            "district": make_broadcast("Của huyện", audience="authority", authority=self.district),
            "eve": make_broadcast(
                "Của các trường hôm trước", audience="authority", authority=self.district, as_of=self.eve
            ),
            "first": make_broadcast("Của xã Một", audience="authority", authority=self.first),
        }
        responses.confirm_broadcast(a, self.sent["district"].pk, approver)
        page = make_page(NewsPage, a, "Bài gửi lên")
        page.save_revision().publish()
        transitions.nominate_page(page, approver)
        measure.take_snapshots()
        versions.forget_known()  # as after a commit: from here on everything is kept in memory

    def tomorrow(self):
        self._patch.setattr(timezone, "now", lambda: self._now + DAY)

    def home(self, code: str) -> str:
        return Client(headers={"host": self.schools[code].site.hostname}).get("/").content.decode()

    def governed(self, authority, day) -> list[str]:
        return sorted(row.school.code for row in build_board(BoardFilters(day, authority=authority)).rows)

    def shown_at(self, code: str) -> set[str]:
        info = sites.sites_by_id()[self.schools[code].site_id]
        return {name for name, row in self.sent.items() if school_listings.find_listed_broadcast(info, row.pk)}

    def missing(self, name: str) -> list[str]:
        return [school.code for school in receipt_report.schools_without_response(self.sent[name])]

    def queue(self, authority, day="") -> bool:
        client = Client(headers={"host": "cong.localhost"})
        client.force_login(self.boss)
        url = reverse("district_queue") + f"?authority={authority.pk}&day={day}"
        return "Bài gửi lên" in client.get(url).content.decode()


def test_everything_follows_by_itself_and_history_stays(monkeypatch):
    world = World(monkeypatch)
    eve, day = world.eve, world.eve + DAY
    home = world.home("A")
    assert world.district.name in home
    assert OLD_LINK in home
    assert NEW_LINK not in home
    assert world.governed(world.district, eve) == ["A", "B", "C"]
    assert world.governed(world.first, eve) == []
    assert world.shown_at("A") == {"district", "eve"}
    assert world.missing("district") == ["B", "C"]
    assert world.missing("first") == []
    assert world.queue(world.district)
    assert not world.queue(world.first)

    world.tomorrow()
    home = world.home("A")  # bar and block
    assert world.first.name in home
    assert world.district.name not in home
    assert NEW_LINK in home
    assert OLD_LINK not in home
    assert block_check.run_block_checks() == {}
    assert world.governed(world.district, day) == []  # board and its filter
    assert world.governed(world.first, day) == ["A"]
    assert world.governed(world.second, day) == ["B", "C"]
    assert world.shown_at("A") == {"eve", "first"}  # receivers
    assert world.shown_at("B") == {"eve"}
    assert world.missing("first") == ["A"]
    assert world.missing("eve") == ["A", "B", "C"]
    assert world.queue(world.first)  # the queue
    assert not world.queue(world.district)

    # The old office's day is as it was, for whoever asks for it.
    assert world.governed(world.district, eve) == ["A", "B", "C"]
    assert build_board(BoardFilters(eve, authority=world.district)).measured_at is not None
    assert world.queue(world.district, eve.isoformat())
    assert Receipt.objects.get(state="confirmed").broadcast == world.sent["district"]
