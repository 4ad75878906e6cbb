"""Only what is live and public is found, from the moment it changes; nothing of another school's private content."""

import datetime
import json

import pytest
from django.conf import settings
from wagtail.models import Locale, Page, PageViewRestriction

from cms.home.models import NewsPage, StandardPage
from cms.legal.importer.run import import_files
from cms.legal.models import LegalDocument
from search.index import indexing, outbox
from search.models import IndexEntry, PendingUpdate
from search.results_page.service import search
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.search.conftest import info

pytestmark = pytest.mark.django_db

WORD = "chuồn chuồn kim"
DAY = datetime.date(2026, 1, 5)


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Everything inside happens, then commits."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def school():
    return make_school("A")


def found(school, **options):
    return [hit.plain_title for hit in search(WORD, info(school), **options).hits]


def urls(school):
    return {hit.url for hit in search(WORD, info(school)).hits}


def test_publish_change_unpublish_delete(school, run):
    outbox.replay_outbox()  # of the office, which was there before
    with run():
        page = make_page(NewsPage, school, f"Bắt {WORD}")
    assert found(school) == [f"Bắt {WORD}"]
    with run():
        page.title = f"Thả {WORD}"
        page.save_revision().publish()
    assert found(school) == [f"Thả {WORD}"]
    with run():
        page.title = f"Nháp {WORD}"
        page.save_revision()
    assert found(school) == [f"Thả {WORD}"]
    with run():
        page.unpublish()
    assert found(school) == []
    assert not IndexEntry.objects.filter(ref=f"page:{page.pk}").exists()
    with run():
        page.save_revision().publish()
    assert len(found(school)) == 1
    with run():
        page.delete()
    assert found(school) == []
    assert not PendingUpdate.objects.exists()


def test_a_hit_leads_to_the_address_that_a_document_has_now(school, run, tmp_path):
    """A second document with its number takes the bare address away: by the form, and by an import."""
    first, second = "Ủy ban nhân dân xã Nam Phù", "Ủy ban nhân dân xã Đại Thanh"
    plan = {"number": "29/KH-UBND", "type": "Kế hoạch", "issued": "2026-01-05"}
    rows = tmp_path / "rows.jsonl"
    with run():
        make_document("29/KH-UBND", type_name="Kế hoạch", issuers=[first], title=WORD, issued_on=DAY)
    assert urls(school) == {"/van-ban/29-kh-ubnd-2026/"}
    with run():
        make_document("29/KH-UBND", type_name="Kế hoạch", issuers=[second], title=f"{WORD} hai", issued_on=DAY)
    held = {document.get_absolute_url() for document in LegalDocument.objects.all()}
    assert urls(school) == held
    with run():
        rows.write_text(json.dumps(plan | {"title": f"{WORD} ba", "issuer": "Ủy ban nhân dân xã Thanh Oai"}))
        import_files([rows])
    held = {document.get_absolute_url() for document in LegalDocument.objects.all()}
    assert len(held) == 3
    assert urls(school) == held


def test_a_draft_is_never_indexed(school, run):
    with run():
        make_page(NewsPage, school, f"Nháp {WORD}", live=False)
    assert found(school) == []


def test_privacy_hides_the_whole_branch_and_gives_it_back(school, run):
    with run():
        top = school.home_page.add_child(instance=StandardPage(title="Nội bộ", slug="noi-bo"))
        top.add_child(instance=StandardPage(title=f"Sổ {WORD}", slug="so"))
    assert found(school) == [f"Sổ {WORD}"]
    with run():
        restriction = PageViewRestriction.objects.create(page=top, restriction_type=PageViewRestriction.LOGIN)
    assert found(school) == []
    with run():
        restriction.delete()
    assert found(school) == [f"Sổ {WORD}"]


def test_a_stale_index_shows_nothing_private(school, run):
    """The last gate: even when no signal was heard."""
    with run():
        page = make_page(NewsPage, school, f"Bắt {WORD}")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert IndexEntry.objects.filter(ref=f"page:{page.pk}").exists()
    assert found(school) == []
    assert indexing.reconcile_database() >= 1
    assert not IndexEntry.objects.filter(ref=f"page:{page.pk}").exists()


def test_moving_a_page_moves_its_address(school, run):
    with run():
        a = school.home_page.add_child(instance=StandardPage(title="Một", slug="mot"))
        b = school.home_page.add_child(instance=StandardPage(title="Hai", slug="hai"))
        page = a.add_child(instance=StandardPage(title=f"Sổ {WORD}", slug="so"))
    assert search(WORD, info(school)).hits[0].url == "/mot/so/"
    with run():
        page.move(Page.objects.get(pk=b.pk), pos="last-child")
    assert search(WORD, info(school)).hits[0].url == "/hai/so/"
    with run():
        b = StandardPage.objects.get(pk=b.pk)
        b.slug = "ba"
        b.save_revision().publish()
    assert search(WORD, info(school)).hits[0].url == "/ba/so/"


