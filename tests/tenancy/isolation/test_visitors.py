"""Nobody and people of another school, on every address: nothing hidden of B, at its own host or at another's."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core.media.storage import PublicImagesS3Storage
from cms.core.media.storage_prefixes import PUBLIC_PREFIX
from cms.core.models import Rendition, SchoolDocument
from cms.home.models import StandardPage
from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.pages import make_image
from tests.tenancy.isolation.walker import Unfilled, Walker, addresses, fillings, number_of, path_of
from tests.tenancy.isolation.walker import _walk as walk
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db

#: Lists of what all schools have made public; the other addresses show nothing of another school at all.
ACROSS = {"/truong/", "/tin-cac-truong/", "/tim/"}
#: Of the admin, open without an account.
OPEN = {
    "wagtailadmin_login", "account_login", "mfa_authenticate", "wagtailadmin_password_reset", "accounts_password_reset",
    "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm", "accounts_password_reset_confirm",
    "wagtailadmin_password_reset_complete", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
    "wagtailadmin_logout",
}  # fmt: skip


def hidden(side):
    """Titles of B's draft and private page, and their slugs."""
    return [f"{side.marker} nháp", f"{side.marker} kín", f"kin-{side.marker}"]


def public_paths(side):
    """Every address outside the admin with this school's things; a new one that cannot be filled is an error."""
    document = SchoolDocument.objects.get(pk=side.ids["document"])
    fill = {
        "documents/<int:document_id>/<path:document_filename>": [document.url, f"/documents/{document.pk}/x.txt"],
        "documents/authenticate_with_password/<int:restriction_id>/": [
            f"/documents/authenticate_with_password/{side.ids['restriction']}/"
        ],
        "private-images/<int:rendition_id>/<str:name>": [Rendition.objects.get(pk=side.ids["picture"]).url],
        "media/<path:path>": [f"/media/{document.file.name}", "/media/original_images/x.png"],
        "api/v1/documents/<uuid:key>/": ["/api/v1/documents/00000000-0000-4000-8000-000000000000/"],
        "api/v1/(?:.*/)?$": ["/api/v1/", f"/api/v1/{side.marker}/"],
        "van-ban/<slug:old>/so-sanh/<slug:new>/": [f"/van-ban/{side.marker}/so-sanh/{side.marker}/"],
        "van-ban/<slug:document>/akn.xml": [f"/van-ban/{side.marker}/akn.xml"],
        "van-ban/<slug:document>/tai-ve.docx": [f"/van-ban/{side.marker}/tai-ve.docx"],
        "van-ban/<slug:document>/tai-ngay/<str:day>/": [f"/van-ban/{side.marker}/tai-ngay/2024-05-01/"],
        "eli/vn/<slug:kind>/<slug:issued>/<slug:document>": [f"/eli/vn/luat/2024/{side.marker}"],
        "eli/vn/<slug:kind>/<slug:issued>/<slug:document>/<str:day>/vie": [
            f"/eli/vn/luat/2024/{side.marker}/2024-05-01/vie"
        ],
        # Versions of a text: tests/legal/test_texts_as_they_are.py asks for each on two sites.
        "van-ban/<slug:slug>/ban-khac/<int:version>/": [f"/van-ban/{side.marker}/ban-khac/{pk}/" for pk in (1, 2)],
        "van-ban/<slug:document>/vien-dan/": [f"/van-ban/{side.marker}/vien-dan/"],
        "hoi-dap/theo-doi/<str:code>/": [f"/hoi-dap/theo-doi/{side.marker}/"],
        "hoi-dap/theo-doi/<str:code>/du-lieu.json": [f"/hoi-dap/theo-doi/{side.marker}/du-lieu.json"],
        "hoi-dap/huu-ich/<int:page_id>/": [f"/hoi-dap/huu-ich/{side.ids['draft']}/"],
        "hoi-dap/bao/<int:page_id>/": [f"/hoi-dap/bao/{side.ids['draft']}/"],
        "hoi-dap/chuyen-gia/<int:pk>/": [f"/hoi-dap/chuyen-gia/{side.ids['expert_profile']}/"],
        "chi-dao/<int:pk>-<slug:slug>/": [f"/chi-dao/{side.ids['broadcast']}-{side.marker}/"],
        "bai-chon-loc/<int:pk>-<slug:slug>/": [f"/bai-chon-loc/{side.ids['submission']}-{side.marker}/"],
        "cuoc-thi/<int:pk>-<slug:slug>/": [f"/cuoc-thi/{side.ids['contests.Contest']}-{side.marker}/"],
        "cuoc-thi/<int:pk>-<slug:slug>/ket-qua/": [f"/cuoc-thi/{side.ids['contests.Contest']}-{side.marker}/ket-qua/"],
        "gop-y/<int:pk>-<slug:slug>/": [f"/gop-y/{number_of(side, 'opinions.Consultation')}-{side.marker}/"],
        "gop-y/<int:pk>-<slug:slug>/ket-qua/": [
            f"/gop-y/{number_of(side, 'opinions.Consultation')}-{side.marker}/ket-qua/"
        ],
        "tap-huan/<int:pk>-<slug:slug>/": [f"/tap-huan/{side.ids['training.Course']}-{side.marker}/"],
        "tap-huan/<int:pk>.ics": [f"/tap-huan/{side.ids['training.Course']}.ics"],
        # Whoever holds the paper has its code: tests/certificates/test_screens.py asks on two sites.
        "chung-nhan/<str:code>/": [
            f"/chung-nhan/{side.marker}/",
            f"/chung-nhan/{side.ids['certificates.Certificate']}/",
        ],
        "bai-thi/vao/<int:pk>/": [f"/bai-thi/vao/{side.ids['contests.Contest']}/"],
        "van-ban/<path:slug>/": [f"/van-ban/{side.marker}/"],
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": [
            f"/_util/authenticate_with_password/{side.ids['restriction']}/{side.ids[kind]}/"
            for kind in ("page", "draft", "private", "home")
        ],
        "giao-dien/<str:colour>.css": ["/giao-dien/0B5D55.css", "/giao-dien/cong.css", f"/giao-dien/{side.marker}.css"],
        "^((?:[\\w\\-]+/)*)$": own_paths(side),
    }
    with translation.override("vi"):
        found = list(walk(get_resolver().url_patterns))
    for address in found:
        if address.route.startswith("admin/"):
            continue
        if address.route in fill:
            yield from fill[address.route]
        elif address.arguments or any(sign in address.route for sign in "(<^"):
            raise Unfilled(address.route)
        else:
            yield "/" + address.route


