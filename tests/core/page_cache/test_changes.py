"""Each kind of change shows at the next request, on the sites that it concerns, and leaves the others' pages kept."""

import datetime

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from cms.advice.answering import law_reviews
from cms.advice.models import Review
from cms.core import versions
from cms.core.media import sized_pictures
from cms.core.pages import scheduled
from cms.core.signals import pages_changed
from cms.district.broadcasts import responses, sending
from cms.district.models import Broadcast
from cms.district.submissions import transitions
from cms.home.models import NewsPage, NoticePage, PortalLink, SchoolSettings
from cms.legal.models import Citation, IssuingBody, LegalField, LegalNewsPage, QuestionPage, TrainingPage
from cms.tenancy.roles import Role
from tests.district.factories import make_broadcast, make_office_page
from tests.factories import make_office, make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_image, make_page

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
PICTURE = "/images/"  # of local files and of a bucket
SECTION = "/pho-bien-giao-duc-phap-luat/"
TITLE = "Ngày hội đọc sách"


def address(page, school) -> str:
    return "/" + page.url_path.removeprefix(school.home_page.url_path)


@pytest.fixture
def kept_everywhere(visitors):
    """Home pages and lists of both schools and of the portal lie ready."""
    asked = [(who, path) for who in ("a", "b") for path in ("/", "/tin-tuc/", "/thong-bao/", SECTION, "/van-ban/")]
    asked += [("portal", "/"), ("portal", "/tin-cac-truong/"), ("portal", "/truong/"), ("portal", "/van-ban/")]
    visitors.keep(*asked)
    return visitors