def test_scope_of_one_school_and_addresses_of_another(school, run):
    other = make_school("B")
    with run():
        make_page(NewsPage, school, f"A bắt {WORD}")
        make_page(NewsPage, other, f"B bắt {WORD}")
    assert found(school, scope="site") == [f"A bắt {WORD}"]
    assert found(other, scope="site") == [f"B bắt {WORD}"]
    hits = search(WORD, info(school)).hits
    assert [hit.plain_title for hit in hits] == [f"A bắt {WORD}", f"B bắt {WORD}"]  # own school first
    assert hits[0].url.startswith("/")
    assert hits[1].url.startswith("http://th-mau-b.localhost")


def test_a_closed_school_is_gone(school, run):
    other = make_school("B")
    with run():
        make_page(NewsPage, other, f"B bắt {WORD}")
    assert len(found(school)) == 1
    with run():
        other.closed_on = datetime.date(2026, 1, 1)
        other.save()
    assert found(school) == []
    assert not IndexEntry.objects.filter(site_id=other.site_id).exists()


def test_a_renamed_school_is_found_by_its_new_name(school, run):
    with run():
        make_page(NewsPage, school, f"Bắt {WORD}")
        school.name = "Trường Tiểu học Đồng Sen"
        school.save()
    assert search("Đồng Sen", info(school), filters={"kind": ["news"]}).hits[0].school == "Trường Tiểu học Đồng Sen"


def test_confidential_and_deleted_documents_are_gone(content, run):
    document = LegalDocument.objects.get(number_raw="102/2016/QH13")
    assert search("102/2016/QH13", content.a_site).total
    with run():
        document.confidential = True
        document.save()
    assert search("102/2016/QH13", content.a_site, scope="library").total == 0
    with run():
        document.confidential = False
        document.save()
        LegalDocument.objects.get(number_raw="29/KH-UBND").delete()
    assert search("luật trẻ em", content.a_site).hits[0].number == "102/2016/QH13"
    assert "29/KH-UBND" not in {hit.number for hit in search("29/KH-UBND", content.a_site).hits}


def test_languages_do_not_mix_and_untranslated_law_shows_in_both(content, run):
    english = Locale.objects.get_or_create(language_code="en")[0]
    assert search("luật trẻ em", content.a_site, locale="en").hits[0].number == "102/2016/QH13"
    assert {hit.kind for hit in search("trường", content.a_site, locale="en").hits} <= {"document", "provision"}
    original = LegalDocument.objects.get(number_raw="102/2016/QH13")
    with run():
        translation = original.copy_for_translation(english)
        translation.title = "Law on Children"
        translation.live = True
        translation.save()
    assert search("law on children", content.a_site, locale="en").hits[0].plain_title.endswith("Law on Children")
    assert search("luật trẻ em", content.a_site).hits[0].plain_title == "Luật Trẻ em"
    refs = {hit.ref for hit in search("102/2016/QH13", content.a_site, locale="en").hits}
    assert f"document:{translation.pk}" in refs
    assert f"document:{original.pk}" not in refs
    assert settings.LANGUAGE_CODE == "vi"


def test_provisioning_indexes_a_new_school_in_a_few_queries(run, django_assert_max_num_queries):
    with run():
        school = make_school("A")
    pages = list(Page.objects.filter(path__startswith=school.home_page.path).values_list("pk", flat=True))
    assert IndexEntry.objects.filter(site_id=school.site_id).count() == len(pages)
    indexing.clear_database()
    with django_assert_max_num_queries(2 * 12 + 20):
        indexing.index_pages(pages)
    assert IndexEntry.objects.filter(site_id=school.site_id).count() == len(pages)


def test_a_failing_update_never_stops_publishing(school, run, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("search.index.store.write_entries", broken)
    with run():
        page = make_page(NewsPage, school, f"Bắt {WORD}")
    assert page.live
    waiting = PendingUpdate.objects.get(source=f"page:{page.pk}")
    assert (waiting.attempts, waiting.error) == (1, "disk full")
    monkeypatch.undo()
    assert outbox.replay_outbox()[1] == 0
    assert found(school) == [f"Bắt {WORD}"]


def test_a_rolled_back_change_leaves_nothing(school, run):
    from django.db import transaction

    with run():
        try:
            with transaction.atomic():
                make_page(NewsPage, school, f"Bắt {WORD}")
                raise RuntimeError
        except RuntimeError:
            pass
        page = make_page(NewsPage, school, f"Thả {WORD}")
    assert found(school) == [f"Thả {WORD}"]
    assert not PendingUpdate.objects.filter(source=f"page:{page.pk}").exists()
