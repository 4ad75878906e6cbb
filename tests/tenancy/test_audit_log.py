"""The log: written by itself, kept as it was, seen by school and office, changed by nobody. Two schools."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cms.home.models import NewsPage
from cms.tenancy.audit_log.views import visible_entries
from cms.tenancy.models import JournalEntry, Membership
from cms.tenancy.roles import Role
from cms.tenancy.staff import actions, invitations
from tests.factories import PASSWORD, client_of, make_office, make_superuser, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/site-history/"


def entries(**lookup):
    return JournalEntry.objects.filter(**lookup)


# --- what is written ---------------------------------------------------------------------------------------------


def test_changes_of_pages_stand_in_the_log_of_their_school(a, b):
    editor = make_user(Role.SCHOOL_EDITOR, a, last_name="Lê", first_name="An")
    page = make_page(NewsPage, a, "Tin A")
    page.save_revision(user=editor, log_action=True)
    entry = entries(action="wagtail.edit").get()
    assert (entry.school, entry.school_name, entry.person, entry.person_name) == (a, a.name, editor, "Lê An")
    assert entry.label == "Tin A"


def test_an_entry_keeps_the_school_and_the_names_of_its_time(a, b):
    editor = make_user(Role.SCHOOL_EDITOR, a, last_name="Lê", first_name="An")
    page = make_page(NewsPage, a, "Tin A")
    page.save_revision(user=editor, log_action=True)
    name = a.name
    page.move(b.home_page, pos="last-child")
    a.name = "Tên mới"
    a.save()
    editor.delete()
    entry = entries(action="wagtail.edit").get()
    assert entry.school == a
    assert entry.school_name == name
    assert entry.person is None
    assert entry.person_name == "Lê An"


def test_people_roles_and_invitations(a, b):
    boss = make_user(Role.SCHOOL_ADMIN, a)
    invitation, _token = invitations.create_invitation(boss, a, "moi@example.vn", "Nguyễn Mẫu", Role.SCHOOL_EDITOR)
    new = make_user(email="moi@example.vn")
    membership = invitations.accept_invitation(invitation, new)
    actions.set_role(boss, membership, Role.SCHOOL_APPROVER)
    actions.suspend_person(boss, membership)
    actions.reactivate_person(boss, membership)
    actions.remove_person(boss, membership)
    found = entries(action__startswith="people.").order_by("pk")
    assert [entry.action for entry in found] == [
        "people.invite", "people.accept", "people.set_role", "people.suspend", "people.reactivate", "people.remove",
    ]  # fmt: skip
    assert {entry.school for entry in found} == {a}
    assert [entry.person for entry in found] == [boss, new, boss, boss, boss, boss]
    assert found[2].data == {"before": "editor", "role": "approver"}


def test_signing_in_and_failing_to(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client = Client(headers={"host": "cong.localhost"}, REMOTE_ADDR="203.0.113.77")
    assert not client.login(email=user.email, password="sai-mat-khau")
    assert not client.login(email="mat-khau-go-nham-o", password="x")
    client.force_login(user)
    failed = entries(action="session.failed", person=user)
    assert {entry.school for entry in failed} == {a, b}
    unknown = entries(action="session.failed", person=None).get()
    assert (unknown.person_name, unknown.label, unknown.school) == ("", "", None)
    assert {entry.school for entry in entries(action="session.sign_in")} == {a, b}
    assert PASSWORD not in str(list(JournalEntry.objects.values()))


def test_a_person_of_very_many_schools_signs_in_in_the_offices_log(a, monkeypatch, b):
    from cms.tenancy.audit_log import record

    monkeypatch.setattr(record, "MAX_SCHOOLS", 1)
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client_of(user)
    assert [entry.school for entry in entries(action="session.sign_in")] == [None]


def test_files_taken_out_are_noted(a):
    boss = make_user(Role.SCHOOL_ADMIN, a)
    client = client_of(boss)
    client.get(LOG)
    assert not entries(action="journal.export").exists()
    client.get(LOG, {"export": "csv"})
    entry = entries(action="journal.export").get()
    assert (entry.person, entry.school) == (boss, a)
    assert entry.label.startswith("nhat-ky-")


# --- who sees it -------------------------------------------------------------------------------------------------


def test_school_office_and_others(a, b):
    for school in (a, b):
        editor = make_user(Role.SCHOOL_EDITOR, school)
        make_page(NewsPage, school, f"Tin {school.code}").save_revision(user=editor, log_action=True)
        client_of(editor)
    make_office().home_page.specific.save_revision(user=make_user(Role.OFFICE_ADMIN), log_action=True)

    def seen(role, school=None):
        user = make_user(role, None if role.startswith("office") else school)
        html = client_of(user).get(LOG).content.decode()
        return "Tin A" in html, "Tin B" in html, visible_entries(user).filter(action="session.sign_in").exists()

    assert seen(Role.SCHOOL_ADMIN, a) == (True, False, True)
    assert seen(Role.SCHOOL_ADMIN, b) == (False, True, True)
    assert seen(Role.SCHOOL_EDITOR, a) == (True, False, False)
    for role in (Role.OFFICE_ADMIN, Role.OFFICE_OBSERVER, Role.OFFICE_APPROVER):
        assert seen(role) == (True, True, True)
    assert client_of(make_user(Role.OFFICE_LIBRARIAN)).get(LOG).status_code == 403
    assert visible_entries(make_user(Role.SCHOOL_ADMIN, a)).exclude(school=a).count() == 0


def test_entries_about_people_only_where_one_manages_them(a, b):
    user = make_user(Role.SCHOOL_ADMIN, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    client_of(make_user(Role.SCHOOL_EDITOR, a))
    client_of(make_user(Role.SCHOOL_EDITOR, b))
    rows = visible_entries(user).filter(action="session.sign_in")
    assert {row.school for row in rows} == {a}


def test_the_address_of_who_has_left_is_not_found_out_letter_by_letter(a, b):
    gone = make_user(Role.SCHOOL_EDITOR, a, last_name="Lê", first_name="An", email="cu@example.vn")
    boss = make_user(Role.OFFICE_ADMIN, last_name="Sở", first_name="Anh", email="sep@example.vn")
    here = make_user(Role.SCHOOL_ADMIN, a, email="day@example.vn")
    for user, title in ((gone, "Tin một"), (boss, "Tin hai")):
        make_page(NewsPage, a, title).save_revision(user=user, log_action=True)
    Membership.objects.filter(user=gone).update(school=b)
    type(gone).objects.filter(pk=gone.pk).update(email="moi@example.vn")

    def labels(user, word):
        found = client_of(user).get(LOG, {"action": "wagtail.edit", "person": word}).context["object_list"]
        return {row.label for row in found}

    for word in ("moi@", "cu@", "sep@", "@example.vn"):
        assert labels(here, word) == set()
    assert labels(here, "Lê An") == {"Tin một"}
    assert labels(boss, "moi@") == {"Tin một"}


def test_filters(a, b):
    boss = make_user(Role.SCHOOL_ADMIN, a, last_name="Lê", first_name="Hiệu")
    editor = make_user(Role.SCHOOL_EDITOR, a, last_name="Trần", first_name="Viên", email="vien@example.vn")
    for user, title in ((boss, "Tin một"), (editor, "Tin hai")):
        make_page(NewsPage, a, title).save_revision(user=user, log_action=True)
    old = entries(label="Tin một", action="wagtail.edit").get()
    entries(pk=old.pk).update(at=timezone.now() - datetime.timedelta(days=40))
    client = client_of(boss)

    def labels(**filters):
        return {row.label for row in client.get(LOG, {"action": "wagtail.edit", **filters}).context["object_list"]}

    assert labels() == {"Tin một", "Tin hai"}
    assert labels(person="viên") == labels(person="vien@example") == {"Tin hai"}
    assert labels(label="một") == {"Tin một"}
    today = timezone.localdate()
    assert labels(at_from=(today - datetime.timedelta(days=7)).strftime("%d/%m/%Y")) == {"Tin hai"}
    assert labels(at_to=(today - datetime.timedelta(days=7)).strftime("%d/%m/%Y")) == {"Tin một"}
    office = client_of(make_user(Role.OFFICE_ADMIN))
    found = office.get(LOG, {"school": "mau a", "action": "wagtail.edit"}).context["object_list"]
    assert len(found) == 2
    assert not office.get(LOG, {"school": "mau b", "action": "wagtail.edit"}).context["object_list"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("role", [Role.SCHOOL_ADMIN, Role.OFFICE_ADMIN])
def test_the_export_is_what_the_screen_shows(a, b, kind, role):
    for school in (a, b):
        page = make_page(NewsPage, school, f"Tin {school.code}")
        page.save_revision(user=make_user(Role.SCHOOL_EDITOR, school), log_action=True)
    client = client_of(make_user(role, a if role == Role.SCHOOL_ADMIN else None))
    only = {"action": "wagtail.edit"}
    screen = client.get(LOG, only)
    content = client.get(LOG, {**only, "export": kind}).getvalue()
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode())))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.rows]
    columns = screen.context["table"].columns
    assert [str(head) for head in rows[0]] == [str(column.label) for column in columns.values()]
    shown = [(row.person_name, row.label) for row in screen.context["object_list"]]
    assert [(row[1], row[3]) for row in rows[1:]] == shown
    assert len(shown) == (1 if role == Role.SCHOOL_ADMIN else 2)


def test_the_number_of_queries_does_not_grow(a, django_assert_max_num_queries):
    client = client_of(make_user(Role.OFFICE_ADMIN))
    client.get(LOG)
    with django_assert_max_num_queries(40) as few:
        client.get(LOG)
    JournalEntry.objects.bulk_create(JournalEntry(school=a, action="wagtail.edit", label=str(n)) for n in range(200))
    with django_assert_max_num_queries(len(few)):
        client.get(LOG)


# --- nobody changes it -------------------------------------------------------------------------------------------


def test_no_address_and_no_form_changes_an_entry(a):
    client_of(make_user(Role.SCHOOL_ADMIN, a))
    entry = JournalEntry.objects.first()
    for change in (entry.save, entry.delete):
        with pytest.raises(TypeError):
            change()
    for client in (client_of(make_superuser()), client_of(make_user(Role.OFFICE_ADMIN))):
        for method in ("post", "put", "delete", "patch"):
            assert getattr(client, method)(LOG).status_code in (403, 404, 405)
    names = {str(pattern.name) for pattern in get_resolver().url_patterns if getattr(pattern, "name", None)}
    assert not any("journal" in name for name in names)
    content_type = apps.get_model("contenttypes", "ContentType").objects.get_for_model(JournalEntry)
    assert not apps.get_model("auth", "Permission").objects.filter(content_type=content_type).exists()


def test_old_entries_go_and_not_too_soon(a):
    now = timezone.now()
    JournalEntry.objects.all().delete()
    for days in (10, 400, 800):
        JournalEntry.objects.create(action="wagtail.edit", label=str(days), at=now - datetime.timedelta(days=days))
    for months in (11, 0, -5):
        with pytest.raises(CommandError):
            call_command("prune_log", months=months)
    call_command("prune_log")
    assert {row.label for row in JournalEntry.objects.all()} == {"10", "400"}
    call_command("prune_log", months=12)
    assert {row.label for row in JournalEntry.objects.all()} == {"10"}
