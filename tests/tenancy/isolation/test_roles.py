"""A right of one school is no right in another: person × role in A × role in B × every address.

What a request that names B's things does for somebody with roles in both schools, it does for somebody with the role in
B alone, to the letter: same answer, same tables written. So neither a right of A reaches over, nor does one of B get
lost. What names nothing (lists, filters, choosers) shows of B what the role in B shows.
"""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from cms.tenancy import current_school, rights
from cms.tenancy.access import url_rules
from cms.tenancy.access.rule_types import Access
from cms.tenancy.models import Membership
from cms.tenancy.roles import OFFICE_ROLES, SCHOOL_ROLES, Role
from tests.factories import make_user
from tests.tenancy.isolation.walker import addresses, fillings, path_of, undone

pytestmark = pytest.mark.django_db

EXPERT, EDITOR, APPROVER, ADMIN = SCHOOL_ROLES
SKIPPED = {"wagtailadmin_logout", "wagtailadmin_error_test"}
#: Sessions, thumbnails and the like; the log, which follows what was done.
TECHNICAL = (
    "django_session", "core_rendition", "wagtailcore_pagesubscription", "wagtailusers_userprofile",
    "wagtailsearch_indexentry", "tenancy_journalentry", "file_size", "wagtailadmin_editingsession",
)  # fmt: skip
FORM = {
    "title": "Mới", "name": "Mới", "q": "", "comment": "x", "next": "/admin/", "restriction_type": "none",
    "old_path": "/moi", "redirect_link": "/moi", "locales": "2", "email": "moi@example.vn", "role": "admin",
}  # fmt: skip

BULK = {"page": "page", "schoolimage": "image", "schooldocument": "document"}


