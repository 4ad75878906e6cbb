"""``python -m benchmarks.pages.staleness --seconds 60``: five kinds of changes, readers through nginx.

An answer is stale when it shows what was true neither within the second before it was asked for nor since.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks.pages import load, servers
from benchmarks.pages.__main__ import database
from benchmarks.pages.load import Asked

ALLOWED = 1.0  # seconds
PAUSES = (0.02, 0.05, 0.3, 1.5)  # of readers: pages that are hot, and some that are not


@dataclass
class Fact:
    """What a page says at a time: ``since`` lists (moment of the commit, words, shown?)."""

    host: str
    path: str
    since: list[tuple[float, str, bool]] = field(default_factory=list)

    def say(self, words: str, shown: bool = True) -> None:
        self.since.append((time.time(), words, shown))

    def fits(self, text: str, asked: float, answered: float) -> float | None:
        """None when one of the truths of that time fits, else the age of what was shown, in seconds."""
        now = list(self.since)
        for number, (moment, words, shown) in enumerate(now):
            end = now[number + 1][0] if number + 1 < len(now) else float("inf")
            # What is being committed at the moment may be seen already.
            if end >= asked - ALLOWED and moment <= answered + 0.2 and (words in text) == shown:
                return None
        after = [entry for entry in now if entry[0] <= asked]
        return asked - after[-1][0] if after else 0.0


class Reader(threading.Thread):
    def __init__(self, port: int, facts: dict[str, Fact], pause: float, end: float) -> None:
        super().__init__(daemon=True)
        self._port, self._facts, self._pause, self._end = port, facts, pause, end
        self.count: Counter = Counter()
        self.stale: list[tuple[str, float]] = []

    def run(self) -> None:
        line = load.Line(self._port)
        while time.time() < self._end:
            name, fact = random.choice(list(self._facts.items()))  # noqa: S311
            asked = time.time()
            status, body = line.text(Asked(self._port, fact.host, fact.path).as_bytes())
            assert status == 200, (name, status)
            age = fact.fits(body.decode(), asked, time.time())
            self.count[name] += 1
            if age is not None:
                self.stale.append((name, age))
            time.sleep(self._pause)


def changes(facts: dict[str, Fact], school, document, page) -> dict[str, Callable[[int], None]]:
    from django.utils import timezone
    from wagtail.models import PageViewRestriction

    from cms.core.pages import scheduled
    from cms.district.broadcasts import sending
    from cms.district.models import Broadcast
    from cms.home.models import NewsPage, NoticePage
    from tests.district.factories import make_broadcast
    from tests.factories.pages import make_page

    def a_page(number: int) -> None:
        page.refresh_from_db()
        page.title = f"Tin lần {number}."
        page.save_revision().publish()
        facts["page"].say(page.title)

    def library(number: int) -> None:
        document.title = f"Thông tư lần {number}."
        document.save()
        facts["library"].say(document.title)

    def broadcast(number: int) -> None:
        Broadcast.objects.filter(sent_at=None).delete()
        row = make_broadcast(f"Chỉ thị lần {number}.", model=NoticePage)
        facts["broadcast"].say(f"Chỉ thị lần {number}.")
        if number % 3 == 0:
            time.sleep(1.5)
            sending.recall_broadcast(row, row.sent_by, "Nhầm")
            facts["broadcast"].say(f"Chỉ thị lần {number}.", False)

    def privacy(number: int) -> None:
        closed = PageViewRestriction.objects.filter(page=private)
        if closed.exists():
            closed.first().delete()
        else:
            PageViewRestriction.objects.create(page=private, restriction_type="login")
        facts["privacy"].say("Của riêng.", not closed.exists())

    def schedule(number: int) -> None:
        for before in NewsPage.objects.filter(title__startswith="Hẹn giờ"):  # the list has one page
            before.delete()
            facts["schedule"].say(before.title, False)
        one = make_page(NewsPage, school, f"Hẹn giờ {number}.", live=False)
        one.go_live_at = timezone.now() + datetime.timedelta(seconds=0.5)
        one.save_revision().publish()
        time.sleep(0.6)
        scheduled.publish_scheduled_pages()
        facts["schedule"].say(f"Hẹn giờ {number}.")

    private = make_page(NewsPage, school, "Của riêng.")
    facts["privacy"].say("Của riêng.")
    return {"page": a_page, "library": library, "broadcast": broadcast, "privacy": privacy, "schedule": schedule}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--schools", type=int, default=3)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        address = stack.enter_context(database(folder))
        from benchmarks.pages import content
        from cms.home.models import NewsPage
        from cms.legal.models import LegalDocument
        from cms.tenancy.models import School

        pages = content.fill(options.schools)
        school = School.objects.select_related("site", "home_page").order_by("pk")[0]
        page = NewsPage.objects.descendant_of(school.home_page).order_by("-date").first()
        document = LegalDocument.objects.order_by("pk")[0]
        own, other = school.site.hostname, pages["hosts"][-1]
        facts = {
            "page": Fact(own, "/tin-tuc/"), "library": Fact(other, document.get_absolute_url()),
            "broadcast": Fact(other, "/thong-bao/"), "privacy": Fact(own, "/tin-tuc/"),
            "schedule": Fact(own, "/tin-tuc/"),
        }  # fmt: skip
        kinds = changes(facts, school, document, page)
        app = stack.enter_context(servers.gunicorn("cms.wsgi:application", DATABASE_URL=address, VAR_DIR=folder))
        front = stack.enter_context(servers.nginx(app.port, b"x"))
        for name in ("page", "library", "broadcast", "schedule"):
            kinds[name](0)
        time.sleep(2)
        end = time.time() + options.seconds
        readers = [Reader((front or app).port, facts, pause, end) for pause in PAUSES]
        for reader in readers:
            reader.start()
        made: Counter = Counter()
        number = 1
        while time.time() < end - 2:
            name = random.choice(list(kinds))  # noqa: S311
            kinds[name](number)
            made[name] += 1
            number += 1
            time.sleep(random.random() * 1.5)  # noqa: S311
        for reader in readers:
            reader.join()
        stale = [entry for reader in readers for entry in reader.stale]
        count = sum((reader.count for reader in readers), Counter())
        print(f"changes: {dict(made)}\nanswers: {sum(count.values())} {dict(count)}, load {os.getloadavg()[0]:.0f}")
        print(f"older than {ALLOWED} s: {len(stale)}; oldest {max((age for _name, age in stale), default=0):.2f} s")
        for name, age in stale[:10]:
            print(f"  {name} {age:.2f} s")
        return 1 if stale or not count else 0


if __name__ == "__main__":
    sys.exit(main())