class TestOneSchool:
    def test_publishing(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE, live=False)
        commit()
        assert kept_everywhere.is_kept("a", "/tin-tuc/")  # a draft is nobody's business
        page.save_revision().publish()
        commit()
        for who, path in (("a", "/"), ("a", "/tin-tuc/"), ("portal", "/tin-cac-truong/"), ("portal", "/")):
            assert TITLE in kept_everywhere.text(who, path), (who, path)
        for path in ("/", "/tin-tuc/", SECTION, "/van-ban/"):
            assert kept_everywhere.is_kept("b", path), path
        assert kept_everywhere.is_kept("portal", "/van-ban/")

    def test_a_draft_of_a_live_page_changes_nothing(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        page.save_revision().publish()
        commit()
        kept_everywhere.keep(("a", "/"), ("a", address(page, a)))
        page.title = "Bản thảo"
        page.save_revision()
        commit()
        assert kept_everywhere.is_kept("a", "/")
        assert kept_everywhere.is_kept("a", address(page, a))

    def test_changing_unpublishing_deleting(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        commit()
        kept_everywhere.keep(("a", address(page, a)), ("a", "/tin-tuc/"))
        page.title = "Tên khác"
        page.save_revision().publish()
        commit()
        assert "Tên khác" in kept_everywhere.text("a", address(page, a))
        page.unpublish()
        commit()
        assert kept_everywhere.get("a", address(page, a)).status_code == 404
        assert "Tên khác" not in kept_everywhere.text("a", "/tin-tuc/")
        page.save_revision().publish()
        commit()
        kept_everywhere.keep(("a", address(page, a)), ("a", "/tin-tuc/"))
        page.delete()
        commit()
        assert kept_everywhere.get("a", address(page, a)).status_code == 404
        assert "Tên khác" not in kept_everywhere.text("a", "/tin-tuc/")

    def test_a_live_page_saved_past_publishing(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        commit()
        kept_everywhere.keep(("a", address(page, a)))
        page.summary = "Tóm tắt sửa thẳng"
        page.save()
        commit()
        assert "Tóm tắt sửa thẳng" in kept_everywhere.text("a", address(page, a))

    def test_written_in_bulk(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        commit()
        kept_everywhere.keep(("a", "/tin-tuc/"))
        NewsPage.objects.filter(pk=page.pk).update(title="Viết hàng loạt")
        pages_changed.send(sender=None, page_ids=[page.pk])
        commit()
        assert "Viết hàng loạt" in kept_everywhere.text("a", "/tin-tuc/")

    def test_a_move_and_another_slug(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        page.save_revision().publish()
        commit()
        old = address(page, a)
        kept_everywhere.keep(("a", old), ("a", "/tin-tuc/"))
        page.slug = "dia-chi-moi"
        page.save_revision().publish()
        commit()
        assert "/tin-tuc/dia-chi-moi/" in kept_everywhere.text("a", "/tin-tuc/")
        assert kept_everywhere.get("a", old).status_code in (301, 404)

    @pytest.mark.parametrize("kind", [PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN])
    def test_privacy(self, kept_everywhere, a, commit, kind):
        page = make_page(NewsPage, a, TITLE)
        commit()
        kept_everywhere.keep(("a", address(page, a)), ("a", "/tin-tuc/"), ("portal", "/tin-cac-truong/"))
        closed = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
        commit()
        assert b"<article" not in kept_everywhere.get("a", address(page, a)).content
        assert TITLE not in kept_everywhere.text("a", "/tin-tuc/")
        assert TITLE not in kept_everywhere.text("portal", "/tin-cac-truong/")
        closed.delete()
        commit()
        assert TITLE in kept_everywhere.text("a", "/tin-tuc/")

    def test_settings(self, kept_everywhere, a, commit):
        SchoolSettings.objects.update_or_create(site=a.site, defaults={"motto": "Học thật tốt"})
        commit()
        assert "Học thật tốt" in kept_everywhere.text("a", "/")
        assert kept_everywhere.is_kept("b", "/")

    def test_a_menu(self, kept_everywhere, a, commit):
        page = a.home_page.get_children().get(slug="gioi-thieu").specific
        page.title = "Về chúng tôi"
        page.save_revision().publish()
        commit()
        assert "Về chúng tôi" in kept_everywhere.text("a", "/van-ban/")

    def test_another_school_name_and_closing(self, kept_everywhere, a, commit):
        a.name = "Trường Tiểu học Đổi Tên"
        a.save()
        commit()
        assert "Đổi Tên" in kept_everywhere.text("portal", "/truong/")
        a.closed_on = timezone.localdate()
        a.save()
        commit()
        assert kept_everywhere.get("a", "/").status_code == 404
        assert "Đổi Tên" not in kept_everywhere.text("portal", "/truong/")
        assert kept_everywhere.get("b", "/").status_code == 200


class TestPictures:
    @pytest.fixture
    def page(self, a, visitors, commit):
        image = make_image("Sân trường", collection=a.collection)
        sized_pictures.make_base_rendition(image.pk)
        page = make_page(NewsPage, a, TITLE, image=image)
        commit()
        visitors.keep(("a", address(page, a)), ("a", "/"), ("a", "/tin-tuc/"), ("portal", "/"))
        assert PICTURE in visitors.text("a", address(page, a))
        return page

    def test_one_that_may_not_be_shown_any_more(self, page, a, b, visitors, commit):
        visitors.keep(("b", "/"))
        page.image.pupil_consent = "missing"
        page.image.save()
        for path in (address(page, a), "/", "/tin-tuc/"):
            visitors.text("a", path)  # between the change and the commit nothing is kept
        commit()
        for who, path in (("a", address(page, a)), ("a", "/"), ("a", "/tin-tuc/"), ("portal", "/")):
            assert PICTURE not in visitors.text(who, path), (who, path)

    def test_its_description(self, page, a, b, visitors, commit):
        visitors.keep(("b", "/"))
        page.image.description = "Sân trường sau mưa"
        page.image.save()
        commit()
        assert "Sân trường sau mưa" in visitors.text("a", address(page, a))
        assert visitors.is_kept("b", "/")

    def test_its_size_is_noted_by_whoever_looks_first(self, page, a, visitors, commit):
        page.image.file_size = None
        page.image.get_file_size()
        commit()
        assert visitors.is_kept("a", address(page, a))

    def test_deleted(self, page, a, visitors, commit):
        page.image.delete()
        commit()
        assert PICTURE not in visitors.text("a", address(page, a))

    def test_its_collection_closed(self, page, a, visitors, commit):
        CollectionViewRestriction.objects.create(
            collection=a.collection, restriction_type=CollectionViewRestriction.LOGIN
        )
        commit()
        assert PICTURE not in visitors.text("a", address(page, a))

    def test_one_of_another_place(self, b, visitors, commit):
        """The office's picture on a school's page."""
        image = make_image("Của phòng")
        sized_pictures.make_base_rendition(image.pk)
        page = make_page(NewsPage, b, TITLE, image=image)
        page.save_revision().publish()
        commit()
        visitors.keep(("b", address(page, b)))
        assert PICTURE in visitors.text("b", address(page, b))
        page.image.pupil_consent = "missing"
        page.image.save()
        commit()
        assert PICTURE not in visitors.text("b", address(page, b))


class TestTheOffice:
    def test_a_document(self, kept_everywhere, commit):
        document = make_document("88/2026/TT-BGDĐT", title="Thông tư về thư viện")
        commit()
        for who in ("a", "b", "portal"):
            assert "88/2026/TT-BGDĐT" in kept_everywhere.text(who, "/van-ban/"), who
        where = document.get_absolute_url()
        kept_everywhere.keep(("a", where), ("b", where))
        document.title = "Thông tư về thư viện số"
        document.save()
        commit()
        assert "thư viện số" in kept_everywhere.text("a", where)
        assert "thư viện số" in kept_everywhere.text("b", "/van-ban/")
        document.live = False
        document.save()
        commit()
        assert kept_everywhere.get("a", where).status_code == 404
        assert "88/2026/TT-BGDĐT" not in kept_everywhere.text("b", "/van-ban/")

    def test_names_of_bodies_and_fields(self, visitors, commit):
        document = make_document()
        field = LegalField.objects.create(name="Thư viện trường học")
        document.fields.add(field)
        document.save()
        commit()
        where = document.get_absolute_url()
        visitors.keep(("a", where))
        field.name = "Thư viện"
        field.save()
        commit()
        assert "Thư viện trường học" not in visitors.text("a", where)
        visitors.keep(("a", where))
        body = IssuingBody.objects.get(name="Bộ Giáo dục và Đào tạo")
        body.name = "Bộ Giáo dục"
        body.save()
        commit()
        assert not visitors.is_kept("a", where)

    def test_who_cites_a_document(self, visitors, a, commit):
        document = make_document("12/2025/TT-BGDĐT")
        commit()
        where = document.get_absolute_url()
        visitors.keep(("b", where), ("portal", where), ("b", "/van-ban/"))
        body = [{"type": "text", "value": "<p>Theo Thông tư 12/2025/TT-BGDĐT.</p>"}]
        page = make_page(LegalNewsPage, a, TITLE, live=False)
        page.body = body
        page.save_revision().publish()
        commit()
        assert TITLE in visitors.text("b", where)
        assert visitors.is_kept("b", "/van-ban/")
        visitors.keep(("b", where))
        closed = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        commit()
        assert TITLE not in visitors.text("b", where)
        closed.delete()
        commit()
        assert TITLE in visitors.text("b", where)
        page.refresh_from_db()
        page.unpublish()
        commit()
        assert TITLE not in visitors.text("b", where)

    def test_a_broadcast_to_all(self, kept_everywhere, a, b, commit):
        broadcast = make_broadcast(TITLE, model=NoticePage)
        commit()
        for who in ("a", "b"):
            assert TITLE in kept_everywhere.text(who, "/thong-bao/"), who
        kept_everywhere.keep(("a", "/thong-bao/"), ("b", "/thong-bao/"))
        sending.recall_broadcast(broadcast, make_user(Role.OFFICE_ADMIN), "Nhầm")
        commit()
        for who in ("a", "b"):
            assert TITLE not in kept_everywhere.text(who, "/thong-bao/"), who

    def test_a_recommended_item_shows_where_it_was_accepted(self, kept_everywhere, a, commit):
        broadcast = make_broadcast(TITLE, model=NoticePage, mode=Broadcast.Mode.RECOMMENDED)
        commit()
        kept_everywhere.keep(("a", "/thong-bao/"), ("b", "/thong-bao/"))
        responses.accept_broadcast(a, broadcast.pk, make_user(Role.SCHOOL_ADMIN, a))
        commit()
        assert TITLE in kept_everywhere.text("a", "/thong-bao/")
        assert kept_everywhere.is_kept("b", "/thong-bao/")

    def test_links_of_the_block(self, kept_everywhere, commit):
        PortalLink.objects.create(label="Cổng pháp luật mới", url="https://phapluat.example.vn/")
        commit()
        for who in ("a", "b", "portal"):
            assert "Cổng pháp luật mới" in kept_everywhere.text(who, "/"), who

    def test_its_name(self, kept_everywhere, commit):
        portal = make_office()
        portal.name = portal.short_name = "Phòng Giáo dục Mới"
        portal.save()
        commit()
        for who in ("a", "b", "portal"):
            assert "Phòng Giáo dục Mới" in kept_everywhere.text(who, "/"), who

    def test_what_it_accepts_of_a_school(self, kept_everywhere, a, commit):
        page = make_page(NewsPage, a, TITLE)
        page.save_revision().publish()
        commit()
        kept_everywhere.keep(("portal", "/bai-chon-loc/"), ("b", "/"))
        nominated = transitions.nominate_page(page, make_user(Role.SCHOOL_ADMIN, a))
        transitions.accept_submission(nominated, make_user(Role.OFFICE_ADMIN))
        commit()
        assert TITLE in kept_everywhere.text("portal", "/bai-chon-loc/")
        assert kept_everywhere.is_kept("b", "/")


class TestTime:
    @pytest.fixture
    def clock(self, monkeypatch):
        """``clock(moment)`` turns every clock that pages and the cache look at."""

        def turn(moment: datetime.datetime) -> None:
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
            for module in ("cached_response", "middleware"):
                monkeypatch.setattr(f"cms.core.page_cache.{module}.time.time", moment.timestamp)

        return turn

    def test_midnight_here(self, visitors, a, commit, clock):
        evening = datetime.datetime(2026, 12, 1, 16, 59, 50, tzinfo=datetime.UTC)  # 23:59:50 in Hà Nội
        make_page(TrainingPage, a, TITLE, starts_on=datetime.date(2026, 12, 1))
        commit()
        clock(evening)
        where = f"{SECTION}tap-huan/"
        visitors.keep(("a", where))
        assert TITLE in visitors.text("a", where)
        clock(evening + datetime.timedelta(seconds=9))
        assert visitors.is_kept("a", where)
        clock(evening + datetime.timedelta(seconds=10))
        assert TITLE not in visitors.text("a", where)  # it was yesterday
        assert TITLE in visitors.text("a", f"{where}?when=past")

    def test_links_that_are_good_for_an_hour(self, visitors, commit, clock, monkeypatch):
        """Of a bucket without a public address."""
        begun = timezone.now().replace(hour=5, minute=0)  # noon here
        clock(begun)
        monkeypatch.setattr(storages["default"], "signed_until", lambda now: now + HOUR / 2, raising=False)
        visitors.keep(("a", "/"))
        clock(begun + HOUR / 2 - datetime.timedelta(seconds=9))
        assert visitors.is_kept("a", "/")
        clock(begun + HOUR / 2 + datetime.timedelta(seconds=1))
        assert not visitors.is_kept("a", "/")

    def test_a_status_changes_with_the_day(self, visitors, commit, clock):
        last = datetime.datetime(2026, 12, 31, 12, tzinfo=datetime.UTC)
        document = make_document(effective_from=datetime.date(2027, 1, 1), issued_on=datetime.date(2026, 11, 1))
        commit()
        clock(last)
        where = document.get_absolute_url()
        visitors.keep(("a", where))
        before = visitors.text("a", where)
        clock(last + 6 * HOUR)
        assert visitors.text("a", where) != before

    def test_a_broadcast_begins_and_ends(self, visitors, commit, clock):
        now = timezone.now()
        make_broadcast(TITLE, model=NoticePage, go_live_at=now + HOUR, expire_at=now + 2 * HOUR)
        commit()
        where = "/thong-bao/"
        visitors.keep(("a", where))
        for moment, shown in ((HOUR * 0.99, False), (HOUR, True), (HOUR * 1.99, True), (HOUR * 2, False)):
            clock(now + moment)
            assert (TITLE in visitors.text("a", where)) == shown, moment

    def test_scheduled_publishing_and_expiry(self, visitors, a, commit, clock):
        now = timezone.now()
        page = make_page(NewsPage, a, TITLE, live=False)
        page.go_live_at, page.expire_at = now + HOUR, now + 2 * HOUR
        page.save_revision().publish()
        commit()
        visitors.keep(("a", "/tin-tuc/"))
        assert TITLE not in visitors.text("a", "/tin-tuc/")
        clock(now + 1.1 * HOUR)
        scheduled.publish_scheduled_pages()
        commit()
        assert TITLE in visitors.text("a", "/tin-tuc/")
        visitors.keep(("a", "/tin-tuc/"), ("a", address(page, a)))
        clock(now + 2.1 * HOUR)
        scheduled.publish_scheduled_pages()
        commit()
        assert TITLE not in visitors.text("a", "/tin-tuc/")
        assert visitors.get("a", address(page, a)).status_code == 404


class TestTransactions:
    def test_nothing_is_kept_before_the_commit(self, visitors, a, commit):
        visitors.keep(("a", "/tin-tuc/"))
        make_page(NewsPage, a, TITLE)
        assert "ETag" not in visitors.get("a", "/tin-tuc/")  # this process has raised a counter
        commit()
        assert TITLE in visitors.text("a", "/tin-tuc/")

    def test_a_page_made_while_something_changes_is_not_taken_for_new(self, visitors, a, commit, monkeypatch):
        """The counters are read before the page is made: what changes meanwhile outdates it."""
        from cms.core.page_cache import middleware

        judge = middleware._response_dependencies

        def changed_meanwhile(request, response, what):
            monkeypatch.setattr(middleware, "_response_dependencies", judge)
            make_page(NewsPage, a, TITLE)  # after the page was made, before it is kept
            commit()
            return judge(request, response, what)

        monkeypatch.setattr(middleware, "_response_dependencies", changed_meanwhile)
        assert TITLE not in visitors.text("a", "/tin-tuc/")
        assert TITLE in visitors.text("a", "/tin-tuc/")

    def test_other_processes_are_seen_within_the_age_of_the_counters(self, visitors, a, settings, monkeypatch):
        from cms.core.models import Version

        settings.COUNTERS_MAX_AGE = 250
        visitors.keep(("a", "/"))
        Version.objects.filter(name=versions.site_version(a.site_id)).update(value=10_000)  # elsewhere
        now = versions._read_at
        monkeypatch.setattr(versions.time, "monotonic", lambda: now + 0.2)
        assert visitors.is_kept("a", "/")
        monkeypatch.setattr(versions.time, "monotonic", lambda: now + 0.6)
        assert not visitors.is_kept("a", "/")


@pytest.mark.parametrize("name", [versions.STRUCTURE, versions.LIBRARY, "site", "broadcasts", "cited"])
def test_without_one_counter_an_old_page_is_shown(visitors, a, commit, monkeypatch, name):
    """These tests find an outdated page: with one counter put out of order there is one."""
    document = make_document("12/2025/TT-BGDĐT")
    commit()
    name = versions.site_version(a.site_id) if name == "site" else name
    values = versions.known_values
    monkeypatch.setattr(versions, "known_values", lambda known, *names: values({**known, name: 0}, *names))
    where = document.get_absolute_url()
    page = make_page(LegalNewsPage, a, "Bài sẵn có", live=False)
    page.body = [{"type": "text", "value": "<p>Theo Thông tư 12/2025/TT-BGDĐT.</p>"}]
    commit()
    visitors.keep(("a", "/"), ("b", where))
    if name == versions.STRUCTURE:
        PortalLink.objects.create(label=TITLE, url="https://phapluat.example.vn/")
    elif name == versions.LIBRARY:
        make_document(title=TITLE)
    elif name == "broadcasts":
        source = make_office_page(NoticePage, TITLE)
        commit()
        visitors.keep(("a", "/"))
        make_broadcast(page=source)
    elif name == "cited":
        page.save_revision().publish()
    else:
        make_page(NewsPage, a, TITLE)
    commit()
    assert visitors.is_kept("b", where) if name == "cited" else visitors.is_kept("a", "/")


def test_an_answer_whose_law_has_changed_says_so_until_somebody_has_looked(visitors, a, commit):
    law, page = make_document("102/2016/QH13"), make_page(QuestionPage, a, "Hỏi?")
    commit()
    Citation.objects.create(
        page=page, school=a, document=law, place="answer", start=0, end=5, span="102/2016/QH13", kind="number",
        key="102/2016/QH13", state="resolved",
    )  # fmt: skip
    where = address(page, a)
    visitors.keep(("a", where))
    assert law_reviews.open_reviews([law.pk], "expired") == 1
    commit()
    assert "alert--warning" in visitors.text("a", where)
    visitors.keep(("a", where))
    assert law_reviews.close_review(Review.objects.get(), None, "Vẫn đúng")
    commit()
    assert "alert--warning" not in visitors.text("a", where)
