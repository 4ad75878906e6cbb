"""One service as a process: started, watched until it answers, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service_tools.places import HOME, LOOPBACK, PORTS, Failure, as_service_user, folder, say


def http_ok(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def port_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


@dataclass(frozen=True)
class Service:
    """``command`` gets the port and returns the program with its arguments."""

    name: str
    command: Callable[[int], list]
    ready: Callable[[int], bool] = port_open
    environ: Callable[[], dict] = dict
    after: Callable[[int], None] = lambda port: None
    stop_signal: int = signal.SIGTERM
    patience: int = 30  # seconds until it must be up

    @property
    def port(self) -> int:
        return PORTS[self.name]

    @property
    def pid_file(self) -> Path:
        return HOME / "run" / f"{self.name}.pid"

    def pid(self) -> int | None:
        """The running process; a number that another program has since been given does not count."""
        try:
            pid = int(self.pid_file.read_text())
            return pid if str(HOME).encode() in Path(f"/proc/{pid}/cmdline").read_bytes() or self.bare(pid) else None
        except (OSError, ValueError):
            return None

    def bare(self, pid: int) -> bool:
        """Programs that rewrite their command line show their name and port instead of their folder."""
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
        return str(self.port).encode() in line

    def start(self) -> None:
        if self.pid() and self.ready(self.port):
            say(f"{self.name}: already running on {LOOPBACK}:{self.port}")
            return
        if port_open(self.port):
            raise Failure(f"{self.name}: another program listens on port {self.port}.")
        log = folder("run") / f"{self.name}.log"
        command = [str(part) for part in self.command(self.port)]
        began = time.monotonic()
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=HOME,
                env={**os.environ, "HOME": str(HOME), **self.environ()},
                start_new_session=True,
                **as_service_user(),
            )
        self.pid_file.write_text(str(process.pid))
        while not self.ready(self.port):
            if process.poll() is not None or time.monotonic() - began > self.patience:
                self.stop(quiet=True)
                raise Failure(
                    f"{self.name} did not start; the end of {log}:\n{log.read_text(errors='replace')[-2500:]}"
                )
            time.sleep(0.1)
        self.after(self.port)
        say(f"{self.name}: up on {LOOPBACK}:{self.port} after {time.monotonic() - began:.1f} s")

    def stop(self, quiet: bool = False) -> None:
        pid = self.pid()
        if pid:
            os.kill(pid, self.stop_signal)
            deadline = time.monotonic() + 20
            while alive(pid) and time.monotonic() < deadline:
                time.sleep(0.1)
            if alive(pid):
                os.killpg(pid, signal.SIGKILL)
        self.pid_file.unlink(missing_ok=True)
        if not quiet:
            say(f"{self.name}: stopped" if pid else f"{self.name}: was not running")

    def is_up(self) -> bool:
        return bool(self.pid()) and self.ready(self.port)

    def status(self) -> str:
        state = f"up on {LOOPBACK}:{self.port} (process {self.pid()})" if self.is_up() else "down"
        return f"{self.name}: {state}"


def alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):  # our own child leaves a zombie until it is waited for
        os.waitpid(pid, os.WNOHANG)
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
