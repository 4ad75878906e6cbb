"""Sizes of pictures: made by who brings a picture in and by the worker, shown as far as they are there."""

import io
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import Context, Template
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.images.forms import get_image_form

from cms.core import versions
from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import BASE, FORMATS, LISTED, SHARED, SLOTS
from cms.core.models import Rendition, SchoolImage
from cms.home.models import NewsPage
from cms.legal.section import listings
from cms.tenancy.private.forms import ImageForm
from tests.factories import make_superuser, pictures
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db


def draw(source, **context):
    return Template("{% load pictures %}" + source).render(Context(context))


def card(image, place="card"):
    return draw(f'{{% picture image "{place}" %}}', image=SchoolImage.objects.get(pk=image.pk))


def asked():
    return sorted(
        tuple(row.args_kwargs["args"]) for row in DBTaskResult.objects.filter(task_path__endswith=".make_renditions")
    )


@pytest.fixture
def image():
    return make_image(width=1600, height=1000)


@pytest.mark.parametrize("consent", SchoolImage.PupilConsent)
def test_who_brings_a_picture_in_makes_the_base(consent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(pupil_consent=consent)
    made = [row.filter_spec for row in image.renditions.all()]
    assert made == ([BASE] if consent in SchoolImage.SHOWN else [])
    assert bool(card(image)) == (consent in SchoolImage.SHOWN)


def test_a_page_makes_no_size_and_asks_for_what_it_misses(image, django_capture_on_commit_callbacks):
    sized_pictures.make_base_rendition(image.pk)
    for _visit in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            text = card(image)
            draw("{% picture_url image %}", image=image)
    assert Rendition.objects.count() == 1
    assert asked() == [(image.pk, "card"), (image.pk, SHARED)]  # once, however many visitors come
    assert "srcset" not in text
    assert image.renditions.get().file.name in text  # S3 signs each address anew
    assert 'height="675"' in text  # the place's shape, not the base's
    assert 'width="1200"' in text


def test_the_worker_makes_what_the_place_wants(image):
    sized_pictures.make_renditions.func(image.pk, "card")
    text = card(image)
    assert re.findall(r'type="([^"]+)"', text) == ["image/avif", "image/webp"]
    assert re.findall(r"\d+w", text) == ["320w", "640w", "1200w"] * 2
    assert f'sizes="{SLOTS["card"].sizes}"' in text
    for row in image.renditions.all():
        with default_storage.open(row.file.name) as file, Image.open(file) as seen:
            assert seen.format == {"avif": "AVIF", "webp": "WEBP", "jpeg": "JPEG"}[row.filter_spec.rpartition("-")[2]]
            assert seen.size == (row.width, row.height)
    before = set(image.renditions.values_list("file", flat=True))
    sized_pictures.make_renditions.func(image.pk, "card")
    assert set(image.renditions.values_list("file", flat=True)) == before


def test_a_format_that_is_not_complete_is_not_offered(image):
    sized_pictures.make_renditions.func(image.pk, "card")
    image.renditions.get(filter_spec="fill-640x360|format-avif").delete_file()
    text = card(image)
    assert "avif" not in text
    assert text.count("image/webp") == 1


def test_nothing_is_made_larger_than_the_picture():
    small = make_image(width=500, height=400)
    sized_pictures.make_renditions.func(small.pk, "card")
    sizes = sorted((row.width, row.height) for row in small.renditions.filter(filter_spec__contains="avif"))
    assert sizes == [(320, 180), (500, 282)]
    assert "srcset" in card(small)


def test_sizes_tell_nothing_that_cameras_wrote():
    image = make_image()
    data = pictures.jpeg()
    assert pictures.leaks(data)
    image.file.storage.delete(image.file.name)
    image.file.storage.save(image.file.name, ContentFile(data))  # as if it had come in by another door
    for place in SLOTS:
        sized_pictures.make_renditions.func(image.pk, place)
    for row in image.renditions.all():
        with default_storage.open(row.file.name) as file:
            assert pictures.leaks(file.read()) == []


@pytest.mark.parametrize("consent", ["unsaid", "missing"])
def test_the_worker_makes_nothing_of_what_may_not_be_shown(image, consent):
    SchoolImage.objects.filter(pk=image.pk).update(pupil_consent=consent)
    for wanted in (*SLOTS, SHARED):
        sized_pictures.make_renditions.func(image.pk, wanted)
    sized_pictures.make_base_rendition(image.pk)
    assert not Rendition.objects.exists()


def test_a_picture_withdrawn_while_the_worker_makes_it(image, django_capture_on_commit_callbacks, monkeypatch):
    """Somebody says so between two sizes: none of them stays in public."""
    whole = sized_pictures._make_rendition

    def withdrawn(seen, spec):
        made = whole(seen, spec)
        SchoolImage.objects.filter(pk=seen.pk).update(pupil_consent="missing")
        return made

    monkeypatch.setattr(sized_pictures, "_make_rendition", withdrawn)
    with django_capture_on_commit_callbacks(execute=True):
        sized_pictures.make_renditions.func(image.pk, "card")
    assert not Rendition.objects.filter(file__startswith="images/").exists()


def test_what_cannot_be_made_is_left(image, caplog):
    image.file.storage.delete(image.file.name)
    sized_pictures.make_renditions.func(image.pk, "card")
    sized_pictures.make_base_rendition(image.pk)
    assert card(image) == ""
    assert not Rendition.objects.exists()


def test_pages_of_the_school_alone_are_drawn_anew(a, b):
    ours, theirs = a, b
    image = make_image(collection=ours.collection)
    names = [versions.site_version(school.site_id) for school in (ours, theirs)]
    before = dict(versions.Version.objects.values_list("name", "value"))
    sized_pictures.make_renditions.func(image.pk, "row")
    after = dict(versions.Version.objects.values_list("name", "value"))
    assert {name for name in after if after[name] != before.get(name)} == {names[0]}


def test_a_list_asks_for_all_sizes_at_once(django_assert_num_queries, school):
    for _ in range(3):
        image = make_image(width=1600, height=1000, collection=school.collection)
        sized_pictures.make_renditions.func(image.pk, "card")
        make_page(NewsPage, school, image=image)
    listings.build_cards(NewsPage.objects.all(), None)  # the structure is remembered
    with django_assert_num_queries(2):
        cards = listings.build_cards(NewsPage.objects.all(), None)
        text = "".join(draw('{% picture card.image "card" %}', card=one) for one in cards)
    assert text.count("image/avif") == len(cards) == 3


def test_what_a_list_asks_for_is_what_cards_want():
    wanted = {spec for place in ("row", "card", "large", "lead", "cover") for form in FORMATS
              for spec in SLOTS[place].specs(9999, 9999, form)}  # fmt: skip
    assert wanted | {BASE} == set(LISTED)


def test_an_exchanged_file_has_its_base_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image(colour="#FF0000")
    old = image.renditions.get().file.name
    data = io.BytesIO()
    Image.new("RGB", (300, 300), "#0000FF").save(data, "PNG")
    form_class = get_image_form(SchoolImage)
    assert issubclass(form_class, ImageForm)
    fields = {"title": "x", "pupil_consent": "no_pupils", "collection": image.collection_id, "description": "x"}
    form = form_class(fields, {"file": ContentFile(data.getvalue(), "moi.png")}, instance=image, user=make_superuser())
    assert form.is_valid(), form.errors
    with django_capture_on_commit_callbacks(execute=True):
        form.save()
    assert image.renditions.get().file.name != old
    assert not default_storage.exists(old)
