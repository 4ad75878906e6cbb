"""Each reason that an import can give has a sentence for the reader."""

import ast
from pathlib import Path

import pytest

from cms.legal.importer.problem_messages import REASONS
from cms.legal.importer.records import ImportProblem
from cms.legal.importer.report import sentence

PACKAGE = Path(__file__).parents[3] / "cms" / "legal"
RAISED = {"ImportProblem", "RowError"}


def codes_in_code() -> set[str]:
    """First arguments of every ``ImportProblem("…")`` and ``RowError("…")`` of the package."""
    calls = (
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED
    )
    first = (call.args[0] for call in calls if call.args)
    return {arg.value for arg in first if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}


def test_every_code_has_a_sentence():
    codes = codes_in_code()
    assert len(codes) > 40
    assert codes - REASONS.keys() == set()


@pytest.mark.parametrize("code", ["status_of_source", "part_of_source"])
def test_a_status_of_the_row_is_told_in_words(code):
    assert "Hết hiệu lực" in sentence(ImportProblem(code, (("status", "Hết hiệu lực"),)))
