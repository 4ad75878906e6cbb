"""Pictures from before: bared where they lie, sized pictures gone, on local files and in a bucket."""

import re
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Collection, UploadedFile
from wagtail.utils.file import hash_filelike

from cms.core.media.stored_pictures import _overwrite
from cms.core.models import Rendition, SchoolImage
from tests.factories import make_office, pictures
from tests.factories.pages import make_image
from tests.factories.storage import open_bucket, public_status, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(db):
    make_office()  # the host of the media
    open_bucket()


def from_before(kind="jpg"):
    """A picture and its sized one as the version before stored them: by their own names, with all that they tell."""
    image = make_image("Giờ chơi")
    content = pictures.MAKERS[kind]()
    original = default_storage.save(f"original_images/em-hoa.{kind}", ContentFile(content))
    sized = default_storage.save(f"images/em-hoa.fill-20x20.{kind}", ContentFile(content))
    SchoolImage.objects.filter(pk=image.pk).update(file=original, file_size=len(content), file_hash="x")
    Rendition.objects.bulk_create([Rendition(image=image, filter_spec="fill-20x20", file=sized, width=20, height=20)])
    return SchoolImage.objects.get(pk=image.pk), sized


def clean(**options):
    out = StringIO()
    call_command("clean_pictures", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", pictures.MAKERS)
def test_nothing_is_left_that_tells(kind):
    image, sized = from_before(kind)
    assert pictures.leaks(stored(image.file.name))
    assert public_status(sized) == 200
    clean()
    content = stored(image.file.name)  # under its own name, no copy beside it
    assert pictures.leaks(content) == []
    assert public_status(sized) in (403, 404)
    row = SchoolImage.objects.get()
    assert row.file_size == len(content)
    with row.open_file() as file:
        assert row.file_hash == hash_filelike(file)
    again = row.get_rendition("fill-20x20").file.name
    assert re.fullmatch(r"images/[0-9a-f]{32}\.\w+", again)
    assert pictures.leaks(stored(again)) == []
    clean()
    assert SchoolImage.objects.get().renditions.get().file.name == again  # the second time there is nothing to do


def test_counting_changes_nothing():
    image, sized = from_before()
    before = stored(image.file.name)
    clean(dry_run=True)
    assert stored(image.file.name) == before
    assert public_status(sized) == 200


def test_it_goes_on_where_it_was_stopped(monkeypatch):
    images = [from_before()[0] for _ in range(3)]
    done = []

    def killed(storage, name, data):
        if len(done) == 1:
            raise KeyboardInterrupt
        _overwrite(storage, name, data)
        done.append(name)

    with monkeypatch.context() as bad:
        bad.setattr("cms.core.media.stored_pictures._overwrite", killed)
        with pytest.raises(KeyboardInterrupt):
            clean()
    assert [bool(pictures.leaks(stored(image.file.name))) for image in images] == [False, True, True]
    clean(after=images[0].pk)
    assert not any(pictures.leaks(stored(image.file.name)) for image in images)


def test_lost_and_broken_files_are_named_and_stop_nothing():
    broken, lost, whole = (from_before()[0] for _ in range(3))
    _overwrite(default_storage, broken.file.name, b"nothing")
    default_storage.delete(lost.file.name)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("clean_pictures", stdout=out, stderr=out)
    assert broken.file.name in out.getvalue()
    assert lost.file.name in out.getvalue()
    assert pictures.leaks(stored(whole.file.name)) == []


def test_forgotten_files_go_and_the_others_stay(monkeypatch):
    from cms.core.jobs import registry

    image = make_image("x")
    kept = image.get_rendition("fill-20x20").file.name
    forgotten = [
        default_storage.save(f"{folder}/0123.png", ContentFile(b"x")) for folder in ("images", "private_images")
    ]
    upload = UploadedFile.objects.create(file=ContentFile(pictures.jpeg(), "anh.jpg"))
    sweep = registry.get_job("sweep_pictures").run
    sweep()
    assert all(map(default_storage.exists, [*forgotten, upload.file.name]))  # they may be in the making
    later = timezone.now() + timezone.timedelta(days=8)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    sweep()
    assert not any(map(default_storage.exists, [*forgotten, upload.file.name]))
    assert not UploadedFile.objects.exists()
    assert default_storage.exists(kept)
    assert default_storage.exists(image.file.name)


@pytest.mark.parametrize("way", ["create", "save", "bulk_create", "field", "replace"])
def test_whoever_saves(way):
    """Scripts and imports as well as forms."""
    file = ContentFile(pictures.jpeg(orientation=6), "em-hoa.jpg")
    root = Collection.get_first_root_node()
    fields = {"title": "x", "collection": root, "width": 64, "height": 40}
    if way == "create":
        SchoolImage.objects.create(file=file, **fields)
    elif way == "save":
        SchoolImage(file=file, **fields).save()
    elif way == "bulk_create":
        SchoolImage.objects.bulk_create([SchoolImage(file=file, **fields)])
    elif way == "field":
        image = SchoolImage(**fields)
        image.file.save("em-hoa.jpg", file, save=True)
    else:
        image = make_image("x")
        image.file = file
        image.save()
    image = SchoolImage.objects.get()
    content = stored(image.file.name)
    assert pictures.leaks(content) == []
    if way != "bulk_create":
        assert image.file_size == len(content)
        with image.open_file() as stream:
            assert image.file_hash == hash_filelike(stream)
    sized = image.get_rendition("width-30")
    assert sized.width < sized.height  # turned as the camera was held
    assert pictures.leaks(stored(sized.file.name)) == []
