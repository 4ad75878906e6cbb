"""A real Elasticsearch of the test's own, to be frozen and killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[3]
USUAL = 59200  # the port of scripts/services, from which its offset counts


def installed_engines() -> Path | None:
    """The folder of the engines that ``scripts/services install`` made."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from service_tools.places import HOME
    finally:
        sys.path.pop(0)
    engines = HOME / "engines"
    return engines if any(engines.glob("elasticsearch-*")) else None


def free_port() -> int:
    """One that nobody listens on, nor on its neighbour a hundred above, where the engine talks to itself. Below those
    that outgoing connections take: nobody else has it while the engine is dead."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 100))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


class OwnEngine:
    def __init__(self, engines: Path):
        self.port = free_port()
        self.url = f"elasticsearch+http://127.0.0.1:{self.port}"
        self.home = Path(tempfile.mkdtemp(prefix="own-engine-"))
        self.home.chmod(0o755)  # the engine runs as a user of its own
        (self.home / "engines").symlink_to(engines)

    def start(self) -> None:
        options = {"SERVICES_DIR": str(self.home), "SERVICES_PORT_OFFSET": str(self.port - USUAL)}
        options |= {"SERVICES_HEAP": "384m", "SERVICES_BRIEF": "1"}
        command = [sys.executable, str(ROOT / "scripts" / "services"), "start", "elasticsearch"]
        for _attempt in range(3):  # a busy machine may need more than the patience of one start
            done = subprocess.run(command, env={**os.environ, **options}, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return
        raise RuntimeError(done.stdout + done.stderr)

    @property
    def pid(self) -> int:
        return int((self.home / "run" / "elasticsearch.pid").read_text())

    def signal(self, number: int) -> None:
        os.killpg(self.pid, number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)
        self.wait()

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        while True:
            try:
                urlopen(f"http://127.0.0.1:{self.port}", timeout=1).close()
            except URLError as error:
                if isinstance(error.reason, ConnectionRefusedError):
                    return
            except OSError:
                pass
            time.sleep(0.1)

    def wait(self) -> None:
        for _attempt in range(600):
            try:
                urlopen(f"http://127.0.0.1:{self.port}/_cluster/health?wait_for_status=yellow", timeout=5).close()
                return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the engine does not come back")

    def remove(self) -> None:
        try:
            self.thaw_quietly()
            self.signal(signal.SIGKILL)
        except (OSError, ValueError):
            pass
        shutil.rmtree(self.home, ignore_errors=True)

    def thaw_quietly(self) -> None:
        self.signal(signal.SIGCONT)
