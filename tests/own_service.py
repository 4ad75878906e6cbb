"""A real Redis or S3 server of the test's own, to be killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.search.engines.own_engine import ROOT, free_port

sys.path.insert(0, str(ROOT / "scripts"))
try:
    from service_tools.places import ACCOUNT, HOME, find_program
    from service_tools.process import port_open
finally:
    sys.path.pop(0)


class OwnService:
    """``command`` gets the port and the folder. Data stay from one start to the next."""

    def __init__(self, command):
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="own-service-"))
        self._command = [str(part) for part in command(self.port, self.folder)]
        self._process = None

    def start(self) -> None:
        with (self.folder / "said").open("w+") as said:
            self._process = subprocess.Popen(self._command, cwd=self.folder, stdout=said, stderr=said)
            for _attempt in range(600):
                if port_open(self.port):
                    return
                if self._process.poll() is not None:
                    break
                time.sleep(0.05)
            said.seek(0)
            raise RuntimeError(f"{self._command[0]} does not start: {said.read()[-1000:]}")

    def kill(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def own_redis() -> OwnService:
    program = find_program("redis-server")
    if not program:
        pytest.skip("no Redis installed by scripts/services")
    return OwnService(lambda port, folder: [program, "--port", port, "--bind", "127.0.0.1", "--save", ""])


def own_s3() -> OwnService:
    program = HOME / "bin" / "versitygw"
    if not program.exists():
        pytest.skip("no S3 server installed by scripts/services")

    def command(port: int, folder: Path) -> list:
        os.makedirs(folder / "data" / ACCOUNT["bucket"])
        account = ["--access", ACCOUNT["user"], "--secret", ACCOUNT["password"], "--region", "us-east-1"]
        return [program, *account, "--port", f"127.0.0.1:{port}", "posix", folder / "data"]

    return OwnService(command)
