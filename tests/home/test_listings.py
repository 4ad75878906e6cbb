"""News, notices and standing pages of two schools."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.core import versions
from cms.home import listings
from cms.home.models import ContactPage, NewsIndexPage, NewsPage, NoticePage, SchoolSettings, StandardPage
from cms.legal.models import LegalNewsPage
from cms.tenancy import sites
from tests.factories import make_office
from tests.factories.pages import make_image, make_page, only_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(headers={"host": "th-mau-a.localhost"})


@pytest.mark.parametrize(("model", "path"), [(NewsPage, "/tin-tuc/"), (NoticePage, "/thong-bao/")])
def test_lists_show_own_live_public_items_only(a, b, client, model, path):
    make_page(model, a, "Việc của A")
    make_page(model, b, "Việc của B")
    make_page(model, a, "Bản nháp của A", live=False)
    secret = make_page(model, a, "Trang riêng của A")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x")
    response = client.get(path)
    assert [card.title for card in response.context["page_of"]] == ["Việc của A"]
    for nonsense in ("?page=abc", "?page=-1", "?page=99", "?year=x", "?year=&page="):
        assert client.get(path + nonsense).status_code == 200


def test_functions_of_the_home_page_stay_inside_the_school(a, b):
    home, info = a.home_page, sites.site_for_host("th-mau-a.localhost")
    own = make_page(NewsPage, a, image=make_image())
    foreign = make_page(NewsPage, b, image=make_image())
    notice = make_page(NoticePage, a)
    make_page(NoticePage, b)
    assert [card.title for card in listings.newest_news(home, info, 5)] == [own.title]
    assert [card.title for card in listings.newest_with_added("home.NoticePage", home, info, 5)] == [notice.title]
    assert [card.title for card in listings.choose_lead(home, info)] == [own.title]
    assert [card.title for card in listings.cards_of_pages([foreign.pk, own.pk], info)] == [own.title]


def test_the_lead_prefers_a_picture_that_may_be_shown(a):
    home, info = a.home_page, sites.site_for_host("th-mau-a.localhost")
    day = datetime.date(2026, 5, 4)
    shown = make_page(NewsPage, a, date=day, image=make_image())
    make_page(NewsPage, a, date=day + datetime.timedelta(days=2), image=make_image(pupil_consent="missing"))
    make_page(NewsPage, a, date=day + datetime.timedelta(days=3))
    assert [card.title for card in listings.choose_lead(home, info)] == [shown.title]


def test_many_private_pages_elsewhere_do_not_reach_the_query(a, b, django_assert_num_queries):
    """Wagtail's own ``.public()`` writes each restriction of the install into the query."""
    make_page(NewsPage, a)
    for _ in range(30):
        page = make_page(NewsPage, b)
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    home, info = a.home_page, sites.site_for_host("th-mau-a.localhost")
    sql = str(listings.filter_inside(NewsPage.objects.all(), home).query)
    assert len(sql) == len(str(listings.filter_inside(NewsPage.objects.all(), b.home_page).query))
    versions.forget_known()
    sites.page_url(home.url_path, info)
    with django_assert_num_queries(1):
        assert len(listings.newest_news(home, info, 5)) == 1


def test_news_and_notices_open(a, client):
    news = make_page(NewsPage, a, "Tin một", author="Lớp 5A1", topic="Đội", summary="Tóm tắt tin một")
    past = timezone.localdate() - datetime.timedelta(days=1)
    notice = make_page(NoticePage, a, "Thông báo một", deadline=past, deadline_note="Nộp trước thứ Sáu")
    html = client.get(f"/tin-tuc/{news.slug}/").content.decode()
    for words in ("Tin một", "Lớp 5A1", "Đội", "Tóm tắt tin một"):
        assert words in html
    html = client.get(f"/thong-bao/{notice.slug}/").content.decode()
    assert f"{past:%d/%m/%Y}" in html
    assert "Nộp trước thứ Sáu" not in html


def test_standing_pages_list_what_lies_below(a, client):
    parent = StandardPage.objects.descendant_of(a.home_page).first()
    parent.add_child(instance=StandardPage(title="Cơ cấu tổ chức", slug="co-cau"))
    parent.add_child(instance=StandardPage(title="Chưa đăng", slug="chua-dang", live=False))
    html = client.get("/" + parent.slug + "/").content.decode()
    assert f"/{parent.slug}/co-cau/" in html
    assert "Chưa đăng" not in html


def test_the_contact_page_shows_the_school_and_its_settings(a, b, client):
    SchoolSettings.objects.update_or_create(site=a.site, defaults={"phone": "024 0000 0001", "email": "a@example.vn"})
    SchoolSettings.objects.update_or_create(site=b.site, defaults={"phone": "024 0000 0002"})
    page = only_page(ContactPage, a)
    html = client.get("/" + page.slug + "/").content.decode()
    assert "024 0000 0001" in html
    assert "mailto:a@example.vn" in html
    assert "024 0000 0002" not in html


def test_rich_text_of_an_introduction_resolves_links(a, client):
    target = make_page(LegalNewsPage, make_office(), "Tin của Phòng")
    index = only_page(NewsIndexPage, a)
    index.intro = f'<p><a linktype="page" id="{target.pk}">tin của Phòng</a></p>'
    index.save()
    html = client.get("/tin-tuc/").content.decode()
    address = f'href="http://cong.localhost/pho-bien-giao-duc-phap-luat/tin-tuc-hoat-dong/{target.slug}/"'
    assert address in html
    Page.objects.filter(pk=target.pk).update(live=False)
    assert address not in client.get("/tin-tuc/").content.decode()


def test_a_page_made_private_leaves_the_menu_at_once(a, client):
    page = StandardPage.objects.descendant_of(a.home_page).filter(show_in_menus=True).first()
    address = f'href="/{page.slug}/"'
    versions.forget_known()  # from here on the frame is kept until something raises its counter
    assert address in client.get("/tin-tuc/").content.decode()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert address not in client.get("/tin-tuc/").content.decode()
    restriction.delete()
    assert address in client.get("/tin-tuc/").content.decode()
