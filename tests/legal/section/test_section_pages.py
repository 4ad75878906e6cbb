"""The section's pages at two schools: own items only, filters, paging, constant numbers of queries."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core import versions
from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import SLOTS
from cms.legal.models import (
    LegalLinksPage,
    LegalMaterialPage,
    LegalNewsIndexPage,
    LegalNewsPage,
    QuestionPage,
    TrainingPage,
)
from tests.factories import make_office, make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page, only_page

pytestmark = pytest.mark.django_db

SECTION = "/pho-bien-giao-duc-phap-luat/"
NEWS, MATERIALS, QUESTIONS = SECTION + "tin-tuc-hoat-dong/", SECTION + "tai-lieu/", SECTION + "hoi-dap/"
TRAINING, DOCUMENTS, LINKS = SECTION + "tap-huan/", SECTION + "van-ban-phap-luat-moi/", SECTION + "lien-ket/"
ITEMS = {
    LegalNewsPage: NEWS,
    LegalMaterialPage: MATERIALS,
    QuestionPage: QUESTIONS,
    TrainingPage: TRAINING + "?when=past",
}


@pytest.fixture
def get():
    client = Client(headers={"host": "th-mau-a.localhost"})

    def fetch(path):
        response = client.get(path)
        assert response.status_code == 200, path
        return response

    return fetch


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("model", ITEMS, ids=lambda model: model.__name__)
def test_lists_show_own_live_public_items_only(a, b, get, model):
    own = make_page(model, a, "Việc của A")
    make_page(model, b, "Việc của B")
    make_page(model, a, "Bản nháp của A", live=False)
    secret = make_page(model, a, "Trang riêng của A")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    response = get(ITEMS[model])
    assert response.context["page_of"].total == 1
    for path in (ITEMS[model], SECTION):
        html = text(get(path))
        assert own.title in html
        assert "Việc của B" not in html
        assert "Bản nháp của A" not in html
        assert "Trang riêng của A" not in html


@pytest.mark.parametrize("model", ITEMS, ids=lambda model: model.__name__)
def test_an_item_opens_with_its_path_above(a, get, model):
    page = make_page(model, a, "Một trang")
    path = page.url_path.removeprefix("/th-mau-a")
    html = text(get(path))
    assert "Một trang" in html
    assert f'href="{SECTION}"' in html


def test_counts_stand_beside_the_fixed_pages(a, b, get):
    for model in (LegalNewsPage, LegalNewsPage, QuestionPage):
        make_page(model, a)
    make_page(LegalNewsPage, b)
    make_page(LegalNewsPage, a, live=False)
    make_document()
    links = only_page(LegalLinksPage, a)
    links.links = [("link", {"text": "Cổng", "page": None, "url": "https://phapluat.gov.vn/", "note": ""})]
    links.save()
    counts = {item.key: item.count for item in get(SECTION).context["section_nav"]}
    assert counts == {
        "newdocumentspage": 1,
        "legalnewsindexpage": 2,
        "materialindexpage": 0,
        "questionindexpage": 1,
        "trainingindexpage": 0,
        "legallinkspage": 1,
    }
    assert "https://phapluat.gov.vn/" in text(get(LINKS))


def test_a_link_to_a_draft_is_left_out(a, get):
    office = make_office()
    draft, public = make_page(LegalNewsPage, office, "Nháp", live=False), make_page(LegalNewsPage, office, "Mở")
    links = only_page(LegalLinksPage, a)
    links.links = [
        ("link", {"text": "Trang nháp", "page": draft, "url": "", "note": ""}),
        ("link", {"text": "Trang mở", "page": public, "url": "", "note": ""}),
    ]
    links.save()
    html = text(get(LINKS))
    assert "Trang nháp" not in html
    assert f'href="http://cong.localhost{NEWS}{public.slug}/"' in html


def test_news_by_year(a, get):
    old = make_page(LegalNewsPage, a, "Tin năm cũ", date=datetime.date(2024, 11, 9))
    new = make_page(LegalNewsPage, a, "Tin năm nay", date=datetime.date(2026, 11, 9))
    response = get(NEWS)
    assert [choice.value for choice in response.context["years"]] == ["", "2026", "2024"]
    assert [card.title for card in response.context["page_of"]] == [new.title, old.title]
    assert [card.title for card in get(NEWS + "?year=2024").context["page_of"]] == [old.title]
    for nonsense in ("1999", "abc", "2024'", "-1", "٢٠٢٤"):
        assert get(f"{NEWS}?year={nonsense}").context["page_of"].total == 2


@pytest.mark.parametrize("raw", ["abc", "-3", "0", "1.5", "9" * 30, "٣"])
def test_a_bad_page_number_is_the_first_page(a, get, raw):
    for _ in range(13):
        make_page(LegalNewsPage, a)
    assert get(f"{NEWS}?page={raw}").context["page_of"].number == 1


def test_a_page_number_past_the_end_is_the_last_page(a, get):
    for _ in range(13):
        make_page(LegalNewsPage, a)
    found = get(f"{NEWS}?page=99").context["page_of"]
    assert (found.number, len(found)) == (2, 1)


def test_materials_by_kind_and_audience(a, get):
    for kind, audience in (("leaflet", "parents"), ("leaflet", "pupils"), ("video", "parents"), ("quiz", "")):
        make_page(LegalMaterialPage, a, f"{kind} cho {audience}", kind=kind, audience=audience)

    def titles(query):
        return {card.title for card in get(MATERIALS + query).context["page_of"]}

    assert titles("?kind=leaflet") == {"leaflet cho parents", "leaflet cho pupils"}
    assert titles("?kind=leaflet&audience=parents") == {"leaflet cho parents"}
    assert titles("?kind=quiz&audience=parents") == set()
    assert len(titles("?kind=nonsense&audience=%27")) == 4
    context = get(MATERIALS + "?audience=parents").context
    assert {choice.value: choice.count for choice in context["kinds"]} == {"leaflet": 1, "video": 1}


def test_training_coming_and_past(a, get):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    make_page(TrainingPage, a, "Hôm qua", starts_on=today - day)
    make_page(TrainingPage, a, "Đang mở", starts_on=today - 3 * day, ends_on=today + day)
    make_page(TrainingPage, a, "Hôm nay", starts_on=today)
    make_page(TrainingPage, a, "Tuần sau", starts_on=today + 7 * day)

    def titles(query):
        return [card.title for card in get(TRAINING + query).context["page_of"]]

    assert titles("") == ["Đang mở", "Hôm nay", "Tuần sau"]
    assert titles("?when=past") == ["Hôm qua"]
    assert titles("?when=nonsense") == ["Đang mở", "Hôm nay", "Tuần sau"]


def test_training_cannot_end_before_it_begins(a):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="ends_on"):
        make_page(TrainingPage, a, "Lùi", starts_on=today, ends_on=today - datetime.timedelta(days=1))


def test_new_documents_by_level_and_month(a, get):
    today = timezone.localdate()
    fresh = make_document("11/2026/NĐ-CP", type_name="Nghị định", issuers=("Chính phủ",), issued_on=today)
    sector = make_document("12/2024/TT-BGDĐT")
    make_document("13/2026/TT-BGDĐT", confidential=True, issued_on=today)
    make_document("14/2026/TT-BGDĐT", live=False, issued_on=today)
    context = get(DOCUMENTS).context
    assert [group.code for group in context["groups"]] == ["central", "province", "local", "education"]
    assert {group.code: group.count for group in context["groups"]} == {
        "central": 1,
        "province": 0,
        "local": 0,
        "education": 1,
    }
    assert [document.pk for document in context["this_month"]] == [fresh.pk]
    html = text(get(DOCUMENTS))
    for shown in (fresh, sector):
        assert shown.number_raw in html
        assert shown.get_absolute_url() in html
    assert "13/2026" not in html
    assert "14/2026" not in html


def test_an_article_names_the_public_documents_it_cites_in_order(a, get):
    shown = [make_document(title="Văn bản thứ nhất"), make_document(title="Văn bản thứ hai")]
    hidden = make_document(title="Văn bản mật", confidential=True)
    page = make_page(LegalNewsPage, a)
    links = LegalNewsPage.document_links.rel.related_model
    for order, document in enumerate([shown[1], hidden, shown[0]]):
        links.objects.create(page=page, document=document, sort_order=order)
    response = get(NEWS + page.slug + "/")
    assert [document.pk for document in response.context["cited"]] == [shown[1].pk, shown[0].pk]
    assert "Văn bản mật" not in text(response)


def test_older_and_newer_stay_inside_the_list_of_the_school(a, b, get):
    days = [datetime.date(2026, 3, day) for day in (1, 2, 2, 3)]
    pages = [make_page(LegalNewsPage, a, date=day) for day in days]
    make_page(LegalNewsPage, b, date=days[1])
    make_page(LegalNewsPage, a, date=days[1], live=False)

    def around(page):
        context = get(NEWS + page.slug + "/").context
        return [card.title if card else None for card in (context["older"], context["newer"])]

    titles = [page.title for page in pages]
    assert around(pages[0]) == [None, titles[1]]
    assert around(pages[1]) == [titles[0], titles[2]]
    assert around(pages[2]) == [titles[1], titles[3]]
    assert around(pages[3]) == [titles[2], None]


def test_pictures_of_pupils_without_consent_are_not_shown(a, get):
    missing = make_image("Giờ chơi", pupil_consent="missing")
    body = [
        ("image", {"image": missing, "caption": "Chú thích bị giữ"}),
        ("gallery", {"title": "", "images": [{"image": missing, "caption": "Chú thích trong bộ ảnh"}]}),
    ]
    page = make_page(LegalNewsPage, a, image=missing, body=body)
    for place in SLOTS:
        sized_pictures.make_renditions.func(missing.pk, place)
    for path in (NEWS, SECTION, NEWS + page.slug + "/"):
        html = text(get(path))
        assert "/media/images/" not in html
        assert "Chú thích" not in html
    missing.pupil_consent = "obtained"
    missing.save()
    sized_pictures.make_base_rendition(missing.pk)  # as the form does
    html = text(get(NEWS + page.slug + "/"))
    assert html.count("<img") >= 3
    assert "Chú thích bị giữ" in html


def test_an_editor_is_told_in_the_preview_that_a_picture_is_held_back(a):
    missing = make_image("Giờ chơi", pupil_consent="missing")
    page = make_page(LegalNewsPage, a, image=missing)
    response = page.make_preview_request()
    assert response.status_code == 200
    html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
    assert "alert--warning" in html
    assert "/media/images/" not in html


def test_a_film_is_not_loaded_before_a_click(a, get):
    film = "https://www.youtube.com/watch?v=abcdefghijk"
    page = make_page(LegalMaterialPage, a, kind="video", video_url=film)
    html = text(get(MATERIALS + page.slug + "/"))
    assert "<iframe" not in html
    assert f'href="{film}"' in html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk"' in html


def measured(get, path) -> int:
    """Queries of a page whose renditions, frame and roots are there already."""
    versions.forget_known()  # the test's own open transaction would otherwise read everything anew
    get(path)
    versions.forget_known()
    with CaptureQueriesContext(connection) as queries:
        get(path)
    return len(queries)


def test_the_number_of_queries_does_not_grow(a, get):
    image = make_image()
    for place in SLOTS:
        sized_pictures.make_renditions.func(image.pk, place)
    links = QuestionPage.document_links.rel.related_model

    def fill(count):
        for _ in range(count):
            document = make_document(issued_on=timezone.localdate())
            make_page(LegalNewsPage, a, image=image)
            make_page(LegalMaterialPage, a, image=image)
            links.objects.create(page=make_page(QuestionPage, a), document=document)
            make_page(TrainingPage, a, starts_on=timezone.localdate())

    def queries() -> dict[str, int]:
        return {path: measured(get, path) for path in (SECTION, NEWS, MATERIALS, QUESTIONS, TRAINING, DOCUMENTS, LINKS)}

    fill(3)
    few = queries()
    fill(8)
    assert queries() == few
    for code in "CDE":
        make_school(code)
    assert queries() == few


def test_an_article_costs_the_same_among_many(a, get):
    page = make_page(LegalNewsPage, a)
    path = NEWS + page.slug + "/"
    for _ in range(3):
        make_page(LegalNewsPage, a)
    few = measured(get, path)
    for _ in range(9):
        make_page(LegalNewsPage, a)
    assert measured(get, path) == few


def test_lists_read_no_bodies(a, get):
    make_page(LegalNewsPage, a, body=[("text", "<p>Thân bài dài</p>")])
    get(NEWS)
    with CaptureQueriesContext(connection) as queries:
        get(NEWS)
    assert not [query["sql"] for query in queries if '"legal_legalnewspage"."body"' in query["sql"]]


def test_the_index_of_another_school_is_not_ours(a, b):
    index = only_page(LegalNewsIndexPage, b)
    client = Client(headers={"host": "th-mau-a.localhost"})
    assert client.get(index.url_path).status_code == 404
