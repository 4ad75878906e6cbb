"""The attack beside the walk: what no table declares, whole forms, other methods, other hosts, people with a past."""

import itertools
import json
import threading

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from cms.core import instance_hooks
from cms.core.models import SchoolDocument
from cms.tenancy.models import Membership
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.tenancy.isolation.harvest import form_in, names
from tests.tenancy.isolation.test_walk import FORM, SKIPPED, show, walker_for
from tests.tenancy.isolation.walker import Walker, addresses, fillings, path_of, with_missing
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db

KINDS = ("page", "draft", "image", "document", "collection", "user", "site", "revision", "redirect", "translation")


def opened(walker):
    """Addresses that this person can open with own numbers, and what they show."""
    for address in addresses():
        if address.name not in SKIPPED:
            for arguments, foreign in fillings(address, walker.own, walker.other, 1):
                path = path_of(address, arguments)
                if not foreign and walker.opens(path):
                    yield address, path


def clean(walker):
    assert not walker.findings, show(walker.findings)


@pytest.mark.long
@pytest.mark.parametrize("turn", [0, *(pytest.param(turn, marks=pytest.mark.whole) for turn in range(1, len(KINDS)))])
def test_every_name_that_code_reads(world, turn):
    """All at once on every address that opens, each with a number of another kind in each turn."""
    walker = walker_for(world, "A", "B", "admin")
    read = names()
    assert {"parent_page", "destination_page_id", "collection_id", "locale"} <= set(read)
    kinds = [KINDS[(number + turn) % len(KINDS)] for number in range(len(read))]
    kept = [name for name in read if name not in FORM and name not in ("page", "p", "locale", "limit", "offset")]
    theirs = {name: walker.other.ids[kind] for name, kind in zip(read, kinds, strict=True) if name in kept}
    nothing = dict.fromkeys(kept, MISSING)
    for _address, path in opened(walker):
        walker.same("GET", (path, theirs), (path, nothing))
        walker.same("POST", (path, {**FORM, **theirs}), (path, {**FORM, **nothing}))
    assert walker.requests > 200
    clean(walker)


@pytest.mark.long
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_other_methods(world, method):
    walker = walker_for(world, "A", "B", "admin")
    body = {"content_type": "application/json"} if method in ("PUT", "PATCH") else {}
    for address in addresses():
        if address.name in SKIPPED:
            continue
        for arguments, foreign in fillings(address, walker.own, walker.other, 1):
            if foreign:
                path = path_of(address, arguments)
                missing = path_of(address, with_missing(arguments, walker.own, walker.other))
                data = json.dumps({"value": walker.other.ids["image"]}) if body else None
                walker.same(method, (path, data), (missing, data), **body)
    clean(walker)


FORMS = [
    ("wagtailsettings:edit", "settings"),
    *(
        pytest.param(name, kind, marks=pytest.mark.long)
        for name, kind in (
            ("wagtailadmin_pages:edit", "page"),
            ("wagtailadmin_pages:edit", "draft"),
            ("wagtailadmin_pages:edit", "english"),
            ("wagtailadmin_pages:copy", "page"),
            ("wagtailadmin_pages:set_privacy", "page"),
            ("wagtailimages:edit", "image"),
            ("wagtaildocs:edit", "document"),
            ("wagtailadmin_collections:edit", "collection"),
            ("own_redirect_edit", "redirect"),
        )
    ),
]


@pytest.mark.parametrize(("name", "kind"), FORMS)
def test_whole_forms_with_one_foreign_number(world, name, kind):
    """As the browser would send it, one field after the other with another school's number in it."""
    walker = walker_for(world, "A", "B", "admin")
    args = ["home", "schoolsettings", walker.own.ids["site"]] if kind == "settings" else [walker.own.ids[kind]]
    url = _reverse(name, args)
    html = walker.client.get(url, follow=True)
    sent = form_in(html.content.decode())
    assert sent, url
    tried = 0
    for field in sent:
        for number in _kinds_for(field):
            tried += 1
            walker.same("POST", (url, {**sent, field: walker.other.ids[number]}), (url, {**sent, field: MISSING}))
    assert tried >= (1 if kind == "english" else 3)  # translations are sent piece by piece (test_seen.py)
    clean(walker)


