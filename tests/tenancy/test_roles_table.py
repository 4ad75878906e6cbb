"""The composed table of roles, word for word: no app adds a right unseen, and none depends on which app comes first.

After a change that is meant: ``WRITE_GOLDEN=1 pytest tests/tenancy/test_roles_table.py``, then read the diff.
"""

import importlib
import os
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cms.tenancy import roles, scope
from cms.tenancy.access import system_checks, url_rules
from cms.tenancy.roles import Role

GOLDEN = Path(settings.BASE_DIR) / "docs" / "roles.md"
DECLARERS = (
    "search", "cms.board", "cms.channels", "cms.district", "cms.training", "cms.contests", "cms.forum", "cms.opinions",
    "cms.certificates", "cms.advice", "cms.home", "cms.legal",
)  # fmt: skip


def composed() -> str:
    out = StringIO()
    call_command("show_roles", stdout=out)
    return out.getvalue()


def test_the_whole_table():
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(composed(), encoding="utf-8")
    assert composed() == GOLDEN.read_text(encoding="utf-8")


@pytest.fixture
def undeclared(monkeypatch):
    """The registers as they are before any higher floor has spoken."""
    higher = tuple(f"{name.rpartition('.')[2]}." for name in DECLARERS)
    for name, kept in (("_NAMES", dict), ("_NAMESPACES", dict), ("_SETTINGS", set)):
        monkeypatch.setattr(url_rules, name, kept(getattr(url_rules, name)))
    monkeypatch.setattr(roles, "TABLE", {
        role: replace(rights, models={n: a for n, a in rights.models.items() if not n.startswith(higher)})
        for role, rights in roles.TABLE.items()
    })  # fmt: skip
    for name in ("OFFICE_MODELS", "WITHOUT_OWNER", "SHARED"):
        monkeypatch.setattr(scope, name, {label for label in getattr(scope, name) if not label.startswith(higher)})


def test_a_floor_that_is_silent_has_neither_rights_nor_models(undeclared):
    assert not any(label.startswith("legal.") for rights in roles.TABLE.values() for label in rights.models)
    assert {"tenancy.E003"} == {error.id for error in system_checks.check_models()}


def test_the_order_of_the_apps_does_not_matter(undeclared, monkeypatch):
    base, names = dict(roles.TABLE), ("OFFICE_MODELS", "WITHOUT_OWNER", "SHARED")
    silent = {name: frozenset(getattr(scope, name)) for name in names}
    found = set()
    modules = [importlib.import_module(f"{name}.permissions") for name in DECLARERS]
    turned = [modules[at:] + modules[:at] for at in range(len(modules))]  # each is once the first and the last
    for order in (*turned, *(one[::-1] for one in turned)):
        for name in names:
            setattr(scope, name, set(silent[name]))
        url_rules._SETTINGS.clear()
        roles.TABLE.clear()
        roles.TABLE.update(base)
        for module in order:
            importlib.reload(module)
        actions = tuple((role, rights.actions) for role, rights in roles.TABLE.items())
        addresses = frozenset(
            (name, repr(rule.access), rule.models, rule.library) for name, rule in url_rules._NAMES.items()
        )
        found.add((actions, addresses, *(frozenset(getattr(scope, name)) for name in names)))
    assert len(found) == 1
    assert composed() == GOLDEN.read_text(encoding="utf-8")
    assert system_checks.check_models() == []


def test_what_is_declared_exists(monkeypatch):
    assert system_checks.check_ownership_declarations() == []
    monkeypatch.setattr(scope, "OFFICE_MODELS", {*scope.OFFICE_MODELS, "legal.legaldocumnet", "nowhere.thing"})
    monkeypatch.setitem(
        roles.TABLE, Role.OFFICE_ADMIN, replace(roles.TABLE[Role.OFFICE_ADMIN], models={"board.tarjet": roles.ALL})
    )
    found = system_checks.check_ownership_declarations()
    assert {error.id for error in found} == {"tenancy.E005"}
    assert [error.msg.split()[0] for error in found] == ["board.tarjet", "legal.legaldocumnet", "nowhere.thing"]


def test_one_model_is_not_declared_in_two_ways(monkeypatch):
    monkeypatch.setattr(scope, "WITHOUT_OWNER", {*scope.WITHOUT_OWNER, "legal.legaldocument"})
    assert [error.id for error in system_checks.check_ownership_declarations()] == ["tenancy.E006"]


def test_granting_adds_and_never_takes(monkeypatch):
    monkeypatch.setattr(roles, "TABLE", dict(roles.TABLE))
    before = roles.TABLE[Role.OFFICE_ADMIN]
    roles.grant_rights([Role.OFFICE_ADMIN], {"legal.legaldocument": frozenset({"praise"})})
    assert roles.TABLE[Role.OFFICE_ADMIN].permissions == before.permissions | {"legal.praise_legaldocument"}
    roles.grant_rights([Role.OFFICE_ADMIN], {"legal.legaldocument": frozenset()})
    assert roles.TABLE[Role.OFFICE_ADMIN].permissions == before.permissions | {"legal.praise_legaldocument"}
