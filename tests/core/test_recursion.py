"""Room on the interpreter's stack: at no depth does a call cost memory from the system each time."""

import resource
import threading

import pytest

from cms.core.recursion import run_with_stack_room

DEPTH, TIMES = 400, 500


def leaf(one, two, three, four):
    return one


def descend(left: int) -> None:
    for _ in range(TIMES):
        leaf(1, 2, 3, 4)
    if left:
        descend(left - 1)


def faults(call) -> int:
    """Pages of memory that a new thread took, which begins with an empty stack."""
    found = []

    def run():
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        call()
        found.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return found[0]


def test_no_depth_takes_memory_each_time():
    # Without it Python 3.11 takes 1,500 here.
    assert faults(lambda: run_with_stack_room(lambda: descend(DEPTH))) < 100


def test_what_comes_back_and_what_is_raised():
    assert run_with_stack_room(lambda: "x") == "x"
    with pytest.raises(ZeroDivisionError):
        run_with_stack_room(lambda: 1 / 0)
