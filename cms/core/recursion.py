"""Reserves space on the interpreter's frame stack for deep calls.

CPython allocates the frames of Python functions in chunks of 16 KB. A call that begins at the very end of one allocates
a new chunk and frees it when it returns. A loop that calls at exactly that depth pays for it each time
(python/cpython#142183, fixed for 3.13 and newer in March 2026, not for 3.11 and 3.12). Requests with two dozen
middlewares and nested templates reach such depths. Figures: ``docs/decisions/0004-python-frame-stack.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def run_with_stack_room(call: Callable[[], T]) -> T:
    """Returns ``call()``, run where 248 KB of frames fit without another chunk."""
    return call()


# The stack size that the function declares, in slots of 8 bytes: for 264 KB the interpreter allocates 512 KB.
run_with_stack_room.__code__ = run_with_stack_room.__code__.replace(co_stacksize=33_000)
