"""No test without an assertion: what it says must be able to fail."""

import ast
import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests import shapes

TESTS = Path(settings.BASE_DIR) / "tests"
Functions = dict[str, list[ast.FunctionDef]]


def functions(code: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]


def called(function: ast.FunctionDef) -> set[str]:
    """Last names of what it calls: ``pytest.raises`` is "raises"."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def asserts(function: ast.FunctionDef) -> bool:
    if any(isinstance(node, ast.Assert) for node in ast.walk(function)):
        return True
    return any(name in ("raises", "fail", "warns") or "assert" in name for name in called(function))


def without(codes: list[str]) -> set[str]:
    """Names of tests that assert nothing, neither themselves nor by a helper of any name that does."""
    rest = [function for code in codes for function in functions(code)]
    asserting: set[str] = set()
    while found := [one for one in rest if asserts(one) or called(one) & asserting]:
        rest = [one for one in rest if one not in found]
        asserting |= {one.name for one in found if not one.name.startswith("test_")}
    return {one.name for one in rest if one.name.startswith("test_")}


def test_every_test_asserts_something():
    codes = [file.read_text(encoding="utf-8") for file in TESTS.rglob("*.py")]
    assert len(codes) > 250
    assert without(codes) == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def test_a():\n    open_page()", {"test_a"}),
        ("def test_a():\n    assert open_page()", set()),
        ("def test_a():\n    with pytest.raises(ValueError):\n        open_page()", set()),
        ("def walk():\n    look()\ndef look():\n    assert 1\ndef test_a():\n    walk()", set()),
        ("def look():\n    print(1)\ndef test_a():\n    look()", {"test_a"}),
    ],
)
def test_the_rule_sees_tests_that_assert_nothing(code, found):
    assert without([code]) == found


@pytest.mark.parametrize(
    ("markers", "found"),
    [
        (set(), {"embedded", "production"}),
        ({"pure"}, {"embedded"}),
        ({"models"}, {"production"}),
        ({"models", "long"}, {"embedded"}),
        ({"pure", "s3"}, {"production"}),  # speaks to the service without a database
        ({"long", "elasticsearch"}, {"production"}),
        ({"opensearch", "s3"}, {"production"}),
    ],
)
def test_a_test_runs_where_its_services_are(markers, found):
    assert shapes.of(markers) == found


def test_no_test_is_left_out_of_every_shape():
    names = {"pure", "models", "long", "browser", "legal_data", "bare", *shapes.SERVICES}
    for first, second, third in itertools.product(names, repeat=3):
        assert shapes.of({first, second, third}), (first, second, third)


def test_ci_runs_every_shape():
    steps = re.findall(r"tests (\w+) ", (TESTS.parent / ".ci" / "run").read_text(encoding="utf-8"))
    assert set(steps) >= set(shapes.SHAPES)


def test_what_is_looked_at_on_one_database_has_no_words_of_its_own_for_it():
    root = TESTS.parent
    words = re.compile(
        r"connections?\.(cursor|vendor|ops)\b|RawSQL|RunSQL|\.raw\(|\.extra\(|\.distinct\([\"']|__contains=[\[{]"
        r"|django\.contrib\.postgres"
    )
    found = {
        place
        for file in [*root.glob("cms/**/*.py"), *root.glob("search/**/*.py")]
        if words.search(file.read_text(encoding="utf-8"))
        for place in [file.relative_to(root).as_posix().removeprefix("cms/")]
        if "/migrations/" not in place and not place.startswith(shapes.OWN_WORDS)
    }
    assert found == set()


def test_whoever_commits_puts_back_what_every_database_holds():
    """Else the rows of migrations are gone for all tests that follow on the worker."""
    found = [
        f"{path.name}:{number}"
        for path in Path(__file__).parent.rglob("test_*.py")
        if path.name != Path(__file__).name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "django_db(transaction=True" in line and "serialized_rollback=True" not in line
    ]
    assert found == []


def test_a_browser_is_asked_by_functions():
    """Text alone is evaluated by the page once it must be asked again, and the policy of our pages forbids that."""
    asked = re.compile(r'wait_for_function\(\s*"(?!\([^"]*\) =>)')
    found = [
        path.name
        for path in TESTS.rglob("*.py")
        if path.name != Path(__file__).name and asked.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert asked.search('page.wait_for_function("window.done")')
