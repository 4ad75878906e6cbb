"""Jobs that take long, hang, and write down when they ran (in ``VAR_DIR``)."""

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cms.core.jobs import Daily, Every, Job, register_job, registry

registry._JOBS.clear()  # the product's own would run as well, and most of their tables are not there
FAR = Daily(f"{timezone.localtime() + datetime.timedelta(hours=12):%H}:30")
SECONDS = datetime.timedelta(seconds=1)


def note(name: str, word: str) -> None:
    line = f"{word} {os.getpid()} {time.monotonic()}\n"
    with open(Path(settings.VAR_DIR) / name, "a") as file:
        file.write(line)


def slow() -> str:
    """Takes long the first time."""
    begun = Path(settings.VAR_DIR) / "begun"
    if not begun.exists():
        begun.write_text(str(os.getpid()))
        time.sleep(120)
    return "whole"


def hang(name: str):
    def run():
        """Listens to nothing, and has a process of its own."""
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGALRM})
        helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(90)"])
        note(name, str(helper.pid))
        while True:
            time.sleep(0.1)

    return run


def minute() -> None:
    note("minute", "ran")


def alone() -> None:
    note("alone", "from")
    time.sleep(0.3)
    note("alone", "to")


def steps() -> str:
    """Works on and on the first time."""
    first = not (Path(settings.VAR_DIR) / "steps").exists()
    for _step in range(600 if first else 10):
        note("steps", "step")
        time.sleep(0.1)
    return "second"


register_job(Job("slow", "Slow", slow, Every(1440)))
register_job(Job("hang", "Hang", hang("hang"), FAR, limit=3 * SECONDS, retries=0))
register_job(Job("hang_1", "Hang", hang("hang_1"), FAR))
register_job(Job("hang_2", "Hang", hang("hang_2"), FAR))
register_job(Job("hang_prompt", "Hang", hang("hang_prompt"), Every(5)))
register_job(Job("minute", "Minute", minute, Every(1)))
register_job(Job("alone", "Alone", alone, Every(30)))
register_job(Job("steps", "Steps", steps, FAR))
