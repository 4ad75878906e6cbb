"""The pure core of the guard: what does a request name, and who may have it?"""

import pytest

from cms.tenancy.access.decision import decide, find_claims, named_owners, parse_number, strip_form_prefix
from cms.tenancy.access.rule_types import (
    LIBRARY_WORK,
    LISTED_IDS,
    REFUSED,
    Access,
    Claim,
    Decision,
    ObjectReference,
    Ownership,
    Rule,
    Subject,
)

PAGE = ObjectReference("wagtailcore.page")
A, B, OFFICE = 1, 2, None
NOBODY = object()
OWN = Rule(Access.SCHOOL, {"page_id": PAGE}, frozenset({"action"}))

EDITOR = Subject(frozenset({A}))
LIBRARIAN = Subject(frozenset({OFFICE}), library=True)
OBSERVER = Subject(reads_all=True)
OBSERVER_AND_EDITOR = Subject(frozenset({A}), reads_all=True)
ADMIN = Subject(everywhere=True)
STRANGER = Subject()


def verdict(visitor, rule=OWN, owner=A, safe=True, ref=PAGE, **what):
    return decide(visitor, rule, safe, [(Claim(ref, "5"), Ownership(owner, **what))])


def test_a_school_role_has_its_own_things_alone():
    for safe in (True, False):
        assert verdict(EDITOR, safe=safe) is Decision.ALLOW
        for owner in (B, OFFICE, NOBODY):
            assert verdict(EDITOR, owner=owner, safe=safe) is Decision.NOT_FOUND


def test_one_foreign_thing_among_own_ones_is_enough():
    found = [(Claim(PAGE, "1"), Ownership(A)), (Claim(PAGE, "2"), Ownership(B))]
    assert decide(EDITOR, OWN, True, found) is Decision.NOT_FOUND


def test_what_is_not_declared_does_not_exist():
    assert decide(EDITOR, None, True, []) is Decision.NOT_FOUND
    assert decide(LIBRARIAN, None, True, []) is Decision.NOT_FOUND
    assert decide(ADMIN, None, False, []) is Decision.ALLOW
    (claim,) = find_claims(OWN, {"new_argument": 5})
    assert claim.ref is REFUSED
    assert decide(EDITOR, OWN, True, [(claim, Ownership(A))]) is Decision.NOT_FOUND


def test_shared_things_are_read_only_where_the_address_says_so():
    shared = ObjectReference("core.schoolimage", shared=True)
    assert verdict(EDITOR, owner=OFFICE, ref=shared, shared=True) is Decision.ALLOW
    assert verdict(EDITOR, owner=OFFICE, ref=shared, shared=True, safe=False) is Decision.NOT_FOUND
    assert verdict(EDITOR, owner=OFFICE, ref=PAGE, shared=True) is Decision.NOT_FOUND
    assert verdict(EDITOR, owner=OFFICE, ref=shared) is Decision.NOT_FOUND


def test_levels_of_access():
    library, office = Rule(Access.LIBRARY), Rule(Access.OFFICE)
    assert [decide(v, library, False, []) for v in (EDITOR, LIBRARIAN, ADMIN)] == [
        Decision.NOT_FOUND, Decision.ALLOW, Decision.ALLOW,
    ]  # fmt: skip
    assert [decide(v, office, True, []) for v in (EDITOR, LIBRARIAN, ADMIN)] == [
        Decision.NOT_FOUND, Decision.NOT_FOUND, Decision.ALLOW,
    ]  # fmt: skip
    for visitor in (STRANGER, EDITOR, OBSERVER, LIBRARIAN):
        assert decide(visitor, Rule(Access.OPEN), False, []) is Decision.ALLOW
    assert decide(STRANGER, Rule(Access.SCHOOL), True, []) is Decision.NOT_FOUND


def test_the_observer_reads_everything_and_changes_nothing():
    for rule in (OWN, Rule(Access.OFFICE), Rule(Access.LIBRARY), Rule(Access.SCHOOL), None):
        assert decide(OBSERVER, rule, True, []) is Decision.ALLOW
        assert decide(OBSERVER, rule, False, []) is Decision.READ_ONLY
    assert verdict(OBSERVER_AND_EDITOR, safe=False) is Decision.ALLOW
    assert verdict(OBSERVER_AND_EDITOR, owner=B, safe=False) is Decision.READ_ONLY
    assert verdict(OBSERVER_AND_EDITOR, owner=B) is Decision.ALLOW


def test_arguments_and_parameters_are_claims():
    assert find_claims(OWN, {"page_id": 7, "action": "approve"}) == [Claim(PAGE, "7")]
    assert find_claims(OWN, {"page_id": "live"}) == []
    query = {"image-chooser-upload-collection": ["3"], "target_pages[]": ["4", "5"], "childOf": ["root"], "q": ["9"]}
    found = find_claims(OWN, {}, query)
    assert [(claim.ref.model, claim.value) for claim in found] == [
        ("wagtailcore.collection", "3"), ("wagtailcore.page", "4"), ("wagtailcore.page", "5"),
    ]  # fmt: skip
    (group,) = find_claims(OWN, {}, {"groups": ["1"]})
    assert group.ref is REFUSED


def test_lists_of_ids():
    bulk = Rule(Access.SCHOOL, named=("app", "model"), models=frozenset({"core.schoolimage"}), ids=LISTED_IDS)
    image = {"app": "core", "model": "SchoolImage"}
    assert find_claims(bulk, image, {"id": ["1", "2"]}) == [Claim(ObjectReference("core.schoolimage"), n) for n in "12"]
    assert find_claims(bulk, image, {"id": ["all"]})[0].ref is REFUSED
    (below,) = find_claims(bulk, image, {"id": ["all"], "childOf": ["8"]})
    assert (below.ref.model, below.value) == ("wagtailcore.page", "8")
    assert find_claims(bulk, {"app": "auth", "model": "group"}, {})[0].ref is REFUSED


@pytest.mark.parametrize(
    ("value", "wanted"), [("12", 12), (" 12\n", 12), ("1_2", 12), ("١٢", 12), ("all", None), (None, None)]
)
def test_numbers_as_django_reads_them(value, wanted):
    assert parse_number(value) == wanted


def test_prefixes():
    assert [strip_form_prefix(name) for name in ("body-0-value-image", "collection", "a-b[]")] == [
        "image",
        "collection",
        "b",
    ]


def test_rights_are_asked_where_the_named_things_are():
    def named(visitor, rule, *found):
        return named_owners(visitor, rule, [(Claim(PAGE, "5"), what) for what in found])

    both = Subject(frozenset({A, B}))
    assert named(both, OWN) == set()
    assert named(both, OWN, Ownership(A)) == {A}
    assert named(both, OWN, Ownership(A), Ownership(B)) == {A, B}
    assert named(both, OWN, Ownership(OFFICE, shared=True), Ownership(B)) == {B}
    assert named(both, OWN, Ownership(A, own=True), Ownership(NOBODY, root=True)) == set()
    assert named(ADMIN, OWN, Ownership(B), Ownership(NOBODY)) == {B, NOBODY}
    for rule in (None, Rule(Access.OFFICE), Rule(Access.LIBRARY)):
        assert named(ADMIN, rule, Ownership(A)) == {OFFICE}
    assert named_owners(both, OWN, [(Claim(LIBRARY_WORK, "x"), Ownership(NOBODY))]) == {OFFICE}