def own_paths(side):
    home = side.school.home_page
    pages = type(home).objects.filter(path__startswith=home.path).values_list("url_path", flat=True)
    return [path[len(home.url_path) - 1 :] for path in pages]


def ask(client, path, data=None):
    answer = client.get(path, data, follow=False)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code < 500, path
    return answer, body.decode(errors="replace") + answer.get("Location", "")


def client_at(host, user=None):
    client = Client(headers={"host": host}, raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


@pytest.mark.long
@pytest.mark.parametrize(("mine", "theirs"), [("A", "B"), ("B", "A")])
def test_every_public_address_at_its_own_host(world, mine, theirs):
    """Asked by nobody and by another school's administrator: drafts and private pages do not show."""
    other = world[theirs]
    asked = 0
    for user in (None, world[mine].people["admin"]):
        client = client_at(other.school.site.hostname, user)
        for path in public_paths(other):
            for prefix in ("", "/en"):
                for query in ({}, {"q": other.word}, {"q": other.marker}):
                    _answer, text = ask(client, prefix + path, query)
                    asked += 1
                    for word in hidden(other)[:2]:
                        assert word not in text, (prefix + path, query)
    assert asked > 200


@pytest.mark.long
@pytest.mark.parametrize(("mine", "theirs"), [("A", "B"), ("B", "A")])
def test_every_public_address_at_another_host(world, mine, theirs):
    """B's paths, numbers and words at A's host: nothing of B but what the lists over all schools show."""
    own, other = world[mine], world[theirs]
    slug = other.school.home_page.slug
    document = SchoolDocument.objects.get(pk=other.ids["document"])
    for user in (None, own.people["admin"]):
        client = client_at(own.school.site.hostname, user)
        for path in [*public_paths(other), *(f"/{slug}{path}" for path in own_paths(other))]:
            if path.startswith(document.url):
                continue  # a public file; see below
            for query in ({}, {"q": other.word}):
                _answer, text = ask(client, path, query)
                for word in hidden(other):
                    typed = word in path
                    assert word not in text or typed, (path, query)
                if path not in ACROSS and other.marker not in path:
                    assert other.marker not in text, (path, query)


def test_nothing_of_the_admin_opens_for_a_visitor(world):
    """Previews, drafts and the admin's API among them: an address tells nobody whether its number exists."""
    other = world["B"]
    for host in ("cong.localhost", other.school.site.hostname):
        walker = Walker(client_at(host), world["A"], other)
        for address in addresses():
            if address.name in OPEN:
                continue
            for arguments, foreign in fillings(address, world["A"], other, 1):
                if not foreign and address.arguments:
                    continue
                path = path_of(address, arguments)
                for method in ("GET", "POST"):
                    assert walker.ask(method, path) in (302, 401, 403, 404), path
        assert not walker.findings


# --- passwords -----------------------------------------------------------------------------------------------


@pytest.fixture
def places(a, b):
    """B has a page and a collection behind the password "hoa-sen"."""
    page = b.home_page.add_child(instance=StandardPage(title="zqxbeta họp phụ huynh", slug="hop"))
    below = page.add_child(instance=StandardPage(title="zqxbeta biên bản", slug="bien-ban"))
    outside = b.home_page.add_child(instance=StandardPage(title="zqxbeta ngoài", slug="ngoai"))
    draft = page.add_child(instance=StandardPage(title="zqxbeta nháp", slug="nhap", live=False))
    kind = PageViewRestriction.PASSWORD
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="hoa-sen")
    collection = b.collection.add_child(instance=Collection(name="Kín"))
    files = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, password="hoa-sen")
    document = get_document_model().objects.create(
        title="Tệp", file=ContentFile(b"zqxbeta", "tep.txt"), collection=collection
    )
    return {
        "a": a, "b": b, "rule": rule, "page": page, "below": below, "outside": outside, "draft": draft, "files": files,
        "document": document,
    }  # fmt: skip


