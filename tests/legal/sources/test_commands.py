"""Listing and deciding conflicts from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from cms.legal.models import LegalDocument, SourceConflict
from tests.factories import make_superuser
from tests.legal.sources.rows import CODIFIED, crawled

pytestmark = pytest.mark.django_db


@pytest.fixture
def laws(take):
    for number in ("102/2016/QH13", "43/2019/QH14"):
        row = {"number": number, "vbpl_item_id": number[:3]}
        take(CODIFIED | row, crawled(number, effective="2017-07-01", id=number[:3], count=4))


def run(name, *args, **options) -> str:
    out = StringIO()
    with override("en"):
        call_command(name, *args, stdout=out, **options)
    return out.getvalue()


def test_the_list(laws):
    text = run("list_conflicts")
    assert text.count("102/2016/QH13") == 2
    assert text.endswith("4 conflicts are open.\n")
    rows = [json.loads(line) for line in run("list_conflicts", field="effective_from", json=True).splitlines()]
    assert [(row["document"], row["shown"]["value"], row["other"]["value"]) for row in rows] == [
        ("102/2016/QH13", "2017-06-01", "2017-07-01"), ("43/2019/QH14", "2017-06-01", "2017-07-01"),
    ]  # fmt: skip


def days() -> set[str]:
    return {f"{day:%Y-%m-%d}" for day in LegalDocument.objects.values_list("effective_from", flat=True)}


RULE = ("--field", "effective_from", "--between", "vbpl", "codification", "--take", "vbpl")


def test_deciding_by_rule(laws):
    LegalDocument.objects.filter(number_norm="43/2019/QH14").update(locked=True, locked_by=make_superuser())
    told = run("decide_conflicts", *RULE, "--dry-run")
    assert "1 conflict decided." in told
    assert days() == {"2017-06-01"}
    told = run("decide_conflicts", *RULE)
    assert "43/2019/QH14: " in told
    assert days() == {"2017-06-01", "2017-07-01"}
    assert SourceConflict.objects.get(state="decided").note == "manage.py decide_conflicts"
    assert SourceConflict.objects.filter(field="text", state="open").count() == 2


@pytest.mark.parametrize("between", [("vbpl", "vbpl"), ("office", "codification")])
def test_a_rule_that_makes_no_sense(laws, between):
    with pytest.raises(CommandError):
        run("decide_conflicts", "--field", "title", "--between", *between, "--take", "vbpl")
