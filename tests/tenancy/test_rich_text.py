"""Links to pages inside rich text, between two schools."""

import pytest
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.rich_text import expand_db_html, features

from cms.core import versions
from cms.home.models import NewsIndexPage, NewsPage
from cms.tenancy.rich_text import PageLinkHandler
from tests.factories import make_school
from tests.factories.pages import make_page, only_page

pytestmark = pytest.mark.django_db


def link(page, words="xem"):
    return f'<p><a linktype="page" id="{page.pk if hasattr(page, "pk") else page}">{words}</a></p>'


PLAIN = "<p><a>xem</a></p>"


@pytest.fixture
def page(a):
    return make_page(NewsPage, a)


def test_our_handler_is_the_one_in_use():
    assert features.get_link_types()["page"] is PageLinkHandler


def test_a_public_page_of_any_school_is_linked_by_its_own_host(page, b):
    school = b
    other = make_page(NewsPage, school)
    html = expand_db_html(link(page) + link(other))
    assert f'href="http://th-mau-a.localhost/tin-tuc/{page.slug}/"' in html
    assert f'href="http://th-mau-b.localhost/tin-tuc/{other.slug}/"' in html


def test_drafts_leave_plain_words(page):
    page.live = False
    page.save()
    assert expand_db_html(link(page)) == PLAIN


def test_private_pages_and_what_lies_below_them_leave_plain_words(page, a):
    index = only_page(NewsIndexPage, a)
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert expand_db_html(link(page)) == PLAIN
    assert expand_db_html(link(index)) == PLAIN
    assert "href" in expand_db_html(link(index.get_parent()))


def test_deleted_pages_and_nonsense_leave_plain_words():
    for value in (10**9, "x", "", "1 OR 1=1"):
        assert expand_db_html(link(value)) == PLAIN


def test_pages_of_no_served_site_leave_plain_words(page):
    lost = Page.get_first_root_node().add_child(instance=Page(title="Lạc", slug="lac", live=True))
    assert expand_db_html(link(lost)) == PLAIN


def test_the_translation_of_the_active_language_is_linked_when_it_is_public(page):
    english = Locale.objects.get_or_create(language_code="en")[0]
    copy = page.copy_for_translation(english, copy_parents=True)
    with translation.override("en"):
        assert f'href="http://th-mau-a.localhost/tin-tuc/{page.slug}/"' in expand_db_html(link(page))
        Page.objects.filter(path__startswith=copy.path[:8]).update(live=True)
        assert f'href="http://th-mau-a.localhost/en/tin-tuc/{page.slug}/"' in expand_db_html(link(page))
    assert "/en/" not in expand_db_html(link(page))


def test_no_walk_over_all_sites(page, django_assert_max_num_queries, b):
    """Two queries for many links (counters of the versions, the pages), however many sites there are."""
    for code in "BCD":
        make_school(code)
    pages = [make_page(NewsPage, b) for _ in range(5)]
    text = "".join(link(item) for item in pages)
    versions.forget_known()  # the test's own open transaction would otherwise read the sites anew for each link
    expand_db_html(text)
    with django_assert_max_num_queries(2):
        expand_db_html(text)
    assert Site.objects.count() == 5
