"""What docs/operations.md and docs/security.md name is there: commands, jobs, variables, tests."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from cms.core import jobs

ROOT = Path(settings.BASE_DIR)
OPERATIONS, SECURITY, README = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("docs/operations.md", "docs/security.md", "README.md")
)
TESTS = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")}


#: Made by whoever runs the containers.
MADE_LATER = {"docker/.env"}


def test_the_files_that_docs_name_exist():
    """Those of the guess test among them."""
    pages = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    named = {
        (page.name, path)
        for page in pages
        for path in re.findall(r"`((?:cms|search|tests|scripts|docker)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    }
    assert ("architecture.md", "cms/legal/parsing/citation_finder.py") in named
    assert {(page, path) for page, path in named if path not in MADE_LATER and not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("text", [OPERATIONS, README], ids=["operations", "README"])
def test_commands_exist(text):
    assert set(re.findall(r"manage\.py (\w+)", text)) - set(get_commands()) == set()
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(re.findall(r"\bmake ([\w-]+)`", text)) - set(targets) == set()


def test_the_table_of_jobs_is_the_register():
    table = OPERATIONS.split("| job | when | does |", 1)[1].split("\n\n", 1)[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {job.name for job in jobs.all_jobs()}


def test_the_tests_that_defences_name_exist():
    files = {path.name for path in TESTS}
    assert set(re.findall(r"\b(test_\w+\.py)", SECURITY)) - files == set()
    functions = {name for text in TESTS.values() for name in re.findall(r"def (test_\w+)", text)}
    named = set(re.findall(r"\b(test_\w+)\b(?!\.py|…)", SECURITY))
    assert {name for name in named if name not in functions} == set()
    shortened = re.findall(r"`…_?(\w+)`|`…(\w+)…`", SECURITY)
    for part in filter(None, (one for pair in shortened for one in pair)):
        assert any(part in name for name in functions), part
