"""Worker ids: machine, process id, and a random part, since the system reuses process ids."""

from __future__ import annotations

import os
import secrets
import socket


def _machine_id() -> str:
    """Returns host name and PID namespace: two containers may share a host name but not their process ids."""
    try:
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        space = ""
    return f"{socket.gethostname()[:25]}.{space}".replace(":", "-")


MACHINE = _machine_id()


def new_worker_id() -> str:
    return f"{MACHINE}:{os.getpid()}:{secrets.token_hex(4)}"


def is_worker_alive(worker_id: str, own_id: str) -> bool | None:
    """Whether that worker's process exists; ``None`` when it ran on another machine. If this process has reused its
    process id, that worker is dead."""
    machine, pid, _word = [*worker_id.split(":"), "", ""][:3]
    if machine != MACHINE:
        return None
    if pid == own_id.split(":")[1]:
        return worker_id == own_id
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
