"""What the wall at the row cannot see: reads and writes that make no object.

In code that answers the admin's requests, ``Model.objects….values()`` and the like on things of schools name whose they
are in a filter, or say in a comment on the same statement why rows of everybody are meant: ``# every school: …``.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from cms.tenancy.row_access.owners import owner_resolver

ROOT = Path(__file__).resolve().parents[4]
#: Files whose code runs for a person in the admin.
ADMIN = (
    "views", "panels", "viewsets", "hooks", "forms", "chooser", "action_menu", "inbox", "rows", "export", "todo",
    "gathered", "queue", "nominate", "lists",
)  # fmt: skip
FOLDERS = ("views", "scoped", "staff", "switch", "workplace", "journal", "notices", "submissions", "broadcasts")
UNSEEN = {"values", "values_list", "exists", "update", "only", "defer", "count", "aggregate", "delete", "dates"}
NARROWS = {"filter", "get", "descendant_of", "child_of", "in_bulk"}
MANAGERS = {"objects", "_base_manager", "_default_manager"}
#: A filter with one of these among its words is tied to a place, a person or one row that was found before.
SCOPE = ("school", "site", "place", "user", "person", "by", "owner", "visitor", "collection", "path", "home", "receipt")
OWN_ROW = ("pk", "id", "page", "revision", "broadcast", "submission", "letter")
REASON = "# every school: "


def walled() -> set[str]:
    return {model.__name__ for model in apps.get_models() if owner_resolver(model) is not None}


def unseen(source: str, names: set[str]):
    """(line, statement) of each read that no filter ties to a place and that gives no reason."""
    lines = source.splitlines()
    tree = ast.parse(source)
    inner = set()
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)) or node in inner:
            continue
        methods, words, below = set(), [], node
        while isinstance(below, ast.Call | ast.Attribute):
            if isinstance(below, ast.Call):
                inner.add(below)
                if getattr(below.func, "attr", "") in NARROWS:
                    words += [keyword.arg or "" for keyword in below.keywords]
                    words += [ast.unparse(arg) for arg in below.args]
                below = below.func
            else:
                methods.add(below.attr)
                below = below.value
        if not (isinstance(below, ast.Name) and below.id in names and methods & MANAGERS and methods & UNSEEN):
            continue
        said = any(REASON in line for line in lines[max(0, node.lineno - 2) : node.end_lineno])
        if not said and not any(part in word for word in words for part in (*SCOPE, *OWN_ROW)):
            yield node.lineno, ast.unparse(node)[:120]


def admin_files():
    for folder in ("cms", "search"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if {"migrations", "management", "demo", "settings"} & set(parts) or path.stem.startswith("bench"):
                continue
            if set(parts[:-1]) & set(FOLDERS) or any(word in path.stem for word in ADMIN):
                yield path


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Page.objects.values_list('title')", 1),
        ("Page.objects.filter(live=True).exists()", 1),
        ("SchoolImage._base_manager.update(title='')", 1),
        ("Page.objects.filter(live=True).order_by('path').count()", 1),
        ("Page.objects.filter(live=True).exists()  # every school: the portal counts all news", 0),
        ("Receipt.objects.filter(school=school).values('pk')", 0),
        ("Page.objects.filter(pk=page.pk).update(live=False)", 0),
        ("LegalDocument.objects.values_list('title')", 0),  # the library
        ("list(Page.objects.filter(live=True))", 0),  # objects: the wall at the row sees them
    ],
)
def test_the_rule(line, found):
    assert len(list(unseen(line, walled()))) == found


def test_reads_that_make_no_object_are_tied_to_a_place():
    names, wrong = walled(), []
    files = list(admin_files())
    for path in files:
        wrong += [f"{path.relative_to(ROOT)}:{line}: {text}" for line, text in unseen(path.read_text(), names)]
    assert len(files) > 60
    assert not wrong, "\n".join(wrong)
