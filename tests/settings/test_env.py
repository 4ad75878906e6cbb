import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from cms.settings.env import TABLE, VARIABLES, Env, EnvError, Variable

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "env-vars.md"


def rows() -> dict[str, list[str]]:
    """Variable name → the other cells of its row in ``docs/env-vars.md``."""
    found = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| `([A-Z0-9_]+)` \| (.+) \|$", line):
            found[match.group(1)] = [cell.strip() for cell in match.group(2).split(" | ")]
    return found


def test_the_document_lists_exactly_the_variables_of_the_table():
    assert list(rows()) == [variable.name for variable in VARIABLES]


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_document_repeats_type_default_and_meaning(variable):
    kind, default, meaning = rows()[variable.name]
    assert kind == variable.kind.__name__ + (", secret" if variable.secret else "")
    expected = {True: "`1`", False: "`0`"}[variable.default] if variable.kind is bool else f"`{variable.default}`"
    assert default == (expected if variable.default not in ("", []) or variable.kind is bool else "empty")
    assert meaning == variable.meaning


def test_names_are_declared_once():
    assert len(TABLE) == len(VARIABLES)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (bool, "1", True),
        (bool, " Yes ", True),
        (bool, "off", False),
        (bool, "", False),
        (int, " 8080 ", 8080),
        (list, "a.vn, .b.vn,,", ["a.vn", ".b.vn"]),
        (list, "", []),
        (str, "  as written  ", "as written"),
    ],
)
def test_text_is_read_as_its_type(kind, text, value):
    assert Variable("X", kind, None, "").read({"X": text}) == value


@pytest.mark.parametrize(("kind", "text"), [(bool, "perhaps"), (int, "8o80"), (int, "")])
def test_text_of_another_type_is_refused_by_name(kind, text):
    with pytest.raises(EnvError, match=r"^X: "):
        Variable("X", kind, None, "").read({"X": text})


def test_what_is_not_set_has_its_default():
    env = Env({})
    assert env("SITE_PORT") == TABLE["SITE_PORT"].default
    assert not env.is_set("SITE_PORT")
    assert Env({"SITE_PORT": " 80"}).is_set("SITE_PORT")


def test_problems_are_collected_and_the_default_stands_in():
    env = Env({"SITE_PORT": "eighty", "DEBUG": "perhaps"})
    assert env("SITE_PORT") == TABLE["SITE_PORT"].default
    assert env("DEBUG") is False
    assert [problem.split(":")[0] for problem in env.problems] == ["SITE_PORT", "DEBUG"]


def test_an_undeclared_name_is_a_mistake_of_the_code():
    with pytest.raises(KeyError):
        Env({})("NOT_DECLARED")


@pytest.mark.parametrize(("version", "code"), [((3, 11, 4), 1), ((3, 11, 5), 0)])
def test_a_python_that_reads_the_law_wrongly_is_refused(version, code):
    program = f"import sys; sys.version_info = {version}; import cms.settings.base"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done.stderr
    assert ("would read the law wrongly" in done.stderr) is bool(code)
