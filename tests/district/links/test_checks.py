"""The office's block on every site, the addresses in content, and what is broken at which school."""

import datetime
import json
import socket
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.district.links import block_check, broken_links, http_fetch, link_check, link_extraction
from cms.district.links.http_fetch import FetchResult
from cms.district.models import BlockCheck, CheckedLink, LinkUse
from cms.home.models import NewsPage, PortalLink
from cms.legal.models import LegalEducationSectionPage, LegalMaterialPage
from cms.tenancy.roles import Role
from tests.factories import make_authority, make_school, make_user
from tests.factories.pages import make_page, only_page

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def problems(school) -> list:
    return BlockCheck.objects.get(school=school).problems


@pytest.fixture(autouse=True)
def _nobody_outside_is_asked(a, b):
    """The national portals of the footer block would be."""
    PortalLink.objects.all().delete()


# --- the block ------------------------------------------------------------------------------------------------


def test_every_site_carries_the_block(a, b):
    assert block_check.run_block_checks() == {}
    assert problems(a) == problems(b) == []


def test_links_are_those_of_the_day_and_of_the_authority(a, b):
    PortalLink.objects.create(label="Cổng thành phố", url="https://thanh-pho.example/", authority=make_authority())
    PortalLink.objects.create(
        label="Cũ", url="https://cu.example/", valid_to=timezone.localdate() - datetime.timedelta(1)
    )
    other = make_school("C", authority=make_authority("UBND xã Khác").pk)
    assert block_check.run_block_checks() == {}
    assert problems(other) == []


def test_a_page_without_bar_or_block_or_link_is_seen():
    whole = (
        '<nav id="office-bar"><a href="http://cong.vn/">x</a></nav><div id="link-block"><a href="http://cong.vn">x</a>'
    )
    expected = {"http://cong.vn/"}
    assert block_check.find_missing_links(whole.encode(), "http://cong.vn", expected) == []
    assert block_check.find_missing_links(b"<p>x</p>", "http://cong.vn", expected) == [("bar", ""), ("block", "")]
    assert block_check.find_missing_links(b"", "http://cong.vn", expected) == [("bar", ""), ("block", "")]
    more = {*expected, "https://quoc-gia.example/"}
    assert block_check.find_missing_links(whole.encode(), "http://cong.vn", more) == [
        ("link", "https://quoc-gia.example/")
    ]


def test_a_school_whose_template_lost_the_block_is_found(a, b, monkeypatch):
    """Through the real request path: the answer itself is changed, for one school."""
    real = block_check.fetch_internal_page

    def broken(info, path):
        response = real(info, path)
        if info.school_id == b.pk:
            response.content = response.content.replace(b'id="link-block"', b"")
        return response

    monkeypatch.setattr(block_check, "fetch_internal_page", broken)
    assert block_check.run_block_checks() == {"block": 1}
    assert problems(a) == []
    assert {code for code, _detail in problems(b)} == {"block"}


def test_a_section_that_is_not_public_is_found(a, b):
    section = only_page(LegalEducationSectionPage, b)
    LegalEducationSectionPage.objects.filter(pk=section.pk).update(live=False)
    block_check.run_block_checks()
    assert problems(a) == []
    assert [code for code, _detail in problems(b)] == ["no_section"]


def test_a_closed_school_is_not_asked(a, b):
    b.closed_on = timezone.localdate()
    b.save()
    block_check.run_block_checks()
    assert list(BlockCheck.objects.values_list("school", flat=True)) == [a.pk]


# --- outgoing links -------------------------------------------------------------------------------------------


def page_with(school, *urls, model=NewsPage, **fields):
    links = "".join(f'<a href="{url}">x</a>' for url in urls)
    return make_page(model, school, body=json.dumps([{"type": "text", "value": f"<p>{links}</p>"}]), **fields)


