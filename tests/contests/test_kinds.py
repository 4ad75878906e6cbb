"""Each kind: read from an author's lines, shown without its key, checked and scored."""

import doctest
from fractions import Fraction

import pytest

from cms.contests import kinds
from cms.contests.kinds import KINDS, InvalidContent, base, written
from cms.contests.results import ranking
from cms.contests.taking import draw
from cms.core import human_codes
from tests.contests.factories import LINES


@pytest.mark.parametrize("module", [base, written, draw, human_codes, ranking, kinds])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("code", KINDS)
def test_lines_and_content_are_two_ways_to_say_it(code):
    kind = KINDS[code]
    content = kind.read(LINES[code])
    assert kind.read(kind.write(content)) == content


MIX = [2, 0, 3, 1]


@pytest.mark.parametrize(
    ("code", "given", "score"),
    [
        ("one", [1], 1), ("one", [0], 0), ("one", [1, 0], 0), ("one", [], 0), ("one", None, 0), ("one", "1", 0),
        ("one", [9], 0), ("one", [-1], 0),
        ("several", [1, 3], 1), ("several", [1], Fraction(1, 2)), ("several", [1, 3, 0], Fraction(1, 2)),
        ("several", [0, 1, 2, 3], 0), ("several", [0], 0), ("several", [1, 1], 0),
        ("true_false", [1], 1), ("true_false", [0], 0), ("true_false", [1, 0], 0), ("true_false", None, 0),
        ("order", [1, 3, 0, 2], 1), ("order", [0, 1, 2, 3], 0), ("order", [1, 3], 0), ("order", None, 0),
        ("short", " 18  TUOI ", 1), ("short", "Mười tám.", 1), ("short", "19", 0), ("short", "", 0), ("short", [1], 0),
        ("essay", "", 0), ("essay", None, 0), ("essay", "Bài viết", None),
    ],
)  # fmt: skip
def test_scores(code, given, score):
    kind = KINDS[code]
    assert kind.score(kind.read(LINES[code]), given, MIX[: kind.parts(kind.read(LINES[code]))]) == score


@pytest.mark.parametrize(
    ("given", "score"), [([1, 2, 0], 1), ([1, 0, 2], Fraction(1, 3)), ([1, -1, -1], Fraction(1, 3)), ([1], 0), ("x", 0)]
)
def test_pairs_count_their_share(given, score):
    kind = KINDS["match"]
    assert kind.score(kind.read(LINES["match"]), given, [2, 0, 1]) == score


@pytest.mark.parametrize("code", ["one", "several", "order", "match"])
def test_what_is_shown_is_mixed_and_gives_nothing_away(code):
    kind = KINDS[code]
    content = kind.read(LINES[code])
    mix = MIX if kind.parts(content) == 4 else [2, 0, 1]
    shown = kind.show(content, mix)
    assert "right'" not in str(shown)
    assert "*" not in str(shown)
    texts = shown.get("options") or shown.get("items") or shown["rights"]
    plain = kind.show(content, range(len(mix)))
    assert texts == [(plain.get("options") or plain.get("items") or plain["rights"])[place] for place in mix]


@pytest.mark.parametrize(
    ("code", "lines", "problem"),
    [
        ("one", ["a"], "few_options"), ("one", ["a", "b"], "one_right"), ("one", ["*a", "*b"], "one_right"),
        ("one", ["*a", "A"], "same_twice"), ("several", ["a", "b"], "some_right"), ("one", ["*", "b"], "few_options"),
        ("true_false", ["có lẽ"], "true_or_false"), ("order", ["a", "a"], "same_twice"),
        ("order", ["a"], "few_options"),
        ("match", ["a", "b"], "no_pair"), ("match", ["a = 1", "b = 1"], "same_twice"), ("short", ["?"], "no_answer"),
        ("short", [], "no_answer"), ("essay", ["viết hay"], "no_rubric"), ("essay", ["0 | x"], "no_rubric"),
        ("essay", ["² | x"], "no_rubric"), ("one", ["x"] * 30, "many_lines"), ("short", ["x" * 600], "long_line"),
    ],
)  # fmt: skip
def test_lines_that_make_no_question_are_refused(code, lines, problem):
    with pytest.raises(InvalidContent) as error:
        KINDS[code].read(lines)
    assert error.value.code == problem


def test_the_draw_is_fair_enough():
    """Over many seeds every question of a pool is drawn about as often."""
    pool = [draw.PoolEntry(number, 1) for number in range(10)]
    times = [0] * 10
    for seed in range(2_000):
        for number in draw.draw_questions(pool, {1: 3}, str(seed)):
            times[number] += 1
    assert all(500 < one < 700 for one in times)


def test_the_draw_never_changes():
    """What juries repeat in years to come."""
    pool = [draw.PoolEntry(number, 1 + number % 3) for number in range(12)]
    assert draw.draw_questions(pool, {1: 2, 2: 2, 3: 1}, "0123456789abcdef") == GOLDEN
    assert draw.order_options("0123456789abcdef", 7, 4) == OPTIONS


GOLDEN = [0, 10, 7, 5, 9]
OPTIONS = [1, 0, 3, 2]