def form_of(places, page="page", rule=None):
    return f"/_util/authenticate_with_password/{rule or places['rule'].pk}/{places[page].pk}/"


def test_a_password_opens_the_page_for_this_visitor(places):
    client = client_at(places["b"].site.hostname)
    shown = client.get("/hop/bien-ban/")
    assert "zqxbeta" not in shown.content.decode()
    assert form_of(places, "below") in shown.content.decode()
    wrong = client.post(form_of(places, "below"), {"password": "hoa", "return_url": "/hop/bien-ban/"})
    assert wrong.status_code == 200
    assert "zqxbeta" not in wrong.content.decode()
    right = client.post(form_of(places, "below"), {"password": "hoa-sen", "return_url": "/hop/bien-ban/"})
    assert right.url == "/hop/bien-ban/"
    assert "zqxbeta" in client.get("/hop/bien-ban/").content.decode()
    assert client_at(places["b"].site.hostname).get("/hop/").status_code == 200


def test_the_form_of_another_school_does_not_exist(places):
    """The same answer as for numbers of nothing: by GET and POST, by nobody and by another school's people."""
    for user in (None, make_user(Role.SCHOOL_ADMIN, places["a"])):
        client = client_at(places["a"].site.hostname, user)
        missing = f"/_util/authenticate_with_password/{MISSING}/{MISSING}/"
        for path in (
            form_of(places), form_of(places, "below"), form_of(places, rule=MISSING),
            f"/documents/authenticate_with_password/{places['files'].pk}/",
        ):  # fmt: skip
            for method in (client.get, client.post):
                answer, nothing = method(path, {"password": "hoa-sen"}), method(missing, {"password": "hoa-sen"})
                assert answer.status_code == nothing.status_code == 404
                assert "zqxbeta" not in answer.content.decode()


