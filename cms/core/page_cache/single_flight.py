"""Single flight: when many requests need the same outdated page, one renders it and the others wait.

It uses a file lock, which works between processes and threads of one machine and is released when its process ends,
however it ends. With several machines, each renders the page once.
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

MAX_WAIT = 5.0  # seconds; a request that has waited this long renders the page too
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
    """Yields ``True`` to the first request, ``False`` after waiting for another: the caller reads the cache again.

    Keys share 4,096 locks, so that the folder stays small.
    """
    try:
        file = os.open(_lock_folder() / key[:3], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # no lock file can be written: every request renders the page
        yield True
        return
    try:
        yield not _wait_for_lock(file)
    finally:
        os.close(file)  # releases the lock


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
