"""Labelled sentences of our own: the forms in which real documents cite, in two halves by document. ``make
bench-citations LABELS=…`` prints the figures."""

import json
from pathlib import Path

import pytest

from cms.legal.citations.scoring import read_labels, score_citations

LABELS = Path(__file__).parent / "labels"
HALVES = ("tuned", "unseen")


@pytest.mark.parametrize("half", HALVES)
def test_spans_are_words_of_the_sentence(half):
    for row in read_labels(LABELS / f"{half}.jsonl"):
        for label in row["citations"]:
            assert row["text"][label["start"] : label["end"]] == label["span"], row["id"]
            assert label.get("number") or label.get("name"), row["id"]


def test_no_document_stands_in_both_halves():
    tuned, unseen = ({row["doc"] for row in map(json.loads, _lines(half))} for half in HALVES)
    assert min(len(tuned), len(unseen)) > 100
    assert not tuned & unseen


def _lines(half):
    return (LABELS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("half", HALVES)
def test_nobody_is_led_to_what_a_sentence_does_not_cite(half):
    report = score_citations(read_labels(LABELS / f"{half}.jsonl"))
    assert report.sentences > 100
    assert report.wrong_links == 0