class Person:
    """Signed in, with the place chosen that lists show (``None``: all)."""

    def __init__(self, *roles, chosen=None):
        self.user = make_user()
        for role, school in roles:
            Membership.objects.create(user=self.user, school=None if role in OFFICE_ROLES else school, role=role)
        self.client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
        self.client.force_login(self.user)
        self.chosen = chosen
        self.choose()

    def choose(self):
        session = self.client.session
        session.pop(current_school._KEY, None)
        if self.chosen:
            session[current_school._KEY] = self.chosen.pk
        session.save()

    def ask(self, method, path, data=None):
        """(status, where to, tables written), body; nothing stays."""
        written = set()

        def note(execute, sql, params, many, context):
            found = re.match(r'(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
            if found and not any(name in sql for name in TECHNICAL):
                written.add(found.groups())
            return execute(sql, params, many, context)

        if method == "post":
            cache.clear()  # a letter that was just sent to somebody is sent again: the first one was undone
        with undone(), connection.execute_wrapper(note):
            response = getattr(self.client, method)(path, data)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        if self.chosen:
            self.choose()  # opening a thing of the other school has switched there
        where = re.sub(r"\d+", "N", response.get("Location", ""))
        return (response.status_code, where, frozenset(written)), body.decode(errors="replace")


def naming(side, other, only=()):
    """(method, path, form) of requests that name things of ``side`` and no others, at addresses open to schools."""
    numbers = {"site": "site", "collection": "collection", "parent": "collection", "parent_page_id": "home"}
    form = {**FORM, **{name: side.ids[kind] for name, kind in numbers.items()}}
    for address in addresses():
        rule = url_rules.find_rule(address.name)
        if address.name in SKIPPED or rule is None or rule.access is not Access.SCHOOL:
            continue
        if only and address.name not in only:
            continue
        for arguments, foreign in fillings(address, side, other, 1):
            path = path_of(address, arguments)
            if foreign:
                continue
            if kind := BULK.get(arguments.get("model_name")) if address.name == "wagtail_bulk_action" else None:
                path += f"?id={side.ids[kind]}"
            if re.search(r"\d", path):
                yield "get", path, None
            yield "post", path, form


def lists():
    for address in addresses():
        rule = url_rules.find_rule(address.name)
        if address.name not in SKIPPED and not address.arguments and rule and rule.access is not Access.OFFICE:
            yield f"/{address.route}"


#: Takes no school from the form where a person administers one alone.
ONE_SCHOOL = "/admin/people/invite/"


def same(path, found, wanted) -> bool:
    """Refusals come in several forms. Where the path names nothing, what is written counts."""
    if re.search(r"\d", path):
        return found == wanted or (refused(found) and refused(wanted))
    return found[2] == wanted[2] or path == ONE_SCHOOL


def refused(outcome) -> bool:
    status, where, written = outcome
    return not written and (status in (403, 404) or (status, where) == (302, "/admin/"))


_remembered = {}  # what people with one role get, in this module's world


def differences(world, person, like, only=()):
    """``like``: (role, school's code) of the person with one role alone."""
    alone, answers, wrong = None, _remembered.setdefault(like, {}), []
    for method, path, form in naming(world["B"], world["A"], only):
        if (method, path) not in answers:
            alone = alone or Person((like[0], like[1] and world[like[1]].school))
            answers[method, path] = alone.ask(method, path, form)[0]
        found, wanted = person.ask(method, path, form)[0], answers[method, path]
        if not same(path, found, wanted):
            wrong.append((method, path, found, wanted))
    return wrong


def show(found) -> str:
    return "\n".join(f"{method} {path}: {mixed} instead of {alone}" for method, path, mixed, alone in found)


def both(world, in_a, in_b, chosen=None):
    return Person((in_a, world["A"].school), (in_b, world["B"].school), chosen=world[chosen].school if chosen else None)


DRAWN = (ADMIN, EDITOR, None)
CASES = [
    pytest.param(*DRAWN, marks=pytest.mark.long),
    *(
        pytest.param(
            in_a, in_b, chosen, marks=pytest.mark.long if (in_b, chosen) == (ADMIN, None) else pytest.mark.whole
        )
        for in_a in SCHOOL_ROLES
        for in_b in SCHOOL_ROLES
        for chosen in (None, "A", "B")
        if in_a != in_b and (in_a, in_b, chosen) != DRAWN
    ),
]


@pytest.fixture(scope="module")
def keep():
    yield
    _remembered.clear()


@pytest.fixture
def undrawn(monkeypatch):
    """Of screens only status, way and writing are compared: one pair of roles draws them, the others need not."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *args: "")


@pytest.mark.parametrize(("in_a", "in_b", "chosen"), CASES)
def test_what_names_things_of_b_asks_the_role_in_b(request, world, keep, in_a, in_b, chosen):
    if (in_a, in_b, chosen) != DRAWN:
        request.getfixturevalue("undrawn")
    found = differences(world, both(world, in_a, in_b, chosen), (in_b, "B"))
    assert not found, show(found)


@pytest.mark.long
@pytest.mark.parametrize("office", [Role.OFFICE_APPROVER, Role.OFFICE_LIBRARIAN, Role.OFFICE_OBSERVER])
def test_a_role_of_the_office_does_not_carry_a_schools_rights_to_others(world, keep, undrawn, office):
    found = differences(world, Person((ADMIN, world["A"].school), (office, None)), (office, None))
    assert not found, show(found)


SEEN_IN_THE_WILD = {"own_redirect_edit", "own_redirect_delete", "wagtail_localize:submit_page_translation"}


def test_the_walk_would_see_it(world, keep, monkeypatch):
    """Without the school in the question the same walk finds what was seen in the wild."""
    monkeypatch.setattr(rights, "set_request_owners", lambda user, owners: None)
    found = differences(world, both(world, ADMIN, EDITOR), (EDITOR, "B"), SEEN_IN_THE_WILD)
    asked = {path for _method, path, _found, _wanted in found}
    redirect, page = world["B"].ids["redirect"], world["B"].ids["page"]
    assert asked == {
        f"/admin/redirects/{redirect}/", f"/admin/redirects/{redirect}/delete/", f"/admin/localize/submit/page/{page}/"
    }  # fmt: skip


def words_of(side, text):
    """Words with the marker in them, but for the school's own name, which its people see everywhere."""
    return {word for word in re.findall(rf"[\w@./-]*{side.marker}[\w@./-]*", text) if word != side.marker}


@pytest.mark.long
@pytest.mark.parametrize(("in_a", "in_b"), [(ADMIN, EDITOR), (EDITOR, APPROVER)])
def test_lists_show_of_each_school_what_the_role_there_shows(world, in_a, in_b):
    person = both(world, in_a, in_b)
    alone = {"A": Person((in_a, world["A"].school)), "B": Person((in_b, world["B"].school))}
    seen = 0
    for path in lists():
        if "/notices" in path:
            continue
        _outcome, shown = person.ask("get", path)
        for code, one in alone.items():
            (status, *_rest), body = one.ask("get", path)
            wanted = words_of(world[code], body) if status == 200 else set()
            seen += len(wanted)
            assert words_of(world[code], shown) <= wanted | hosts(world[code]), path
    assert seen > 100


def hosts(side):
    """People of several schools choose among their sites, and tell them apart by name and address."""
    return {side.school.site.hostname, side.school.home_page.slug}


@pytest.mark.parametrize("chosen", ["A", "B"])
def test_a_choice_narrows_lists_and_moves_no_right(world, chosen):
    person, other = both(world, ADMIN, EDITOR, chosen), "AB".replace(chosen, "")
    (status, *_rest), body = person.ask("get", "/admin/redirects/")
    assert (status == 200) is (chosen == "A")
    assert not words_of(world[other], body)
    assert person.ask("get", f"/admin/redirects/{world['A'].ids['redirect']}/")[0][0] == 200
    assert person.ask("get", f"/admin/redirects/{world['B'].ids['redirect']}/")[0][0] == 403
