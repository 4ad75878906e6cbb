"""A document in English: title and summary are translated, everything else follows the Vietnamese original."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.legal.models import LegalDocument
from tests.factories import make_superuser
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def get(client, school):
    return lambda path: client.get(path, headers={"host": school.site.hostname})


@pytest.fixture
def original(english):
    return make_document(
        "15/2024/TT-BGDĐT",
        title="Quy chế mẫu",
        summary="Tóm tắt mẫu",
        articles=2,
        signer="Người ký",
        source_url="https://example.vn/15",
    )


def translate(original, english, **strings):
    """Translate through wagtail-localize and publish: {source text: English text}."""
    translate_object(original, [english])
    translation = Translation.objects.get(source__object_id=original.translation_key, target_locale=english)
    segments = translation.source.stringsegment_set.select_related("string", "context")
    for segment in segments:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={
                "data": strings[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    translation.save_target(publish=True)
    return LegalDocument.objects.get(translation_key=original.translation_key, locale=english)


WORDS = {"Quy chế mẫu": "Sample regulation", "Tóm tắt mẫu": "Sample summary"}


def test_translated_and_synchronised_fields(original, english):
    translated = translate(original, english, **WORDS)
    assert (translated.title, translated.summary) == ("Sample regulation", "Sample summary")
    for name in (
        "number_raw",
        "number_norm",
        "slug",
        "issued_on",
        "effective_from",
        "doc_type_id",
        "signer",
        "source_url",
        "level",
        "education",
        "nature",
    ):
        assert getattr(translated, name) == getattr(original, name), name
    assert translated.issuer_names == original.issuer_names
    assert translated.provisions.count() == 0
    assert original.provisions.count() == 2


def test_changes_of_the_original_reach_the_translation(original, english):
    translate(original, english, **WORDS)
    original.effective_to = datetime.date(2025, 1, 1)
    original.number_raw = "16/2024/TT-BGDĐT"
    original.save()
    TranslationSource.objects.get(object_id=original.translation_key).update_from_db()
    Translation.objects.get(source__object_id=original.translation_key).save_target(publish=True)
    translated = LegalDocument.objects.get(locale=english)
    assert translated.effective_to == datetime.date(2025, 1, 1)
    assert translated.slug == "16-2024-tt-bgddt"
    assert translated.title == "Sample regulation"


def test_the_english_page(get, original, english):
    translate(original, english, **WORDS)
    response = get("/en/van-ban/15-2024-tt-bgddt/")
    assert response.status_code == 200
    assert not response.context["untranslated"]
    html = response.content.decode()
    assert "Sample regulation" in html
    assert "Sample summary" in html
    assert 'id="dieu-2"' in html  # the official text, in Vietnamese
    assert '<link rel="canonical" href="http://cong.localhost/en/van-ban/15-2024-tt-bgddt/">' in html
    assert "Sample regulation" not in get("/van-ban/15-2024-tt-bgddt/").content.decode()


def test_other_spellings_stay_in_the_language(get, original):
    assert get("/en/van-ban/15/2024/TT-BGDĐT/")["Location"] == "/en/van-ban/15-2024-tt-bgddt/"


def test_english_lists_show_one_row_with_the_english_title(get, original, english):
    translate(original, english, **WORDS)
    response = get("/en/van-ban/")
    assert [row.number_raw for row in response.context["page_of"].items] == ["15/2024/TT-BGDĐT"]
    assert "Sample regulation" in response.content.decode()
    assert response.content.decode().count("/en/van-ban/15-2024-tt-bgddt/") >= 1


def test_a_translation_that_is_not_live_is_not_shown(get, original, english):
    translated = translate(original, english, **WORDS)
    translated.live = False
    translated.save()
    response = get("/en/van-ban/15-2024-tt-bgddt/")
    assert response.context["untranslated"]
    assert "Sample regulation" not in response.content.decode()


def test_nothing_is_public_when_the_original_is_confidential(get, original, english):
    translate(original, english, **WORDS)
    original.confidential = True
    original.save()
    assert get("/en/van-ban/15-2024-tt-bgddt/").status_code == 404


def test_through_the_admin(client, original, english, school):
    client.force_login(make_superuser())
    client.defaults["HTTP_HOST"] = school.site.hostname
    address = reverse("wagtail_localize:submit_snippet_translation", args=("legal", "legaldocument", original.pk))
    assert client.get(address).status_code == 200
    assert client.post(address, {"locales": [english.pk]}).status_code == 302
    translated = LegalDocument.objects.get(locale=english)
    edit = reverse(LegalDocument.snippet_viewset.get_url_name("edit"), args=[translated.pk])
    response = client.get(edit)
    assert response.status_code == 200
    fields = {segment["contentPath"] for segment in _segments(response)}
    assert fields == {"title", "summary"}


def _segments(response) -> list[dict]:
    import json
    from html import unescape
    from re import DOTALL, search

    raw = search(r'data-props="([^"]*)"', response.content.decode(), DOTALL).group(1)
    return json.loads(unescape(raw))["segments"]
