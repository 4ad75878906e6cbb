"""Files that come with a question: none unless the office says so, and then for the people of the question alone."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.advice.intake import tracking
from cms.advice.models import AdviceRules, Attachment, Question
from cms.advice.workflow import transitions
from cms.advice.workflow.transitions import ExpectedVersion
from cms.tenancy.roles import Role
from tests.advice.conftest import filled, newest, soup, visitor
from tests.factories import client_of, make_user

pytestmark = pytest.mark.django_db
PATH = "/hoi-dap/dat-cau-hoi/"


def photo(name="anh.jpg") -> SimpleUploadedFile:
    """With the place where it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "May-anh-bi-mat"
    Image.new("RGB", (40, 30), "#0B5D55").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def open_to_files():
    AdviceRules(attachments=True).save()


def test_none_unless_the_office_says_so(a):
    client = visitor(a)
    assert soup(client.get(PATH)).select_one("[name=files]") is None
    assert client.post(PATH, {**filled(client), "files": [photo()]}).status_code == 303
    assert Question.objects.count() == 1
    assert not Attachment.objects.exists()


def test_a_picture_and_a_pdf_are_kept_without_what_cameras_write(a, open_to_files, django_capture_on_commit_callbacks):
    client = visitor(a)
    pdf = SimpleUploadedFile("don.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = {**filled(client), "files": [photo(), pdf]}
    assert client.post(PATH, sent).status_code == 303
    rows = list(newest().attachments.all())
    assert [row.name for row in rows] == ["anh.jpg", "don.pdf"]
    assert b"May-anh-bi-mat" not in rows[0].file.read()
    assert client.get(f"/media/{rows[0].file.name}").status_code == 404
    assert tracking.export_question(newest())["files"] == ["anh.jpg", "don.pdf"]
    names = [row.file.name for row in rows]
    with django_capture_on_commit_callbacks(execute=True):
        tracking.withdraw_question(newest())
    assert not Attachment.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


@pytest.mark.parametrize(
    "files",
    [
        [SimpleUploadedFile("virus.exe", b"MZ")], [SimpleUploadedFile("a.jpg", b"<html>")],
        [SimpleUploadedFile("a.pdf", b"<script>")], [SimpleUploadedFile("khong-ten", b"x")],
        [SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024))], [photo(f"{n}.jpg") for n in range(4)],
        [SimpleUploadedFile("a.svg", b"<svg/>")],
    ],
)  # fmt: skip
def test_what_is_not_taken_is_said_and_the_text_stays(a, open_to_files, files):
    client = visitor(a)
    sent = {**filled(client), "files": files}
    answer = client.post(PATH, sent)
    assert answer.status_code == 200
    assert soup(answer).select_one("#id_files_errors") is not None
    assert sent["text"] in answer.content.decode()
    assert not Question.objects.exists()


def test_pupils_attach_nothing(a, open_to_files):
    client = visitor(a)
    assert client.post(PATH, {**filled(client, asker="pupil"), "files": [photo()]}).status_code == 200
    assert not Question.objects.exists()


def test_two_schools_and_the_expert(a, b, people, open_to_files):
    client = visitor(a)
    client.post(PATH, {**filled(client), "files": [photo()]})
    question = newest()
    url = reverse("advice_attachment", args=[question.attachments.get().pk])
    for role in (Role.SCHOOL_ADMIN, Role.SCHOOL_EXPERT):
        assert client_of(make_user(role, b)).get(url).status_code == 404
    assert client_of(people.expert).get(url).status_code == 404
    assert client.get(url).status_code == 302
    answer = client_of(people.clerk).get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    transitions.assign_question(question, ExpectedVersion(people.clerk, question.version), people.expert)
    assert client_of(people.expert).get(url).status_code == 200
    default_storage.delete(question.attachments.get().file.name)
    assert client_of(people.clerk).get(url).status_code == 404
