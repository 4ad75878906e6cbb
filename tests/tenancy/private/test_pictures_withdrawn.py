"""A picture that may not be shown has no public file, from the moment on when it is said; only its people see it."""

import io
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cms.core.media import sized_pictures
from cms.core.media.picture_sizes import CREST
from cms.core.media.storage_prefixes import PRIVATE_PREFIX, PUBLIC_PREFIX
from cms.core.models import Rendition, SchoolImage
from cms.home.models import NewsPage, SchoolSettings
from cms.tenancy.private import media
from cms.tenancy.roles import Role
from tests.factories import client_of, make_superuser, make_user
from tests.factories.pages import make_image, make_page
from tests.factories.storage import open_bucket, public_status, stored

pytestmark = pytest.mark.django_db

SPECS = ("fill-800x450", "max-165x165", "fill-20x20|format-webp")
MISSING = SchoolImage.PupilConsent.MISSING
UNSAID = SchoolImage.PupilConsent.UNSAID
GONE = (403, 404)  # of the bucket, which does not say whether it has what it does not show; of the app


@pytest.fixture(autouse=True)
def _policy():
    open_bucket()


def status(path, host, user=None):
    client = Client(headers={"host": host})
    if user:
        client.force_login(user)
    return client.get(path).status_code


def answer(image, value, capture):
    """As the form saves it."""
    image.pupil_consent = value
    with capture(execute=True):
        image.save()


class TestWithdrawn:
    def test_every_address_is_closed_at_once(self, a, django_capture_on_commit_callbacks):
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        names = [image.get_rendition(spec).file.name for spec in SPECS]
        assert all(name.startswith(PUBLIC_PREFIX) for name in names)
        assert [public_status(name) for name in names] == [200] * 3
        answer(image, MISSING, django_capture_on_commit_callbacks)
        assert not Rendition.objects.exists()
        assert all(public_status(name) in GONE for name in names)
        assert not any(map(default_storage.exists, names))

    def test_what_is_made_afterwards_is_for_its_people_alone(self, a, b, django_capture_on_commit_callbacks):
        image = make_image("Giờ chơi", pupil_consent=MISSING, collection=a.collection)
        rendition = image.get_rendition("max-165x165")
        assert rendition.file.name.startswith(PRIVATE_PREFIX)
        assert public_status(rendition.file.name) in GONE
        own, portal, foreign = a.site.hostname, "cong.localhost", b.site.hostname
        for user in (make_user(Role.SCHOOL_EDITOR, a), make_user(Role.OFFICE_OBSERVER), make_superuser()):
            assert status(rendition.url, own, user) == status(rendition.url, portal, user) == 200
        left = make_user(Role.SCHOOL_EDITOR, a, is_active=False)
        for user in (None, make_user(), make_user(Role.SCHOOL_ADMIN, b), left):
            assert [status(rendition.url, host, user) for host in (own, portal, foreign)] == [404] * 3

    def test_the_password_of_a_collection_does_not_open_it(self, a):
        from wagtail.models import Collection, CollectionViewRestriction

        folder = a.collection.add_child(instance=Collection(name="Hồ sơ"))
        rule = CollectionViewRestriction.objects.create(
            collection=folder, restriction_type="password", password="hoa-sen"
        )
        shown, held = (make_image("x", collection=folder, pupil_consent=value) for value in ("obtained", MISSING))
        visitor = Client(headers={"host": a.site.hostname})
        visitor.post(f"/documents/authenticate_with_password/{rule.pk}/", {"password": "hoa-sen", "return_url": "/"})
        assert visitor.get(shown.get_rendition("fill-20x20").url).status_code == 200
        assert visitor.get(held.get_rendition("fill-20x20").url).status_code == 404

    def test_it_comes_back_under_another_name(self, a, django_capture_on_commit_callbacks):
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        first = image.get_rendition("fill-20x20").file.name
        answer(image, MISSING, django_capture_on_commit_callbacks)
        answer(image, "obtained", django_capture_on_commit_callbacks)
        again = SchoolImage.objects.get().get_rendition("fill-20x20").file.name
        assert again.startswith(PUBLIC_PREFIX)
        assert again != first
        assert public_status(again) == 200
        assert public_status(first) in GONE

    def test_the_page_goes_on_without_it(self, a, django_capture_on_commit_callbacks):
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        page = make_page(NewsPage, a, image=image)
        visitor = Client(headers={"host": a.site.hostname})
        url = page.get_url()
        assert b"<img" in visitor.get(url).content
        answer(image, MISSING, django_capture_on_commit_callbacks)
        gone = visitor.get(url)
        assert gone.status_code == 200
        assert "giờ chơi" not in gone.content.decode().lower()

    def test_a_crest_too(self, a, django_capture_on_commit_callbacks):
        crest = make_image("Huy hiệu", pupil_consent=UNSAID, collection=a.collection)
        SchoolSettings.objects.update_or_create(site=a.site, defaults={"crest": crest})
        visitor = Client(headers={"host": a.site.hostname})
        assert b"private-images" not in visitor.get("/").content
        answer(crest, "no_pupils", django_capture_on_commit_callbacks)
        visitor.get("/")
        with django_capture_on_commit_callbacks(execute=True):
            sized_pictures.make_renditions.func(crest.pk, CREST)  # the page has asked the worker for it
        shown = visitor.get("/").content.decode()
        assert Rendition.objects.get(image=crest, filter_spec=CREST).file.name in shown
        answer(crest, MISSING, django_capture_on_commit_callbacks)
        assert b"private-images" not in visitor.get("/").content

    def test_replaced_and_deleted_pictures_leave_nothing(self, a, django_capture_on_commit_callbacks):
        image = make_image("Giờ chơi", collection=a.collection)
        original, sized = image.file.name, image.get_rendition("fill-20x20").file.name
        client = client_of(make_user(Role.SCHOOL_ADMIN, a))
        other = make_image("khác", colour="#C0392B")
        file = io.BytesIO(stored(other.file.name))
        file.name = "moi.png"
        with django_capture_on_commit_callbacks(execute=True):
            data = {"title": "x", "description": "x", "pupil_consent": "no_pupils", "file": file}
            sent = client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
        assert sent.status_code == 302
        assert not default_storage.exists(original)
        assert public_status(sized) in GONE
        image = SchoolImage.objects.get(pk=image.pk)
        again = image.get_rendition("fill-20x20").file.name
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("wagtailimages:delete", args=[image.pk])).status_code == 302
        assert not default_storage.exists(image.file.name)
        assert public_status(again) in GONE


