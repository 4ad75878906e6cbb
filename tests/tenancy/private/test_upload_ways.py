"""Every way by which people upload: pictures come in bare, files that are not what they say are refused at the
field."""

import io
import json
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile

from cms.core.models import SchoolDocument, SchoolImage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user, pictures
from tests.factories.files import docx, make_file, pdf
from tests.factories.storage import stored

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00\x03" + b"\0" * 200
PICTURE = {"title": "Ảnh", "description": "Một ảnh", "pupil_consent": "obtained"}


def photo(name="em-hoa.jpg", **options):
    return SimpleUploadedFile(name, pictures.jpeg(**options), "image/jpeg")


@pytest.fixture
def editor(a):
    return client_of(make_user(Role.SCHOOL_EDITOR, a))


def several(client, file, kind="image"):
    """The upload of many: the file first, then the form about it."""
    first = client.post(reverse(f"wagtail{kind}s:add_multiple"), {"files[]": file})
    told = first.json()
    number = told.get("uploaded_file_id")
    if number:
        prefix = f"uploaded-{kind}-{number}"
        url = reverse(f"wagtail{kind}s:create_multiple_from_uploaded_{kind}", args=[number])
        client.post(url, {f"{prefix}-{name}": value for name, value in PICTURE.items()})
    return told


def chooser(client, file, kind="image"):
    prefix = f"{kind}-chooser-upload"
    data = {f"{prefix}-{name}": value for name, value in {**PICTURE, "file": file}.items()}
    return client.post(reverse(f"wagtail{kind}s_chooser:create"), data)


def replaced(client, file):
    image = SchoolImage.objects.get()
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), {**PICTURE, "file": file})


