"""Whatever takes a thing away from the public takes it out of results, counts, suggestions and feeds at once, as seen
from its own site, from another school's and from the portal, on every engine."""

import contextlib
import datetime

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from cms.home.models import StandardPage
from cms.legal.models import LegalDocument
from cms.legal.section.protection import allow_section_change
from search.backends import circuit_breaker
from search.index import indexing
from search.index.contract import SCOPES
from search.models import IndexEntry, IndexKey
from search.results_page.service import search
from tests.factories import make_superuser
from tests.search.conftest import info
from tests.search.index.conftest import WORD, publish

pytestmark = pytest.mark.django_db
HOSTS = ("th-mau-a.localhost", "th-mau-b.localhost", "cong.localhost")


@pytest.fixture
def world(engine, published):
    """School A with news, a branch of pages, a file and a draft; B looks on."""
    published.engine = engine
    if engine:
        indexing.rebuild_engine(engine)
    return published


def asked(*args, **options):
    """By the engine itself: on a busy machine it may be late once."""
    for _attempt in range(5):
        results = search(*args, **options)
        if not results.fallback:
            return results
        circuit_breaker.close_circuit()
    raise AssertionError("the engine does not answer")


def seen(world) -> set[str]:
    """Titles in the results of every scope from every site; the counts agree with them."""
    found = set()
    for site in (info(world.a) if world.a.closed_on is None else None, info(world.b)):
        for scope in SCOPES:
            if site is None and scope == "site":
                continue
            for locale in ("vi", "en"):
                results = asked(WORD, site, scope=scope, size=50, locale=locale)
                assert results.total == len(results.hits)
                assert sum(results.facets.get("kind", {}).values()) == results.total
                found |= {hit.plain_title for hit in results.hits}
    return found


def public_texts(world) -> str:
    """What anybody can read of search and feeds: result pages, suggestions (where there are), feeds."""
    texts = []
    for host in HOSTS:
        client = Client(headers={"host": host})
        addresses = ["/tin.atom", "/en/tin.atom", "/tin-cac-truong/"]
        with contextlib.suppress(NoReverseMatch):
            addresses.append(reverse("search_suggest"))
        for address in addresses:
            answer = client.get(address, {"q": "chuồn chuồn"})
            texts.append(answer.content.decode() if answer.status_code == 200 else "")
        for scope in SCOPES:
            answer = client.get("/tim/", {"q": WORD, "scope": scope})
            texts.append("".join(hit.plain_title for hit in answer.context["results"].hits) if answer.context else "")
    return "".join(texts)


ALL = {f"{name} {WORD}" for name in ("Tin", "Mục", "Trang", "Tệp")}
LAW = f"Thông tư về {WORD}"


def close(world):
    world.a.closed_on = datetime.date(2026, 1, 1)
    world.a.save()


def withdraw(world, **fields):
    for name, value in fields.items():
        setattr(world.document, name, value)
    world.document.save()


def restrict(page, kind=PageViewRestriction.LOGIN):
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


def move_into_private(world):
    private = Page.objects.get(pk=world.a.home_page_id).add_child(instance=StandardPage(title="Nội bộ", slug="noi-bo"))
    restrict(private)
    world.top.move(private, pos="last-child")


def expire(world):
    from django.core.management import call_command

    Page.objects.filter(pk=world.news.pk).update(expire_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    call_command("publish_scheduled")


WAYS = {
    "unpublish": (lambda w: w.news.unpublish(), {"Tin"}),
    "unpublish with what is below": (
        lambda w: [page.unpublish() for page in w.top.get_descendants(inclusive=True)],
        {"Mục", "Trang"},
    ),
    "scheduled end": (expire, {"Tin"}),
    "privacy": (lambda w: restrict(w.news), {"Tin"}),
    "privacy of an ancestor": (lambda w: restrict(w.top), {"Mục", "Trang"}),
    "password of an ancestor": (lambda w: restrict(w.top, PageViewRestriction.PASSWORD), {"Mục", "Trang"}),
    "deletion": (lambda w: w.news.delete(), {"Tin"}),
    "deletion of a branch": (lambda w: Page.objects.get(pk=w.top.pk).delete(), {"Mục", "Trang"}),
    "move into a private branch": (move_into_private, {"Mục", "Trang"}),
    "privacy of a collection": (
        lambda w: CollectionViewRestriction.objects.create(collection=w.folder, restriction_type="login"), {"Tệp"},
    ),
    "privacy of the school's collection": (
        lambda w: CollectionViewRestriction.objects.create(collection=w.a.collection, restriction_type="login"),
        {"Tệp"},
    ),
    "deletion of a file": (lambda w: w.file.delete(), {"Tệp"}),
    "end of the page that carries the file": (lambda w: w.material.unpublish(), {"Tệp"}),
    "closing of the school": (close, {"Tin", "Mục", "Trang", "Tệp"}),
    "withdrawal of a document": (lambda w: withdraw(w, live=False), {"Luật"}),
    "a document becomes confidential": (lambda w: withdraw(w, confidential=True), {"Luật"}),
    "deletion of a document": (lambda w: w.document.delete(), {"Luật"}),
}  # fmt: skip


def test_publishing_brings_all_of_it_at_once_but_the_draft(engine, run):
    """Nothing else has told the index; what every way below begins with."""
    with run():
        world = publish()
    assert seen(world) >= ALL | {LAW}
    texts = public_texts(world)
    assert [title for title in ALL | {LAW} if title not in texts] == []
    assert f"Nháp {WORD}" not in texts


@pytest.mark.parametrize("way", WAYS)
def test_it_is_gone_at_once(world, run, way):
    act, names = WAYS[way]
    gone = {LAW if name == "Luật" else f"{name} {WORD}" for name in names}
    refs_before = set(IndexEntry.objects.values_list("ref", flat=True))
    with run():
        act(world)
    left = seen(world)
    assert not left & gone, left & gone
    assert left >= (ALL | {LAW}) - gone  # and nothing else
    if world.a.closed_on is None or names == {"Tệp"}:
        texts = public_texts(world)
        assert not [title for title in gone if title in texts]
    assert not IndexEntry.objects.filter(title__in=gone).exists()
    assert not set(IndexEntry.objects.filter(source__startswith="page").values_list("ref", flat=True)) - refs_before
    if not IndexEntry.objects.filter(source=f"document:{world.document.pk or 0}").exists():
        assert not IndexKey.objects.filter(key__contains="7/2024").exists()
    if world.engine:
        assert world.engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))
    assert indexing.content_drift() == (0, 0)


def test_a_language_that_is_given_up(world, run):
    """Its translated pages go with it, from results in that language too."""
    with run():
        home = Page.objects.get(pk=world.a.home_page_id).specific.copy_for_translation(world.english)
        home.save_revision().publish()
        page = StandardPage(title=f"English {WORD}", slug="english", locale=world.english)
        home.add_child(instance=page)
    assert f"English {WORD}" in seen(world)
    with run():
        with allow_section_change(make_superuser(), "the school gives English up", Page.objects.get(pk=home.pk)):
            Page.objects.get(pk=home.pk).delete()
        LegalDocument.objects.filter(locale=world.english).delete()
        world.english.delete()
    assert f"English {WORD}" not in seen(world)
    assert not IndexEntry.objects.filter(locales=" en ").exists()
    if world.engine:
        assert world.engine.digests() == dict(IndexEntry.objects.values_list("ref", "digest"))