class TestBadMoments:
    def test_while_the_storage_does_not_answer(self, a, monkeypatch, django_capture_on_commit_callbacks):
        """The row stays and says what is to be done; the job does it."""
        from cms.core.jobs import registry

        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        name = image.get_rendition("fill-20x20").file.name

        def away(self, name):
            raise OSError("no route to the storage")

        with monkeypatch.context() as broken:
            broken.setattr(type(default_storage._wrapped), "delete", away)
            answer(image, MISSING, django_capture_on_commit_callbacks)
        assert len(media.find_drift()) == 1
        assert registry.get_job("place_pictures").run() == "1 sized pictures taken away"
        assert public_status(name) in GONE
        assert media.find_drift() == []

    def test_a_change_that_came_past_the_signals(self, a):
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        name = image.get_rendition("fill-20x20").file.name
        SchoolImage.objects.update(pupil_consent=MISSING)
        assert media.repair_drift() == 1
        assert public_status(name) in GONE


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestAtOnce:
    def test_a_sized_picture_made_while_it_is_withdrawn(self, a):
        """Somebody else's request holds the picture as it was a moment ago."""
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        stale = SchoolImage.objects.get(pk=image.pk)
        image.pupil_consent = MISSING
        image.save()
        name = stale.get_rendition("fill-20x20").file.name
        assert name.startswith(PUBLIC_PREFIX)
        assert public_status(name) in GONE
        assert not Rendition.objects.exists()

    @pytest.mark.postgresql
    def test_when_both_are_under_way(self, a):
        """Neither sees the other's row before it is written for good."""
        image = make_image("Giờ chơi", pupil_consent="obtained", collection=a.collection)
        stale = SchoolImage.objects.get(pk=image.pk)
        image.pupil_consent = MISSING
        names = []

        def elsewhere():
            try:
                names.append(stale.get_rendition("fill-20x20").file.name)
            finally:
                connection.close()

        with transaction.atomic():
            image.save()
            other = threading.Thread(target=elsewhere)
            other.start()
            other.join()
        assert public_status(names[0]) in GONE
        assert not Rendition.objects.exists()


class TestNames:
    def test_nobody_can_guess_them_and_they_say_nothing(self, a):
        image = make_image("x", collection=a.collection)
        SchoolImage.objects.filter(pk=image.pk).update(file=image.file.name)
        names = {make_image("em Hoa").get_rendition("fill-20x20").file.name for _ in range(2)}
        names |= {image.get_rendition(spec).file.name for spec in SPECS[:2]}
        assert len(names) == 4
        for name in names:
            token = name.removeprefix(PUBLIC_PREFIX).removesuffix(".png")
            assert len(bytes.fromhex(token)) == 16


class TestUnsaid:
    def test_nothing_is_preset(self, a):
        assert SchoolImage().pupil_consent == UNSAID
        assert not SchoolImage().may_be_shown
        client = client_of(make_user(Role.SCHOOL_EDITOR, a))
        page = client.get(reverse("wagtailimages:add")).content.decode()
        radios = [
            part.split(">")[0] for part in page.split("<input")[1:] if 'name="pupil_consent"' in part.split(">")[0]
        ]
        assert len(radios) == 3
        assert not any("checked" in radio or "unsaid" in radio for radio in radios)

    @pytest.mark.parametrize("value", ["", "unsaid", "yes"])
    def test_the_form_wants_an_answer(self, a, value):
        client = client_of(make_user(Role.SCHOOL_EDITOR, a))
        other = make_image("khác")
        file = io.BytesIO(stored(other.file.name))
        file.name = "moi.png"
        data = {"title": "x", "description": "x", "pupil_consent": value, "file": file}
        sent = client.post(reverse("wagtailimages:add"), data)
        assert sent.status_code == 200
        assert "pupil_consent" in sent.context["form"].errors
        assert SchoolImage.objects.count() == 1

    def test_a_page_holds_it_back_and_says_so_to_editors(self, a):
        image = make_image("Giờ chơi", pupil_consent=UNSAID, collection=a.collection)
        page = make_page(NewsPage, a, image=image)
        visitor = Client(headers={"host": a.site.hostname})
        assert "giờ chơi" not in visitor.get(page.get_url()).content.decode().lower()
        editor = client_of(make_user(Role.SCHOOL_EDITOR, a), a.site.hostname)
        page.save_revision()
        preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert "alert--warning" in preview.content.decode()