def test_at_the_own_host_the_form_is_only_for_what_it_guards(places):
    login = PageViewRestriction.objects.create(page=places["outside"], restriction_type=PageViewRestriction.LOGIN)
    client = client_at(places["b"].site.hostname)
    assert client.get(form_of(places)).status_code == 200
    for path in (form_of(places, "outside"), form_of(places, "draft"), form_of(places, "outside", login.pk)):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "http://th-mau-a.localhost/", "javascript:x"]
)
def test_the_form_leads_nowhere_else(places, target):
    client = client_at(places["b"].site.hostname)
    for path in (form_of(places), f"/documents/authenticate_with_password/{places['files'].pk}/"):
        answer = client.post(path, {"password": "hoa-sen", "return_url": target})
        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert not answer.url.startswith("//")


def test_guessing_is_limited(places):
    client = client_at(places["b"].site.hostname)
    answers = [client.post(form_of(places), {"password": str(n), "return_url": "/"}).status_code for n in range(25)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert client.post(form_of(places), {"password": "hoa-sen", "return_url": "/"}).status_code == 429


def test_a_file_of_a_private_collection_exists_at_its_own_host_alone(places):
    document = places["document"]
    own, foreign = client_at(places["b"].site.hostname), client_at(places["a"].site.hostname)
    assert own.get(document.url).status_code == 200
    assert b"zqxbeta" not in own.get(document.url).content
    for path in (document.url, f"/documents/{MISSING}/tep.txt"):
        assert foreign.get(path).status_code == 404
    signed_in = client_at("cong.localhost", make_user(Role.SCHOOL_EDITOR, places["b"]))
    assert signed_in.get(document.url).status_code == 200  # the admin's links lead to the host one works at
    assert client_at("cong.localhost", make_user(Role.SCHOOL_ADMIN, places["a"])).get(document.url).status_code == 404
    own.post(f"/documents/authenticate_with_password/{places['files'].pk}/", {"password": "hoa-sen", "return_url": "/"})
    assert b"".join(own.get(document.url).streaming_content) == b"zqxbeta"


def test_originals_and_documents_are_no_media(places):
    """Local files are served here; of a bucket nginx opens what lies under ``PUBLIC_PREFIX``, and Django nothing."""
    client = client_at(places["b"].site.hostname)
    image = make_image("x", collection=places["b"].collection)
    rendition = image.get_rendition("fill-20x20")
    for hidden in (image.file, places["document"].file):
        assert client.get(f"/media/{hidden.name}").status_code == 404
        assert not hidden.name.startswith(PUBLIC_PREFIX)
    assert rendition.file.name.startswith(PUBLIC_PREFIX)
    in_a_bucket = isinstance(default_storage._wrapped, PublicImagesS3Storage)
    assert client.get(f"/media/{rendition.file.name}").status_code == (404 if in_a_bucket else 200)


@pytest.mark.parametrize(
    "host", ["khong-co.localhost", "evil.example", "th-mau-a.localhost.evil.example", "a b", "localhost"]
)
@pytest.mark.parametrize(
    "path", ["/admin/second-factor/", "/_util/login/", "/admin/api/main/pages/", "/media/images/x.png"]
)
def test_unknown_hosts_get_plain_words(places, host, path):
    answer = Client(headers={"host": host}).get(path)
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"].startswith("text/plain")
