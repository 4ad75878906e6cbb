"""Room on the interpreter's stack for deep calls.

CPython keeps the frames of Python functions in chunks of 16 KB. A call that begins at the very end of one takes a new
chunk from the system and gives it back when it returns. A loop that calls at just that depth pays for it each time
(python/cpython#142183, mended for 3.13 and newer in March 2026, not for 3.11 and 3.12). Requests with two dozen
middlewares and nested templates meet such depths. Figures: ``docs/decisions/0035-room-on-the-stack.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")

#: Names of one frame, 8 bytes each: 264 KB, for which the interpreter takes a chunk of 512 KB.
_WIDE = 33_000


def _made() -> Callable[[Callable[[], Any]], Any]:
    names = " = ".join(f"_{number}" for number in range(_WIDE))
    found: dict[str, object] = {}
    exec(f"def roomy(call):\n if call is None:\n  {names} = None\n return call()\n", found)  # noqa: S102 - our own words
    return cast("Callable[[Callable[[], Any]], Any]", found["roomy"])


_roomy = _made()


def roomy(call: Callable[[], T]) -> T:
    """What ``call()`` returns, run where 248 KB of frames fit without another chunk."""
    return cast("T", _roomy(call))
