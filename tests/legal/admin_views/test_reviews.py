import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.legal.models import ReviewTask
from cms.tenancy.roles import SCHOOL_ROLES, Role
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db
LIST = "library_work:reviews"


@pytest.fixture
def task():
    cause = make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"])
    decree = make_document("84/2020/NĐ-CP", type_name="Nghị định", issuers=["Chính phủ"])
    return ReviewTask.objects.create(document=decree, cause=cause)


def address(task):
    return reverse("library_work:review", args=[task.pk])


def test_the_list_says_which_document_and_why(librarian, task):
    html = librarian.get(reverse(LIST)).content.decode()
    assert "84/2020/NĐ-CP" in html
    assert "43/2019/QH14" in html
    assert address(task) in html


@pytest.mark.parametrize(("query", "found"), [("84/2020", True), ("43/2019/qh14", True), ("99/2020", False)])
def test_search_by_either_document(librarian, task, query, found):
    rows = librarian.get(reverse(LIST), {"q": query}).context["object_list"]
    assert [row.pk for row in rows] == ([task.pk] if found else [])


def test_a_note_closes_a_task_and_stays_in_the_history_of_the_document(librarian, task):
    assert librarian.post(address(task), {"note": "Vẫn dùng được."}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.note, task.done_by_id) == (
        "done",
        "Vẫn dùng được.",
        int(librarian.session["_auth_user_id"]),
    )
    assert task.done_at
    entry = ModelLogEntry.objects.get(action="legal.reviewed")
    assert entry.object_id == str(task.document_id)
    assert "Vẫn dùng được." in entry.message
    assert not librarian.get(reverse(LIST)).context["object_list"]
    assert "Vẫn dùng được." in librarian.get(reverse(LIST), {"state": "done"}).content.decode()
    history = reverse(task.document.snippet_viewset.get_url_name("history"), args=[task.document_id])
    assert "Vẫn dùng được." in librarian.get(history).content.decode()


def test_without_a_note_nothing_is_closed(librarian, task):
    response = librarian.post(address(task), {"note": "  "})
    assert response.status_code == 200
    assert response.context["form"].errors["note"]
    task.refresh_from_db()
    assert task.state == "open"


def test_the_second_to_close_a_task_does_not_overwrite_the_first(librarian, task):
    librarian.post(address(task), {"note": "Một"})
    librarian.post(address(task), {"note": "Hai"})
    task.refresh_from_db()
    assert task.note == "Một"


def test_a_closed_task_is_opened_again(librarian, task):
    librarian.post(address(task), {"note": "Nhầm"})
    librarian.post(address(task), {"reopen": "1"})
    task.refresh_from_db()
    assert (task.state, task.done_by, task.done_at) == ("open", None, None)


@pytest.mark.parametrize("role", SCHOOL_ROLES)
def test_schools_get_404(sign_in, task, role):
    client = sign_in(role)
    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(address(task)).status_code == 404
    assert client.post(address(task), {"note": "x"}).status_code == 404
    task.refresh_from_db()
    assert task.state == "open"


@pytest.mark.parametrize("role", [Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER])
def test_other_office_roles_read_and_change_nothing(sign_in, task, role):
    client = sign_in(role)
    assert client.get(reverse(LIST)).status_code == 200
    page = client.get(address(task))
    assert page.status_code == 200
    assert 'name="note"' not in page.content.decode()
    client.post(address(task), {"note": "x"})
    task.refresh_from_db()
    assert task.state == "open"


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?state=nonsense", "?q=" + "x" * 500])
def test_nonsense_in_the_address_gives_the_list(librarian, task, query):
    assert librarian.get(reverse(LIST) + query).status_code == 200


def test_the_menu_leads_there(librarian, sign_in):
    assert reverse(LIST) in librarian.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(LIST) not in sign_in(Role.SCHOOL_ADMIN).get(reverse("wagtailadmin_home")).content.decode()


def test_the_list_costs_the_same_for_many(librarian, task):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert librarian.get(reverse(LIST)).status_code == 200
        return len(found)

    queries()
    one = queries()
    for _number in range(8):
        ReviewTask.objects.create(document=make_document(), cause=task.cause)
    queries()  # what is kept until something changes is read again once
    assert queries() == one