def test_addresses_come_from_text_blocks_and_fields_without_the_own_hosts(a, b):
    page = page_with(
        a,
        "https://vbpl.example/x?a=1&amp;b=2",
        f"http://{b.site.hostname}/tin-tuc/",
        "https://vbpl.example/x?a=1&amp;b=2",
    )
    make_page(LegalMaterialPage, b, video_url="https://video.example/xem")
    draft = page_with(a, "https://nhap.example/", live=False)
    assert link_extraction.refresh_link_uses() == 2
    assert list(LinkUse.objects.order_by("pk").values_list("link__url", "school", "page")) == [
        ("https://vbpl.example/x?a=1&b=2", a.pk, page.pk),
        ("https://video.example/xem", b.pk, LegalMaterialPage.objects.get().pk),
    ]
    assert not LinkUse.objects.filter(page=draft).exists()


def test_an_address_that_left_the_page_is_forgotten(a):
    page = page_with(a, "https://mot.example/", "https://hai.example/")
    link_extraction.refresh_link_uses()
    page.body = json.dumps([{"type": "text", "value": '<p><a href="https://hai.example/">x</a></p>'}])
    page.save()
    link_extraction.refresh_link_uses([page.pk])
    assert list(LinkUse.objects.values_list("link__url", flat=True)) == ["https://hai.example/"]


class Answers:
    """Stands where the network is: the network itself is tested in ``test_fetch``."""

    def __init__(self, **answers):
        self.answers, self.asked = answers, []

    def ask(self, url):
        self.asked.append(url)
        return self.answers.get(url.split("//")[1].split(".")[0], FetchResult(True, 200))


def due():
    CheckedLink.objects.update(next_check_at=timezone.now())


def test_broken_only_after_three_failures_and_whole_after_one_success(a, b):
    page_with(a, "https://hong.example/", "https://tot.example/")
    page_with(b, "https://tot.example/")
    link_extraction.refresh_link_uses()
    fails = Answers(hong=FetchResult(False, 404, "HTTP 404"))
    for number in (1, 2, 3):
        due()
        link_check.run_link_checks(fetcher=fails, pause=0)
        link = CheckedLink.objects.get(url__contains="hong")
        assert (link.state, link.failures) == ("broken" if number == 3 else "failing", number)
    assert broken_links.count_broken_links() == {a.pk: 1}
    assert [use.page.title for use in broken_links.list_broken_link_uses(a.pk)]
    assert not broken_links.list_broken_link_uses(b.pk).exists()
    due()
    link_check.run_link_checks(fetcher=Answers(), pause=0)
    assert CheckedLink.objects.get(url__contains="hong").state == "ok"
    assert broken_links.count_broken_links() == {}


def test_one_address_is_asked_once_and_only_when_it_is_due(a, b):
    for school in (a, b):
        page_with(school, "https://chung.example/")
    link_extraction.refresh_link_uses()
    network = Answers()
    link_check.run_link_checks(fetcher=network, pause=0)
    link_check.run_link_checks(fetcher=network, pause=0)
    assert network.asked == ["https://chung.example/"]


def test_a_private_address_is_neither_asked_again_soon_nor_called_broken(a):
    page_with(a, "http://192.168.1.1/quan-tri")
    link_extraction.refresh_link_uses()
    assert link_check.run_link_checks(pause=0) == {"refused": 1}
    link = CheckedLink.objects.get()
    assert link.next_check_at > timezone.now() + datetime.timedelta(days=6)
    assert broken_links.count_broken_links() == {}