def _reverse(name, args):
    if name == "own_redirect_edit":
        name = next(a.name for a in addresses() if "redirect_id" in a.arguments and "delete" not in a.name)
    return reverse(name, args=args)


def _kinds_for(field):
    """The kinds that could stand in a field: by its name, else a page, a picture and a file."""
    for word, kind in (("image", "image"), ("crest", "image"), ("document", "document"), ("collection", "collection"),
                       ("site", "site"), ("user", "user"), ("comment", "comment")):  # fmt: skip
        if word in field:
            return (kind,)
    return ("page", "image", "document") if "-" not in field or field.endswith(("-page", "-value")) else ("page",)


def with_a_past(world, code="B"):
    """Somebody of A who worked in the other school until yesterday, and left traces of all kinds there."""
    other = world[code]
    person = make_user(Role.SCHOOL_EDITOR, other.school, email=f"past-{code}@example.vn".lower())
    Page.objects.filter(pk__in=[other.ids["page"], other.ids["draft"]]).update(
        owner=person, locked_by=person, locked=True
    )
    Revision.objects.filter(pk=other.ids["revision"]).update(user=person)
    PageLogEntry.objects.filter(page_id=other.ids["draft"]).update(user=person)
    SchoolDocument.objects.filter(pk=other.ids["document"]).update(uploaded_by_user=person)
    return person


@pytest.mark.long
@pytest.mark.parametrize("past", ["left", "role in the own school", "editor only"])
def test_people_with_a_past(world, past):
    person = with_a_past(world)
    Membership.objects.filter(user=person).delete()
    role = Role.SCHOOL_ADMIN if past == "role in the own school" else Role.SCHOOL_EDITOR
    if past != "left":
        Membership.objects.create(user=person, school=world["A"].school, role=role)
    walker = Walker(client_of(person), world["A"], world["B"])
    walker.client.raise_request_exception = False
    for address in addresses():
        if address.name in SKIPPED:
            continue
        for arguments, foreign in fillings(address, walker.own, walker.other, 1):
            if foreign or not address.arguments:
                walker.ask("GET", path_of(address, arguments))
    # What a person uploaded or wrote is the school's now; one's own name in it is no finding.
    clean(walker)


@pytest.mark.long
@pytest.mark.parametrize("role", [Role.OFFICE_LIBRARIAN])
def test_the_librarian_sees_nothing_of_schools(world, role):
    walker = Walker(client_of(make_user(role)), world["A"], world["B"])
    walker.client.raise_request_exception = False
    for address in addresses():
        if address.name in SKIPPED:
            continue
        for arguments, foreign in fillings(address, walker.own, walker.other, 1):
            if foreign or not address.arguments:
                path = path_of(address, arguments)
                missing = path_of(address, with_missing(arguments, walker.own, walker.other))
                walker.same("GET", (path,), (missing,))
    clean(walker)


@pytest.mark.long
def test_the_own_session_at_the_other_schools_host(world):
    walker = Walker(client_of(world["A"].people["admin"], world["B"].school.site.hostname), world["A"], world["B"])
    walker.client.raise_request_exception = False
    frame = {"wagtailadmin_login", "wagtailadmin_password_reset"}
    for address in addresses():
        if address.name in SKIPPED | frame:
            continue
        for arguments, foreign in fillings(address, walker.own, walker.other, 1):
            if foreign or not address.arguments:
                walker.ask("GET", path_of(address, arguments))
    # Outside the admin it is B's public site, with B's name on it: the 404 page too.
    walker.findings = [item for item in walker.findings if item.kind != "leak" or "/admin/" not in item.request]
    clean(walker)


def test_walls_of_two_requests_do_not_mix():
    """Two threads, and two bodies sent in turn by one."""
    looks, seen = [lambda row: None, lambda row: None], {}
    both = threading.Barrier(2)

    def run(number):
        with instance_hooks.use_instance_hook(looks[number]):
            both.wait()
            seen[number] = instance_hooks._instance_hook.get()
            both.wait()

    workers = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [seen[0], seen[1]] == looks
    assert instance_hooks._instance_hook.get() is None

    def body():
        yield instance_hooks._instance_hook.get()
        yield instance_hooks._instance_hook.get()

    first, second = (instance_hooks.iterate_under_hook(look, body()) for look in looks)
    assert list(itertools.chain(*zip(first, second, strict=True))) == [looks[0], looks[1]] * 2