class TestPictures:
    @pytest.mark.parametrize("way", ["form", "several", "chooser", "replace"])
    def test_they_come_in_bare(self, editor, way):
        if way in ("form", "replace"):
            editor.post(reverse("wagtailimages:add"), {**PICTURE, "file": photo()})
        if way == "several":
            several(editor, photo())
        if way == "chooser":
            chooser(editor, photo())
        if way == "replace":
            replaced(editor, photo(orientation=6))
        image = SchoolImage.objects.get()
        assert image.pupil_consent == "obtained"
        content = stored(image.file.name)
        assert pictures.leaks(content) == []
        assert image.file_size == len(content)
        assert pictures.leaks(stored(image.get_rendition("width-30").file.name)) == []
        assert not UploadedFile.objects.exists()

    def test_several_ask_too_and_preset_nothing(self, editor):
        form = editor.post(reverse("wagtailimages:add_multiple"), {"files[]": photo()}).json()["form"]
        radios = [part.split(">")[0] for part in form.split("<input")[1:] if "pupil_consent" in part.split(">")[0]]
        assert len(radios) == 3
        assert not any("checked" in radio for radio in radios)

    @pytest.mark.parametrize("content", [HTML, b"\xff\xd8\xff\xe0", pictures.jpeg()[:300], pictures.jpeg()[:-200]])
    def test_what_is_no_whole_picture_is_told_at_the_field(self, editor, content):
        sent = editor.post(reverse("wagtailimages:add"), {**PICTURE, "file": SimpleUploadedFile("a.jpg", content)})
        assert sent.status_code == 200
        assert sent.context["form"].errors["file"]
        told = several(editor, SimpleUploadedFile("a.jpg", content))
        assert told["error_message"]
        assert chooser(editor, SimpleUploadedFile("a.jpg", content)).json()["step"] == "reshow_creation_form"
        assert not SchoolImage.objects.exists()

    def test_pictures_too_large_to_open(self, editor):
        out = io.BytesIO()
        Image.new("1", (8_000, 8_000)).save(out, "PNG")
        sent = editor.post(
            reverse("wagtailimages:add"), {**PICTURE, "file": SimpleUploadedFile("a.png", out.getvalue())}
        )
        assert "file" in sent.context["form"].errors

    @pytest.mark.parametrize("name", ["a.svg", "a.html", "a.jpg.svg", "a.heic"])
    def test_other_kinds_are_refused(self, editor, name):
        content = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        sent = editor.post(reverse("wagtailimages:add"), {**PICTURE, "file": SimpleUploadedFile(name, content)})
        assert "file" in sent.context["form"].errors

    @pytest.mark.parametrize("name", ["ả" * 300 + ".jpg", "a\0b.jpg", "../../a.jpg", "‮gpj.jpg", ".jpg", "🙂.jpg"])
    def test_strange_names(self, editor, name):
        sent = editor.post(reverse("wagtailimages:add"), {**PICTURE, "file": photo(name)})
        assert sent.status_code in (200, 302)
        told = several(editor, photo(name))
        assert told["success"] in (True, False)
        for image in SchoolImage.objects.all():
            assert image.file.name.startswith("original_images/")
            assert stored(image.file.name)


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "content"), [("a.pdf", HTML), ("a.docx", PROGRAM), ("a.txt", HTML), ("a.zip", b"x")]
    )
    def test_refused_at_the_field_by_every_way(self, editor, name, content):
        def file():
            return SimpleUploadedFile(name, content)

        sent = editor.post(reverse("wagtaildocs:add"), {"title": "Tệp", "file": file()})
        assert sent.status_code == 200
        words = str(sent.context["form"].errors["file"])
        assert "." + name.split(".")[1] in words
        told = editor.post(reverse("wagtaildocs:add_multiple"), {"files[]": file()}).json()
        assert told["success"] is False
        assert "." + name.split(".")[1] in told["error_message"]
        prefix = "document-chooser-upload"
        chosen = editor.post(reverse("wagtaildocs_chooser:create"), {f"{prefix}-title": "x", f"{prefix}-file": file()})
        assert chosen.json()["step"] == "reshow_creation_form"
        assert not SchoolDocument.objects.exists()
        assert not UploadedFile.objects.exists()

    def test_a_file_is_not_exchanged_for_another_kind(self, editor, a):
        document = make_file(pdf("Mot"), "pdf", collection=a.collection)
        name = document.file.name
        url = reverse("wagtaildocs:edit", args=[document.pk])
        sent = editor.post(url, {"title": "x", "file": SimpleUploadedFile("b.pdf", HTML)})
        assert "file" in sent.context["form"].errors
        assert SchoolDocument.objects.get().file.name == name
        assert stored(name)
        assert editor.post(url, {"title": "x", "file": SimpleUploadedFile("b.docx", docx("Một"))}).status_code == 302
        assert editor.post(url, {"title": "Tên mới"}).status_code == 302  # without a new file

    def test_digits_of_another_script_lead_nowhere(self, a):
        """They would lead past our view to Wagtail's, which lets proxies keep the file and opens no sandbox for it."""
        document = make_file(b"x", "txt", collection=a.collection)
        reader = client_of(make_user(Role.SCHOOL_EDITOR, a), a.site.hostname)
        strange = str(document.pk).translate({ord("0") + digit: 0x660 + digit for digit in range(10)})
        assert reader.get(document.url).status_code == 200
        assert reader.get(document.url.replace(f"/{document.pk}/", f"/{strange}/")).status_code == 404

    def test_a_name_does_not_tell_that_another_school_has_such_a_file(self, a, b):
        """A name that is taken gets letters added, and the uploader sees the name."""
        stem, names = uuid4().hex, []  # a bucket outlives the test
        for school in (a, b, b):
            client = client_of(make_user(Role.SCHOOL_EDITOR, school))
            client.post(
                reverse("wagtaildocs:add"), {"title": "x", "file": SimpleUploadedFile(f"{stem}.pdf", pdf("Mot"))}
            )
            client.post(reverse("wagtailimages:add"), {**PICTURE, "file": photo(f"{stem}.jpg")})
            rows = [model.objects.filter(school=school).latest("pk") for model in (SchoolDocument, SchoolImage)]
            names.append([row.filename for row in rows])
        assert names[0] == names[1] == [f"{stem}.pdf", f"{stem}.jpg"]
        assert names[2][0] != names[1][0]  # the own ones are told apart

    def test_scripts_cannot_either(self):
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError):
            make_file(HTML, "pdf")
        assert not SchoolDocument.objects.exists()

    @pytest.mark.parametrize("name", ["ả" * 300 + ".pdf", "a\0b.pdf", "../../a.pdf", "🙂.pdf"])
    def test_strange_names(self, editor, name):
        sent = editor.post(reverse("wagtaildocs:add"), {"title": "Tệp", "file": SimpleUploadedFile(name, pdf("Mot"))})
        assert sent.status_code in (200, 302)
        for document in SchoolDocument.objects.all():
            assert stored(document.file.name)

    @pytest.mark.parametrize(
        ("kind", "content"), [("pdf", pdf("Mot")), ("txt", b"a < b"), ("mp4", b"\0\0\0\x18ftypisom")]
    )
    def test_how_they_are_given_out(self, a, kind, content):
        document = make_file(content, kind, collection=a.collection)
        assert Client(headers={"host": a.site.hostname}).get(document.url).status_code == 404  # no page shows it
        reader = client_of(make_user(Role.SCHOOL_EDITOR, a), a.site.hostname)
        answer = reader.get(document.url)
        assert answer.status_code == 200
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        shown = kind == "pdf"
        assert answer.get("Content-Disposition", "inline").startswith("inline" if shown else "attachment")
        assert ("sandbox" in answer["Content-Security-Policy"]) is not shown
        again = reader.get(document.url, headers={"if-none-match": answer["ETag"]}) if "ETag" in answer else None
        assert again is None or again.status_code == 304


LONG = "a" * 300


@pytest.mark.parametrize(
    "path",
    [
        f"/media/images/{LONG}.png",
        "/media/images/%00.png",
        "/media/images/a%00/../b.png",
        "/media/images/%ff%fe.png",
        "/media/images/%ED%A0%80.png",
        "/media/images/../original_images/a.png",
        "/media/images/..%2foriginal_images/a.png",
        "/media/images/",
        "/media/images",
        f"/media/{LONG}",
        f"/private-images/1/{LONG}",
        "/private-images/1/%00",
        "/private-images/99999999999999999999/a.png",
        f"/documents/1/{LONG}.pdf",
        "/documents/1/%00.pdf",
        "/documents/99999999999999999999/a.pdf",
        f"/documents/{'9' * 400}/a.pdf",
    ],
)
def test_addresses_that_nothing_can_have(a, path):
    assert Client(headers={"host": a.site.hostname}).get(path, follow=True).status_code == 404


def test_json_of_the_chooser_is_json(editor):
    """The preview's address is one that its people may open."""
    told = json.loads(chooser(editor, photo()).content)
    assert told["step"] == "chosen"
    assert editor.get(told["result"]["preview"]["url"], headers={"host": "cong.localhost"}).status_code in (200, 404)
