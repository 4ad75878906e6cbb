"""A real Elasticsearch of the test's own, to be frozen and killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
OFFSET = 900 + 10 * int(WORKER)  # beside the ports of scripts/services and those of other workers
PORT = 59200 + OFFSET


def installed_engines() -> Path | None:
    """The folder of the engines that ``scripts/services install`` made."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        from service_tools.places import HOME
    finally:
        sys.path.pop(0)
    engines = HOME / "engines"
    return engines if any(engines.glob("elasticsearch-*")) else None


class OwnEngine:
    url = f"elasticsearch+http://127.0.0.1:{PORT}"

    def __init__(self, engines: Path):
        self.home = Path(tempfile.mkdtemp(prefix="own-engine-"))
        self.home.chmod(0o755)  # the engine runs as a user of its own
        (self.home / "engines").symlink_to(engines)

    def start(self) -> None:
        options = {"SERVICES_DIR": str(self.home), "SERVICES_PORT_OFFSET": str(OFFSET), "SERVICES_HEAP": "384m"}
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
                urlopen(f"http://127.0.0.1:{PORT}", timeout=1).close()
            except URLError as error:
                if isinstance(error.reason, ConnectionRefusedError):
                    return
            except OSError:
                pass
            time.sleep(0.1)

    def wait(self) -> None:
        for _attempt in range(600):
            try:
                urlopen(f"http://127.0.0.1:{PORT}/_cluster/health?wait_for_status=yellow", timeout=5).close()
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
