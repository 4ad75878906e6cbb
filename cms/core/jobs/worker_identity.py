"""What a worker is called: machine, process, and a word of its own, since process numbers come back."""

from __future__ import annotations

import os
import secrets
import socket


def _machine_id() -> str:
    """Two containers may bear one host name; their process numbers have nothing to do with each other."""
    try:
        space = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    except OSError:
        space = ""
    return f"{socket.gethostname()[:25]}.{space}".replace(":", "-")


MACHINE = _machine_id()


def new_worker_id() -> str:
    return f"{MACHINE}:{os.getpid()}:{secrets.token_hex(4)}"


def is_worker_alive(worker_id: str, own_id: str) -> bool | None:
    """Whether that worker's process is there; None when it ran elsewhere. A number that is taken again by this very
    process is another's no more."""
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
