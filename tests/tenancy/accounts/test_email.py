"""The e-mail address is the name at the sign-in: whoever finds an open browser must not be able to take the account."""

import pytest
from django.core import mail
from django.urls import reverse

from cms.tenancy.models import JournalEntry, Letter
from cms.tenancy.roles import Role
from tests.factories import PASSWORD, make_office, make_user

pytestmark = pytest.mark.django_db

OLD, NEW = "cu@example.vn", "moi@example.vn"


@pytest.fixture
def person(a):
    make_office()
    return make_user(Role.SCHOOL_EDITOR, a, email=OLD, first_name="An", last_name="Lê")


def change(visitor, email=NEW, **fields):
    """Posts the page as it was shown, with this address."""
    shown = visitor.get(reverse("wagtailadmin_account"))
    data = {}
    for panels in shown.context["panels_by_tab"].values():
        for panel in panels:
            form = panel.get_form()
            data.update({form.add_prefix(name): form[name].value() for name in form.fields if form[name].value()})
    data["name_email-email"] = email
    return visitor.post(reverse("wagtailadmin_account"), {**data, **fields})


def test_not_without_the_password(person, browser):
    visitor = browser()
    visitor.sign_in(person)
    for wrong in ("", "x", PASSWORD + "x"):
        answer = change(visitor, **{"name_email-current_password": wrong})
        (form,) = [panel.get_form() for panel in answer.context["panels_by_tab"].popitem(last=False)[1][:1]]
        assert list(form.errors) == ["current_password"]
    person.refresh_from_db()
    assert person.email == OLD
    assert not mail.outbox


def test_with_the_password_and_the_old_address_is_told(person, browser, django_capture_on_commit_callbacks):
    visitor = browser()
    visitor.sign_in(person)
    with django_capture_on_commit_callbacks(execute=True):
        answer = change(visitor, email="  MOI@example.vn ", **{"name_email-current_password": PASSWORD})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.email == NEW
    (letter,) = mail.outbox
    assert letter.to == [OLD]
    assert NEW in letter.body
    noted = Letter.objects.get()
    assert (noted.user, noted.school.code, noted.kinds, noted.state) == (person, "A", ["account"], "sent")
    assert NEW not in noted.subject
    assert JournalEntry.objects.filter(action="accounts.email_changed", person=person).exists()
    assert visitor.is_in()


def test_the_name_needs_no_password(person, browser):
    visitor = browser()
    visitor.sign_in(person)
    assert change(visitor, email=OLD.upper(), **{"name_email-last_name": "Trần"}).status_code == 302
    person.refresh_from_db()
    assert (person.email, person.last_name) == (OLD, "Trần")


def test_guesses_are_counted_for_this_person_alone(person, browser):
    visitor = browser()
    visitor.sign_in(person)
    for _ in range(5):
        change(visitor, **{"name_email-current_password": "x"})
    assert change(visitor, **{"name_email-current_password": PASSWORD}).status_code == 200
    person.refresh_from_db()
    assert person.email == OLD
    other = browser()
    other.sign_in(person)
    assert other.is_in()


def test_an_address_that_somebody_has(person, browser, b):
    make_user(Role.SCHOOL_EDITOR, b, email=NEW)
    visitor = browser()
    visitor.sign_in(person)
    assert change(visitor, **{"name_email-current_password": PASSWORD}).status_code == 200
    person.refresh_from_db()
    assert person.email == OLD


def errors_of(answer):
    panels = next(iter(answer.context["panels_by_tab"].values()))
    return {name: list(words) for name, words in panels[0].get_form().errors.items()}


def test_no_answer_tells_who_has_an_account(person, browser, b):
    """Whoever finds an open browser asks in vain; the person may ask a few times a day."""
    make_user(Role.SCHOOL_EDITOR, b, email=NEW)
    visitor = browser()
    visitor.sign_in(person)
    for wrong in ("", "x"):
        fields = {"name_email-current_password": wrong}
        taken, free = (errors_of(change(visitor, email=email, **fields)) for email in (NEW, "khong@example.vn"))
        assert taken == free
        assert list(taken) == ["current_password"]
    right = {"name_email-current_password": PASSWORD}
    words = [errors_of(change(visitor, email=NEW, **right)) for _ in range(6)]
    assert all(list(said) == ["email"] for said in words)
    assert words[0] == words[4] != words[5]
    assert errors_of(change(visitor, email="khong@example.vn", **right)) == words[5]
    assert change(visitor, email=OLD, **{"name_email-last_name": "Trần"}).status_code == 302


def test_the_page_asks_for_no_clock(person, browser):
    """A list of all the world's would hold names that a browser does not know ("localtime")."""
    visitor = browser()
    visitor.sign_in(person)
    shown = visitor.get(reverse("wagtailadmin_account"))
    forms = [panel.get_form() for panels in shown.context["panels_by_tab"].values() for panel in panels]
    names = {name for form in forms for name in form.fields}
    assert "preferred_language" in names
    assert "current_time_zone" not in names
