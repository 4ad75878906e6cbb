"""A new school's pages without content: no counts of nothing, and each empty room says what to do next."""

import re

import pytest

from cms.home.models import ContactPage, SchoolSettings, StandardPage
from tests.factories.pages import make_page, only_page
from tests.home.test_templates import paths_of

pytestmark = pytest.mark.django_db

EMPTY = re.compile(r'<div class="empty">(.*?)</div>', re.S)
NOTHING = re.compile(r"count[^>]*>\s*0\s*<|>[^<]*\b(?:Tất cả|All) 0\b")


def main_of(client, school, path) -> str:
    answer = client.get(path, headers={"host": school.site.hostname})
    assert answer.status_code == 200, path
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def test_no_count_of_nothing_and_a_next_step_in_every_room(client, a):
    rooms = 0
    for path in [*paths_of(a.site), "/van-ban/"]:
        main = main_of(client, a, path)
        assert not NOTHING.search(main), path
        for room in EMPTY.findall(main):
            rooms += 1
            assert re.search(r'<p class="empty__title">.+?</p>\s*<p>.+?</p>', room, re.S), (path, room)
    assert rooms >= 10


def test_disclosure_without_content_says_so(client, a):
    main = main_of(client, a, "/cong-khai/")
    contact = only_page(ContactPage, a)
    [room] = EMPTY.findall(main)
    assert f'href="/{contact.slug}/"' in room
    page = StandardPage.objects.descendant_of(a.home_page).get(slug="cong-khai")
    page.intro = "Thông tin công khai theo năm học."
    page.save_revision().publish()
    assert EMPTY.findall(main_of(client, a, "/cong-khai/")) == []


def test_the_contact_page_says_each_thing_once_and_shows_the_way(client, a):
    a.address, a.commune = "Số 1 đường Mẫu, xã Mẫu", "xã Mẫu"
    a.save()
    path = f"/{only_page(ContactPage, a).slug}/"
    main = main_of(client, a, path)
    assert main.count("Số 1 đường Mẫu") == main.count("xã Mẫu") == 1
    assert 'class="contact-list__map" href="https://' in main
    assert "<svg" not in EMPTY.findall(main)[0]
    assert "illustration" not in main
    SchoolSettings.objects.update_or_create(site=a.site, defaults={"phone": "024 0000 0001", "email": "a@example.vn"})
    main = main_of(client, a, path)
    assert EMPTY.findall(main) == []
    assert main.count("tel:") == main.count("mailto:") == 1


def test_a_leaflet_without_a_file_says_so(client, a):
    from cms.legal.models import LegalMaterialPage

    page = make_page(LegalMaterialPage, a, "Tờ rơi", kind="leaflet", body=[])
    address = page.get_url().partition(a.site.hostname)[2] or page.get_url()
    main = main_of(client, a, re.sub(r"^:\d+", "", address))
    [room] = EMPTY.findall(main)
    assert f'href="/{only_page(ContactPage, a).slug}/"' in room


def test_an_empty_portal_counts_nothing(client):
    from tests.factories import make_office

    make_office()
    for path in ("/", "/truong/", "/tin-cac-truong/", "/van-ban/"):
        text = client.get(path, headers={"host": "cong.localhost"}).content.decode().split("<main", 1)[1]
        assert not NOTHING.search(text), path
        assert '<div class="empty">' in text, path
