"""The office's screens for words of search: who may, what changes before anything is saved, the way back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from search.admin.candidates import find_candidates, find_missing_words
from search.models import SearchWord, UnansweredQuery
from search.query_planning.synonyms import LAW
from tests.factories import make_office, make_superuser, make_user

pytestmark = pytest.mark.django_db

ADD, LIST = "wagtailsnippets_search_searchword:add", "search_words:index"
FORM = {"kind": LAW, "typed": "khụng khiệng", "meant": "cổng trường", "note": "thử", "active": "on"}


def client_of(user) -> Client:
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    return client


@pytest.fixture
def office(content):
    make_office()
    return client_of(make_user("office_admin"))


@pytest.fixture
def own(content) -> SearchWord:
    return SearchWord.objects.create(**{**FORM, "typed": "đuổi học", "meant": "thôi học hẳn", "active": True})


@pytest.mark.parametrize("role", ["editor", "approver", "admin"])
@pytest.mark.parametrize("school", ["a", "b"])
def test_schools_see_none_of_it(content, own, role, school):
    client = client_of(make_user(role, getattr(content, school)))
    edit = reverse("wagtailsnippets_search_searchword:edit", args=[own.pk])
    for address in (reverse(LIST), reverse(ADD), edit):
        assert client.get(address).status_code in (302, 403, 404)
        client.post(address, FORM)
    assert list(SearchWord.objects.values_list("meant", flat=True)) == ["thôi học hẳn"]


def test_nobody_without_a_name_sees_it(content):
    assert Client(headers={"host": "cong.localhost"}).get(reverse(LIST)).status_code == 302


def test_an_observer_reads_and_changes_nothing(content):
    make_office()
    client = client_of(make_user("office_observer"))
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    assert reverse(ADD) not in page.content.decode()
    client.post(reverse(ADD), FORM)
    assert not SearchWord.objects.exists()


def test_the_list_has_all_rows_and_is_searched_and_filtered(office, own):
    def typed(**data):
        return [row.word.typed for row in office.get(reverse(LIST), data).context["object_list"]]

    assert typed()[0] == "đuổi học"
    assert "nón bảo hiểm" in typed(q="non bao hiem")
    assert typed(origin="office") == ["đuổi học"]
    assert "UBND" in typed(origin="fixed", q="ubnd")
    assert typed(kind="grade", q="trung học cơ sở")
    assert typed(kind="nonsense") == []
    assert office.get(reverse(LIST), {"p": "x"}).status_code in (200, 404)


def test_a_shipped_row_opens_filled_in_and_is_saved_over_it(office):
    row = next(r for r in office.get(reverse(LIST), {"q": "tiền trường"}).context["object_list"])
    page = office.get(row.url).content.decode()
    assert "học phí | khoản thu" in page
    assert office.post(reverse(ADD), {**FORM, "typed": "tiền trường", "meant": "học phí"}).status_code == 302
    saved = SearchWord.objects.get()
    assert saved.as_word.meant == ("học phí",)
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(saved)] == ["wagtail.create"]


def test_the_preview_shows_before_and_after_and_saves_nothing(office):
    page = office.post(reverse(ADD), {**FORM, "preview": "1"})
    change = page.context["change"]
    assert change.question == "khụng khiệng"
    assert (change.before.total, change.after.total) == (0, 1)
    assert [(line.hit.plain_title, line.new) for line in change.after.lines] == [
        ("An toàn giao thông trước cổng trường", True)
    ]
    assert 'value="khụng khiệng"' in page.content.decode()
    assert not SearchWord.objects.exists()
    same = office.post(reverse(ADD), {**FORM, "preview": "1", "question": "giao thông"})
    assert same.context["change"].is_none


def test_a_preview_of_a_wrong_form_keeps_what_was_typed(office):
    page = office.post(reverse(ADD), {**FORM, "meant": "", "preview": "1", "question": "một câu"})
    assert page.status_code == 200
    assert page.context["change"] is None
    assert 'value="một câu"' in page.content.decode()
    assert "khụng khiệng" in page.content.decode()


def test_the_way_back_is_the_history_and_taking_the_row_away(office, own):
    edit = reverse("wagtailsnippets_search_searchword:edit", args=[own.pk])
    own.save_revision()
    assert office.post(edit, {**FORM, "typed": "đuổi học", "meant": "tạm dừng học"}).status_code == 302
    first = own.revisions.order_by("pk").first()
    revert = reverse("wagtailsnippets_search_searchword:revisions_revert", args=[own.pk, first.pk])
    assert "thôi học hẳn" in office.get(revert).content.decode()
    assert office.post(reverse("wagtailsnippets_search_searchword:delete", args=[own.pk])).status_code == 302
    row = office.get(reverse(LIST), {"q": "đuổi học"}).context["object_list"][0]
    assert (row.origin, row.word.meant) == ("shipped", ("buộc thôi học",))
    assert ModelLogEntry.objects.filter(action="wagtail.delete", label__contains="đuổi học").exists()


@pytest.mark.parametrize("typed", ["TT", "", "!!!", "đuổi " * 30])
def test_nonsense_is_refused_with_words_and_kept(office, typed):
    page = office.post(reverse(ADD), {**FORM, "typed": typed})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "cổng trường" in page.content.decode()


def test_a_superuser_sees_it(content):
    assert client_of(make_superuser()).get(reverse(LIST)).status_code == 200


def test_what_nobody_found_names_its_missing_words(office, content):
    day = timezone.localdate()
    UnansweredQuery.objects.create(query="giao thông khụng khiệng", site_id=content.a_site.id, day=day)
    page = office.get(reverse("search_unanswered"))
    row = page.context["page_of"].items[0]
    assert row["missing"] == "thông khụng khiệng"
    form = office.get(row["teach"]).content.decode()
    assert 'value="giao thông khụng khiệng"' in form


def test_missing_words_are_the_longest_run_that_stands_nowhere(content):
    assert find_missing_words("đuổi học", {}) == ""
    assert find_candidates(["giao thông"]) == {"giao thông": ""}
    assert find_candidates(["khiệng"]) == {"khiệng": "khiệng"}
