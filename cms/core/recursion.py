"""Room on the interpreter's stack for deep calls.

CPython keeps the frames of Python functions in chunks of 16 KB. A call that begins at the very end of one takes a new
chunk from the system and gives it back when it returns. A loop that calls at just that depth pays for it each time
(python/cpython#142183, mended for 3.13 and newer in March 2026, not for 3.11 and 3.12). Requests with two dozen
middlewares and nested templates meet such depths. Figures: ``docs/decisions/0004-python-frame-stack.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def run_with_stack_room(call: Callable[[], T]) -> T:
    """What ``call()`` returns, run where 248 KB of frames fit without another chunk."""
    return call()


# Places of 8 bytes that the function says it needs: for 264 KB the interpreter takes a chunk of 512 KB.
run_with_stack_room.__code__ = run_with_stack_room.__code__.replace(co_stacksize=33_000)
