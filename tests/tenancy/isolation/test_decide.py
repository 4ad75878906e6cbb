"""The pure core of the guard: what does a request name, and who may have it?"""

import pytest

from cms.tenancy.access.decision import claims, decide, last_part, number, owners_named
from cms.tenancy.access.rule_types import (
    LIBRARY_WORK,
    LISTED,
    REFUSED,
    Access,
    Belonging,
    Claim,
    Ref,
    Rule,
    Verdict,
    Visitor,
)

PAGE = Ref("wagtailcore.page")
A, B, OFFICE = 1, 2, None
NOBODY = object()
OWN = Rule(Access.SCHOOL, {"page_id": PAGE}, frozenset({"action"}))

EDITOR = Visitor(frozenset({A}))
LIBRARIAN = Visitor(frozenset({OFFICE}), library=True)
OBSERVER = Visitor(reads_all=True)
OBSERVER_AND_EDITOR = Visitor(frozenset({A}), reads_all=True)
ADMIN = Visitor(everywhere=True)
STRANGER = Visitor()


def verdict(visitor, rule=OWN, owner=A, safe=True, ref=PAGE, **what):
    return decide(visitor, rule, safe, [(Claim(ref, "5"), Belonging(owner, **what))])


def test_a_school_role_has_its_own_things_alone():
    for safe in (True, False):
        assert verdict(EDITOR, safe=safe) is Verdict.ALLOW
        for owner in (B, OFFICE, NOBODY):
            assert verdict(EDITOR, owner=owner, safe=safe) is Verdict.NOT_FOUND


def test_one_foreign_thing_among_own_ones_is_enough():
    found = [(Claim(PAGE, "1"), Belonging(A)), (Claim(PAGE, "2"), Belonging(B))]
    assert decide(EDITOR, OWN, True, found) is Verdict.NOT_FOUND


def test_what_is_not_declared_does_not_exist():
    assert decide(EDITOR, None, True, []) is Verdict.NOT_FOUND
    assert decide(LIBRARIAN, None, True, []) is Verdict.NOT_FOUND
    assert decide(ADMIN, None, False, []) is Verdict.ALLOW
    (claim,) = claims(OWN, {"new_argument": 5})
    assert claim.ref is REFUSED
    assert decide(EDITOR, OWN, True, [(claim, Belonging(A))]) is Verdict.NOT_FOUND


def test_shared_things_are_read_only_where_the_address_says_so():
    shared = Ref("core.schoolimage", shared=True)
    assert verdict(EDITOR, owner=OFFICE, ref=shared, shared=True) is Verdict.ALLOW
    assert verdict(EDITOR, owner=OFFICE, ref=shared, shared=True, safe=False) is Verdict.NOT_FOUND
    assert verdict(EDITOR, owner=OFFICE, ref=PAGE, shared=True) is Verdict.NOT_FOUND
    assert verdict(EDITOR, owner=OFFICE, ref=shared) is Verdict.NOT_FOUND


def test_levels_of_access():
    library, office = Rule(Access.LIBRARY), Rule(Access.OFFICE)
    assert [decide(v, library, False, []) for v in (EDITOR, LIBRARIAN, ADMIN)] == [
        Verdict.NOT_FOUND, Verdict.ALLOW, Verdict.ALLOW,
    ]  # fmt: skip
    assert [decide(v, office, True, []) for v in (EDITOR, LIBRARIAN, ADMIN)] == [
        Verdict.NOT_FOUND, Verdict.NOT_FOUND, Verdict.ALLOW,
    ]  # fmt: skip
    for visitor in (STRANGER, EDITOR, OBSERVER, LIBRARIAN):
        assert decide(visitor, Rule(Access.OPEN), False, []) is Verdict.ALLOW
    assert decide(STRANGER, Rule(Access.SCHOOL), True, []) is Verdict.NOT_FOUND


def test_the_observer_reads_everything_and_changes_nothing():
    for rule in (OWN, Rule(Access.OFFICE), Rule(Access.LIBRARY), Rule(Access.SCHOOL), None):
        assert decide(OBSERVER, rule, True, []) is Verdict.ALLOW
        assert decide(OBSERVER, rule, False, []) is Verdict.READ_ONLY
    assert verdict(OBSERVER_AND_EDITOR, safe=False) is Verdict.ALLOW
    assert verdict(OBSERVER_AND_EDITOR, owner=B, safe=False) is Verdict.READ_ONLY
    assert verdict(OBSERVER_AND_EDITOR, owner=B) is Verdict.ALLOW


def test_arguments_and_parameters_are_claims():
    assert claims(OWN, {"page_id": 7, "action": "approve"}) == [Claim(PAGE, "7")]
    assert claims(OWN, {"page_id": "live"}) == []
    query = {"image-chooser-upload-collection": ["3"], "target_pages[]": ["4", "5"], "childOf": ["root"], "q": ["9"]}
    found = claims(OWN, {}, query)
    assert [(claim.ref.model, claim.value) for claim in found] == [
        ("wagtailcore.collection", "3"), ("wagtailcore.page", "4"), ("wagtailcore.page", "5"),
    ]  # fmt: skip
    (group,) = claims(OWN, {}, {"groups": ["1"]})
    assert group.ref is REFUSED


def test_lists_of_ids():
    bulk = Rule(Access.SCHOOL, named=("app", "model"), models=frozenset({"core.schoolimage"}), ids=LISTED)
    image = {"app": "core", "model": "SchoolImage"}
    assert claims(bulk, image, {"id": ["1", "2"]}) == [Claim(Ref("core.schoolimage"), n) for n in "12"]
    assert claims(bulk, image, {"id": ["all"]})[0].ref is REFUSED
    (below,) = claims(bulk, image, {"id": ["all"], "childOf": ["8"]})
    assert (below.ref.model, below.value) == ("wagtailcore.page", "8")
    assert claims(bulk, {"app": "auth", "model": "group"}, {})[0].ref is REFUSED


@pytest.mark.parametrize(
    ("value", "wanted"), [("12", 12), (" 12\n", 12), ("1_2", 12), ("١٢", 12), ("all", None), (None, None)]
)
def test_numbers_as_django_reads_them(value, wanted):
    assert number(value) == wanted


def test_prefixes():
    assert [last_part(name) for name in ("body-0-value-image", "collection", "a-b[]")] == ["image", "collection", "b"]


def test_rights_are_asked_where_the_named_things_are():
    def named(visitor, rule, *found):
        return owners_named(visitor, rule, [(Claim(PAGE, "5"), what) for what in found])

    both = Visitor(frozenset({A, B}))
    assert named(both, OWN) == set()
    assert named(both, OWN, Belonging(A)) == {A}
    assert named(both, OWN, Belonging(A), Belonging(B)) == {A, B}
    assert named(both, OWN, Belonging(OFFICE, shared=True), Belonging(B)) == {B}
    assert named(both, OWN, Belonging(A, own=True), Belonging(NOBODY, root=True)) == set()
    assert named(ADMIN, OWN, Belonging(B), Belonging(NOBODY)) == {B, NOBODY}
    for rule in (None, Rule(Access.OFFICE), Rule(Access.LIBRARY)):
        assert named(ADMIN, rule, Belonging(A)) == {OFFICE}
    assert owners_named(both, OWN, [(Claim(LIBRARY_WORK, "x"), Belonging(NOBODY))]) == {OFFICE}
