"""One at a time: of many who ask for the same outdated page one makes it, the others wait for it.

A file's lock: it goes with the process that held it, however that ends, and holds between processes and threads of one
machine. On several machines each makes the page once.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

MAX_WAIT = 5.0  # seconds; whoever has waited so long makes it too
POLL_INTERVAL = 0.01


@lru_cache(maxsize=1)
def _lock_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"phapluat-turns-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or not folder.is_dir() or folder.is_symlink():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


@contextlib.contextmanager
def acquire_turn(key: str) -> Iterator[bool]:
    """True for whoever comes first; False after having waited for another: look again.

    Keys share 4,096 locks, so that the folder stays small.
    """
    try:
        file = os.open(_lock_folder() / key[:3], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # nowhere to write: everybody makes it
        yield True
        return
    try:
        yield not _wait_for_lock(file)
    finally:
        os.close(file)  # and the lock with it


def _wait_for_lock(file: int) -> bool:
    end, waited = time.monotonic() + MAX_WAIT, False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            waited = True
            if time.monotonic() > end:
                return waited
            time.sleep(POLL_INTERVAL)
        else:
            return waited
