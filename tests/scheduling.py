"""Which worker takes which test, and in which order they stand.

Tests of a browser and of processes mostly wait: for pages, timers, a worker that is to be killed. Taken after the
others they leave the processors idle in the end, most of all behind one long test. So they stand last, and one worker
takes them from the end while the others come from the beginning. Where there are more workers than processors that one
takes nothing else: computing side by side with the others would gain nothing.
"""

from __future__ import annotations

import os
from pathlib import PurePosixPath

import pytest
from xdist.scheduler import LoadScheduling

BROWSER = "browser"
#: Beside those of the browser.
WAITING = ("test_workers.py", "test_engine_killed.py", "test_killed_process.py", "test_at_once.py", "test_parallel.py")
#: First among those that compute, last among those that wait.
LONGEST = (
    "test_walk.py", "test_autosave.py", "test_axe.py", "test_contest.py", "test_flows.py", "test_light.py",
    "test_policy.py", "test_story.py",
)  # fmt: skip


def waits(nodeid: str) -> bool:
    path = PurePosixPath(nodeid.partition("::")[0])
    return BROWSER in path.parts or path.name in WAITING


def turn(item: pytest.Item) -> tuple[bool, bool, bool]:
    """The browser's stand together: it is started once."""
    waiting = waits(item.nodeid)
    return waiting, item.path.parent.name == BROWSER, (item.path.name in LONGEST) == waiting


class FromBothEnds(LoadScheduling):
    _from_the_end = None  # the worker
    _spare = False

    def schedule(self) -> None:
        if self._from_the_end is None and len(self.nodes) > 1:
            self._from_the_end = self.nodes[-1]
            self._spare = len(self.nodes) > (os.cpu_count() or 1)
        super().schedule()

    def check_schedule(self, node, duration: float = 0) -> None:
        if self._spare and node is self._from_the_end and not self._some_wait() and not node.shutting_down:
            node.shutdown()
        else:
            super().check_schedule(node, duration)

    def _send_tests(self, node, num: int) -> None:
        if node is self._from_the_end:
            self.pending.reverse()
            super()._send_tests(node, num)
            self.pending.reverse()
        else:
            super()._send_tests(node, num)

    def _some_wait(self) -> bool:
        return bool(self.pending) and waits(self.collection[self.pending[-1]])


class Scheduling:
    """The plugin."""

    @pytest.hookimpl
    def pytest_xdist_auto_num_workers(self):
        return (os.cpu_count() or 1) + 1

    @pytest.hookimpl
    def pytest_xdist_make_scheduler(self, config, log):
        return FromBothEnds(config, log) if config.getvalue("dist") == "load" else None