def test_the_targets_of_the_footer_block_are_asked_and_the_office_is_shown(a):
    PortalLink.objects.create(label="Cổng", url="https://mot.example/")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    PortalLink.objects.create(label="Sau này", url="https://sau.example/", valid_from=tomorrow)
    link_extraction.refresh_link_uses()
    assert CheckedLink.objects.get().url == "https://mot.example/"
    for _time in range(3):
        due()
        link_check.run_link_checks(fetcher=Answers(mot=FetchResult(False, 500)))
    office, school = Client(headers={"host": "cong.localhost"}), Client(headers={"host": "th-mau-a.localhost"})
    office.force_login(make_user(Role.OFFICE_OBSERVER))
    school.force_login(make_user(Role.SCHOOL_ADMIN, a))
    assert "https://mot.example/" in office.get(reverse("district_links")).content.decode()
    assert "https://mot.example/" not in school.get(reverse("district_our_links")).content.decode()
    assert broken_links.count_broken_links() == {}
    PortalLink.objects.update(url="https://moi.example/")
    assert "https://mot.example/" not in office.get(reverse("district_links")).content.decode()


def test_the_hosts_are_asked_slowly(a, monkeypatch):
    page_with(a, *(f"https://mot.example/{number}" for number in range(3)), "https://hai.example/")
    link_extraction.refresh_link_uses()
    waits = []

    class Noted(threading.Event):
        def wait(self, timeout=None):
            waits.append(timeout)
            return self.is_set()

    monkeypatch.setattr(link_check, "Event", Noted)
    link_check.run_link_checks(fetcher=Answers(), pause=1.0)
    assert waits == [1.0, 1.0]


def test_many_links_to_a_dead_host_are_asked_three_times_and_nobody_waits_between(a, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = closed.getsockname()[1]
    page_with(a, *(f"http://127.0.0.1:{dead}/{number}" for number in range(200)))
    link_extraction.refresh_link_uses()
    waits, asked = [], []

    class Noted(threading.Event):
        def wait(self, timeout=None):
            waits.append(timeout)
            return self.is_set()

    real = http_fetch.resolve_host
    monkeypatch.setattr(link_check, "Event", Noted)
    monkeypatch.setattr(http_fetch, "resolve_host", lambda *args: asked.append(args[0]) or real(*args))
    fetcher = http_fetch.Fetcher(allowed=lambda address: True, ports=None, timeout=3)
    assert link_check.run_link_checks(fetcher=fetcher, pause=1.0) == {"failing": 200}
    assert len(asked) == 3
    assert len(waits) == 3
    assert set(CheckedLink.objects.values_list("failures", flat=True)) == {1}


def test_what_was_put_off_while_the_clock_was_ahead_is_asked(a):
    page_with(a, "https://mot.example/")
    link_extraction.refresh_link_uses()
    CheckedLink.objects.update(next_check_at=timezone.now() + datetime.timedelta(days=365))
    assert link_check.run_link_checks(fetcher=Answers()) == {"ok": 1}


def test_an_answer_that_cannot_be_written_leaves_no_thread_behind(a, monkeypatch):
    page_with(a, *(f"https://mot.example/{number}" for number in range(50)))
    link_extraction.refresh_link_uses()
    asked = []

    class Noting(Answers):
        def ask(self, url):
            asked.append(url)
            return super().ask(url)

    monkeypatch.setattr(link_check, "record_answer", lambda link, answer: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        link_check.run_link_checks(fetcher=Noting(), pause=0.2)
    assert len(asked) < 50


def test_a_question_that_fails_in_an_unknown_way_is_an_answer_too(a):
    page_with(a, "https://mot.example/", "https://hai.example/")
    link_extraction.refresh_link_uses()

    class Odd(Answers):
        def ask(self, url):
            if "mot" in url:
                raise RuntimeError("odd")
            return super().ask(url)

    assert link_check.run_link_checks(fetcher=Odd()) == {"failing": 1, "ok": 1}


def test_the_command(a, b):
    page_with(a, "http://10.0.0.1/x")
    out = StringIO()
    call_command("check_links", stdout=out)
    assert json.loads(out.getvalue()) == {"blocks": {}, "uses": 1, "outgoing": {"refused": 1}, "broken": 0, "told": 0}
    call_command("check_links", "--school", b.code, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("check_links", "--school", "không có")
