"""Names, ports and folders of the services, and how their programs are found."""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
IS_ROOT = os.geteuid() == 0
USER = "phapluat"
LOOPBACK = "127.0.0.1"
HEAP = os.environ.get("SERVICES_HEAP", "1g")
#: For tests: started quickly, nothing kept through a crash of the machine. Never for measuring.
BRIEF = os.environ.get("SERVICES_BRIEF") == "1"
ACCOUNT = {"user": "phapluat", "password": "phapluat-local", "bucket": "phapluat"}
#: Lets two checkouts run their services side by side.
OFFSET = int(os.environ.get("SERVICES_PORT_OFFSET", "0"))
PORTS = {
    "postgresql": 55432 + OFFSET,
    "redis": 56379 + OFFSET,
    "elasticsearch": 59200 + OFFSET,
    "opensearch": 59201 + OFFSET,
    "s3": 57070 + OFFSET,
    "nginx": 58080 + OFFSET,
    "app": 58000 + OFFSET,  # gunicorn behind nginx
}
PRODUCTION = ("postgresql", "redis", "elasticsearch", "s3")


class Failure(Exception):
    """Something a person can mend; shown without a traceback."""


def say(text: str) -> None:
    print(text, flush=True)


def run(command: list, **options: Any) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise Failure(f"`{' '.join(map(str, command))}` failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")


def reachable_by_others(path: Path) -> bool:
    """Whether a user who is neither owner nor in the group may pass through every parent folder."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def home() -> Path:
    if "SERVICES_DIR" in os.environ:
        return Path(os.environ["SERVICES_DIR"]).resolve()
    path = ROOT / ".services"
    if IS_ROOT and not reachable_by_others(path):
        # A checkout in a private folder of root: the service user could not enter it.
        return Path("/var/lib") / f"phapluat-services-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"
    return path


HOME = home()


def as_service_user() -> dict:
    """Options of ``subprocess`` that drop root's rights."""
    if not IS_ROOT:
        return {}
    group = pwd.getpwnam(USER).pw_gid
    return {"user": USER, "group": group, "extra_groups": []}


def folder(*parts: str) -> Path:
    path = HOME.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    if IS_ROOT:
        for step in [path, *path.parents]:
            if step == HOME.parent:
                break
            shutil.chown(step, USER, USER)
    return path


def find_program(name: str) -> str | None:
    """On the PATH, in the system folders, or in the newest PostgreSQL's own folder."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/go/bin"])
    postgres = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    return shutil.which(name, path=os.pathsep.join([*map(str, reversed(postgres)), places]))


def program(name: str) -> str:
    found = find_program(name)
    if not found:
        raise Failure(f"The program “{name}” is missing: run `scripts/services install` first.")
    return found


def find_jdk(least: int = 21) -> Path:
    """The newest JDK of at least this version, by the `release` file that every JDK carries."""
    named = [os.environ.get(name) for name in ("ES_JAVA_HOME", "OPENSEARCH_JAVA_HOME", "JAVA_HOME")]
    places = [Path(path) for path in named if path]
    java = shutil.which("java")
    places += [Path(java).resolve().parent.parent] if java else []
    for base in ("/usr/lib/jvm", "/usr/java", "/opt", "/usr/local"):
        places += sorted(Path(base).glob("*"))
    versions: dict[int, Path] = {}
    for place in places:
        release = place / "release"
        if release.is_file() and (place / "bin" / "java").exists():
            found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(errors="replace"), re.M)
            if found:
                versions.setdefault(int(found.group(1)), place)
    best = max(versions, default=0)
    if best < least:
        had = f"the newest found is {best}" if best else "none was found"
        raise Failure(
            f"The search engines need a JDK {least} or newer ({had}). "
            f"Install one (for example the package openjdk-{least}-jre-headless) or set ES_JAVA_HOME to it."
        )
    return versions[best]


def own(path: Path) -> None:
    if IS_ROOT:
        run(["chown", "-R", f"{USER}:{USER}", path])
