"""The search of the admin: everybody over what they may see, drafts too; exports; questions without results."""

import csv
import io

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.home.models import NewsPage, NoticePage
from search.models import UnansweredQuery
from search.results_page.unanswered import MAX_PER_DAY, record_unanswered, storable_form
from tests import shared
from tests.factories import make_office, make_school, make_superuser, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@shared.once
def schools():
    with TestCase.captureOnCommitCallbacks(execute=True):
        a, b = make_school("A"), make_school("B")
        for school in (a, b):
            make_page(NewsPage, school, f"Hoà giải ở {school.code}")
            make_page(NewsPage, school, f"Nháp hoà giải ở {school.code}", live=False)
            make_page(NoticePage, school, f'=HYPERLINK("x") hoà giải {school.code}')
    return a, b


def client_of(user) -> Client:
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    return client


def titles(user, **data) -> set[str]:
    answer = client_of(user).get(reverse("search_admin"), {"q": "hoa giai", **data})
    assert answer.status_code == 200
    return {
        row.title.removeprefix("Nháp ")[-1] + ("*" if row.title.startswith("Nháp") else "")
        for row in answer.context["rows"]
    }


@pytest.mark.parametrize("role", ["editor", "approver", "admin"])
def test_a_school_role_finds_its_own_school_alone(schools, role):
    a, b = schools
    user = make_user(role, a)
    assert titles(user) == {"A", "A*"}
    assert client_of(user).get(reverse("search_admin"), {"q": "hoa giai", "site": b.site_id}).status_code == 404
    text = client_of(user).get(reverse("search_admin_export", args=["csv"]), {"q": "hoa giai"}).content.decode()
    assert "hoà giải A" in text
    assert "ở B" not in text


@pytest.mark.parametrize("role", ["office_admin", "office_approver", "office_observer", None])
def test_the_office_finds_all_schools_with_drafts(schools, role):
    a, b = schools
    user = make_user(role) if role else make_superuser()
    assert titles(user) == {"A", "A*", "B", "B*"}
    assert titles(user, site=b.site_id) == {"B", "B*"}
    assert titles(user, state="draft") == {"A*", "B*"}
    assert titles(user, state="nonsense", kind="x", site="y", page="-3") == {"A", "A*", "B", "B*"}
    assert titles(user, site=a.site_id, state="live", q="Hòa Giải") == {"A"}


def body(text):
    return [("text", f"<p>{text}</p>")]


def test_texts_are_searched_and_drafts_as_they_were_saved_last(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a, b = make_school("A"), make_school("B")
        make_page(NewsPage, a, "Tin của A", summary="Có bánh chưng", body=body("Cây đa đầu làng"))
        changed = make_page(NewsPage, a, "Tin trước A", body=body("Bến nước cũ"))
        draft = make_page(NewsPage, b, "Nháp B", body=body("Viết lần đầu"), live=False)
        changed.body = body("Bến phà mới")
        changed.save_revision()
        draft.title, draft.body = "Nháp xong B", body("Viết lần sau ở giếng nước")
        draft.save_revision()
    office, editor = make_superuser(), make_user("editor", a)
    assert titles(office, q="cay da") == titles(office, q="bánh chưng") == {"A"}
    assert titles(office, q="bến nước") == titles(office, q="ben pha") == {"A"}
    assert titles(office, q="giếng nước") == titles(office, q="nhap xong") == {"B*"}
    assert titles(office, q="lần đầu") == set()  # nobody sees that version any more
    assert titles(editor, q="cây đa") == {"A"}
    assert titles(editor, q="giếng nước") == set()
    explorer = reverse("wagtailadmin_explore", args=[draft.get_parent().pk])
    assert "Nháp xong B" in client_of(office).get(explorer, {"q": "nhap xong"}).content.decode()


def test_somebody_without_a_role_finds_nothing(schools):
    make_office()
    answer = client_of(make_user()).get(reverse("search_admin"), {"q": "hoa giai"})
    assert answer.status_code in (302, 403, 404)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_hold_no_formula_and_are_logged(schools, kind):
    user = make_user("office_admin")
    answer = client_of(user).get(reverse("search_admin_export", args=[kind]), {"q": "hoa giai", "state": "live"})
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 5
    assert sum(str(row[0]).startswith("'=HYPERLINK") for row in rows) == 2
    entry = ModelLogEntry.objects.get(action="search.export")
    assert (entry.user, entry.data["rows"], entry.data["q"]) == (user, 4, "hoa giai")


def test_without_words_the_newest_come_first(schools):
    answer = client_of(make_superuser()).get(reverse("search_admin"))
    assert len(answer.context["rows"]) == 25
    assert answer.context["page_of"].next_url


class TestUnanswered:
    ask = staticmethod(lambda q, **data: Client(headers={"host": "th-mau-a.localhost"}).get("/tim/", {"q": q, **data}))

    def test_counted_by_site_and_day_and_shown_to_the_office(self, schools):
        for q in ("Xylophone gỗ", " xylophone  GỖ", "hoa giai"):
            assert self.ask(q).status_code == 200
        self.ask("xylophone gỗ", scope="site")  # of one school: the others may have it
        row = UnansweredQuery.objects.get()
        assert (row.query, row.count, row.site_id) == ("xylophone gỗ", 2, schools[0].site_id)
        for role in ("office_admin", "office_observer"):
            assert "xylophone gỗ" in client_of(make_user(role)).get(reverse("search_unanswered")).content.decode()
        assert client_of(make_user("admin", schools[0])).get(reverse("search_unanswered")).status_code == 404

    def test_a_question_whose_telling_word_stands_nowhere_counts_too(self, schools):
        self.ask("hoà giải ở a xylophone")
        row = UnansweredQuery.objects.get()
        assert (row.query, row.partly) == ("hoà giải ở a xylophone", False)
        answer = client_of(make_user("office_admin")).get(reverse("search_unanswered"))
        assert [(row["query"], row["partly"]) for row in answer.context["page_of"].items] == [
            ("hoà giải ở a xylophone", False)
        ]
        self.ask("hoà giải ở đâu")  # words that only ask need not be found
        self.ask("hoà giải ở a xylophone", kind="news")
        results = self.ask("hoà giải trường tiểu học").context["results"]
        assert (results.relaxed, results.answered) == (True, False)  # some pages have them all, others all but one
        assert UnansweredQuery.objects.get().count == 1

    @pytest.mark.parametrize(
        "text",
        [
            "0912345678", "0912 345 678", "ai gọi 0912.345.678", "001099012345", "a.b@c.vn", "https://x.vn/a",
            "Nguyễn Văn A", "nguyen thi hoa", "điểm thi của Trần Bình Minh", "diem thi cua le thi lan", "lê hoa",
            "12 12 2015", "?", "x" * 200,
        ],
    )  # fmt: skip
    def test_data_of_persons_is_never_kept(self, schools, text):
        self.ask(text)
        assert not UnansweredQuery.objects.exists()

    @pytest.mark.parametrize(
        "text", ["16/2031/tt-bgdđt", "lễ khai giảng trực tuyến", "đường đến trường", "luật trẻ em 2031"]
    )
    def test_harmless_questions_are(self, text):
        assert storable_form(text) == text

    def test_nobody_fills_the_table(self, schools):
        for n in range(MAX_PER_DAY + 5):
            record_unanswered(f"xe đạp số {n} {'ab'[n % 2]}", schools[0].site_id)
        assert UnansweredQuery.objects.count() == MAX_PER_DAY
