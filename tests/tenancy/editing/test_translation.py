"""A page gets an English version in the admin and is served under /en/; nothing is copied by itself."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, StringSegment, StringTranslation, Translation

from cms.home.models import StandardPage
from cms.legal.models import LegalEducationSectionPage
from cms.tenancy import grants
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(school):
    page = school.home_page.add_child(instance=StandardPage(title="Nội quy", slug="noi-quy", intro="Điều cần nhớ"))
    page.save_revision().publish()
    return page


@pytest.fixture
def english(school):
    return Locale.objects.get(language_code="en")


def public(school, path):
    return Client(headers={"host": school.site.hostname}).get(path)


def submit(client, page, locale, **data):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(url, {"locales": [locale.pk], **data})


def translate(client, page, translation):
    """Fill every string in the translation editor and publish."""
    for segment in StringSegment.objects.filter(source=translation.source):
        url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        client.put(url, f"value=EN-{segment.string.data}", content_type="application/x-www-form-urlencoded")
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})


def test_two_locales_vietnamese_first():
    locales = grants.ensure_locales()
    assert list(locales) == ["vi", "en"]
    assert Locale.get_default() == locales["vi"]
    assert grants.ensure_locales() == locales


def test_nothing_is_copied_by_itself(school, page, english):
    assert not LocaleSynchronization.objects.exists()
    page.title = "Nội quy mới"
    page.save_revision().publish()
    assert not Page.objects.filter(locale=english).exists()
    assert public(school, "/en/noi-quy/").url == "/noi-quy/"


def test_an_approver_translates_a_page_and_its_home(school, page, english, django_capture_on_commit_callbacks):
    client = client_of(make_user(Role.SCHOOL_APPROVER, school))
    home = school.home_page.specific
    with django_capture_on_commit_callbacks(execute=True):
        assert submit(client, home, english).status_code == 302
        assert submit(client, page, english).status_code == 302
    home_en, page_en = home.get_translation(english), page.get_translation(english)
    assert not page_en.live  # a draft until somebody has translated it
    assert public(school, "/en/noi-quy/").url == "/noi-quy/"
    assert public(school, "/en/").url == "/"
    assert {p.pk for p in Page.objects.filter(locale=english)} == {home_en.pk, page_en.pk}
    for target in (home_en, page_en):
        translation = Translation.objects.get(source__object_id=target.translation_key)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            translate(client, target, translation)
    page_en.refresh_from_db()
    assert StringTranslation.objects.filter(locale=english).exists()
    assert page_en.live
    assert page_en.title == "EN-Nội quy"
    served = public(school, f"/en/{page_en.slug}/")
    assert served.status_code == 200
    assert "EN-Nội quy" in served.content.decode()
    vietnamese = public(school, "/noi-quy/")
    assert vietnamese.status_code == 200
    assert "EN-Nội quy" not in vietnamese.content.decode()


def test_the_parents_of_a_translated_page_do_not_show_in_english(
    school, page, english, django_capture_on_commit_callbacks
):
    client = client_of(make_user(Role.SCHOOL_APPROVER, school))
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, page, english)
        page_en = page.get_translation(english)
        translate(client, page_en, Translation.objects.get(source__object_id=page.translation_key))
    page_en.refresh_from_db()
    assert public(school, f"/en/{page_en.slug}/").status_code == 200
    assert school.home_page.get_translation(english).alias_of_id  # made by wagtail-localize, still Vietnamese
    assert public(school, "/en/").url == "/"
    assert '/en/"' not in public(school, "/").content.decode()
    addresses = public(school, "/sitemap.xml").content.decode()
    assert f"/en/{page_en.slug}/<" in addresses
    assert "/en/<" not in addresses


def test_a_translated_section_keeps_its_address(school, english, django_capture_on_commit_callbacks):
    section = LegalEducationSectionPage.objects.descendant_of(school.home_page).get()
    client = client_of(make_user(Role.SCHOOL_ADMIN, school))
    with django_capture_on_commit_callbacks(execute=True):
        submit(client, school.home_page, english)
        submit(client, section, english)
    target = section.get_translation(english)
    with django_capture_on_commit_callbacks(execute=True):
        translate(client, target, Translation.objects.get(source__object_id=target.translation_key))
    target.refresh_from_db()
    assert target.live
    assert target.title == f"EN-{section.title}"
    assert target.slug == section.slug


def test_who_may_translate_what(school, page, english, b):
    other = b
    for role, place, status in (
        (Role.SCHOOL_APPROVER, other, 404), (Role.SCHOOL_ADMIN, other, 404), (Role.OFFICE_LIBRARIAN, None, 404),
        (Role.SCHOOL_EDITOR, school, 403),
    ):  # fmt: skip
        response = submit(client_of(make_user(role, place)), page, english)
        assert response.status_code == status
        assert not Page.objects.filter(locale=english).exists()
    missing = client_of(make_user(Role.SCHOOL_ADMIN, other)).get(
        reverse("wagtail_localize:submit_page_translation", args=[999_999])
    )
    assert missing.status_code == 404
    anonymous = Client(headers={"host": "cong.localhost"})
    response = anonymous.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
    assert response.url.startswith("/admin/login/")


def test_another_schools_translation_cannot_be_updated(school, page, english, django_capture_on_commit_callbacks, b):
    with django_capture_on_commit_callbacks(execute=True):
        submit(client_of(make_user(Role.OFFICE_ADMIN)), school.home_page, english)
        submit(client_of(make_user(Role.SCHOOL_APPROVER, school)), page, english)
    source = Translation.objects.get(source__object_id=page.translation_key).source
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert client_of(make_user(Role.SCHOOL_APPROVER, b)).get(url).status_code == 404
    assert client_of(make_user(Role.SCHOOL_APPROVER, school)).get(url).status_code == 200
