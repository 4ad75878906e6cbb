"""Brings the programs: Debian's packages, the engines through Maven, the S3 gateway through Go."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import zipfile
from pathlib import Path

from service_tools.places import HOME, IS_ROOT, USER, Failure, find_jdk, find_program, folder, own, program, run, say

VERSITYGW = "v1.8.0"
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
ENGINES = {  # name -> (Maven group, version, SHA-256 of the archive)
    "elasticsearch": (
        "org.elasticsearch.distribution.integ-test-zip",
        "9.2.0",
        "bf44938a0490ba2a303d39c9cb64b38963dd08c812ce93e10816e878585bcb6b",
    ),
    "opensearch": (
        "org.opensearch.distribution.integ-test-zip",
        "3.6.0",
        "a91faa1dc1cadc78cb278b4f63847e19e1627a4e9de698e14e7efc14ee37b286",
    ),
}
APT = {  # name -> (program that shows it is there, packages)
    "postgresql": ("pg_ctl", ["postgresql", "postgresql-client"]),
    "redis": ("redis-server", ["redis-server"]),
    "nginx": ("nginx", ["nginx-light"]),
    "chromium": ("chromium-headless-shell", ["chromium", "chromium-headless-shell"]),
    "elasticsearch": ("mvn", ["maven"]),
    "opensearch": ("mvn", ["maven"]),
}


def install_user() -> None:
    if not IS_ROOT:
        return
    try:
        pwd.getpwnam(USER)
    except KeyError:
        run(["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", USER])


def install_packages(names: list[str]) -> None:
    missing = sorted({pkg for name in names if name in APT and not find_program(APT[name][0]) for pkg in APT[name][1]})
    if "s3" in names and not (HOME / "bin" / "versitygw").exists() and not find_program("go"):
        missing.append("golang-go")
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise Failure(f"No apt-get here: install these yourself: {' '.join(missing)}")
    sudo = [] if IS_ROOT else ["sudo"]
    if sudo and not shutil.which("sudo"):
        raise Failure(f"Neither root nor sudo: ask an administrator to install {' '.join(missing)}")
    say(f"apt-get install {' '.join(missing)}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*sudo, "apt-get", "update", "-q"], env=environ)
    run([*sudo, "apt-get", "install", "-yq", "--no-install-recommends", *missing], env=environ)
    if "nginx" in names or "redis" in names or "postgresql" in names:
        stop_system_services(sudo, missing)


def stop_system_services(sudo: list[str], installed: list[str]) -> None:
    """Debian starts what it installs; ours run on their own ports, so what we brought is switched off again."""
    if not Path("/run/systemd/system").exists():
        return
    for package in {"postgresql", "redis-server", "nginx-light"} & set(installed):
        subprocess.run([*sudo, "systemctl", "disable", "--now", package.removesuffix("-light")], capture_output=True)


def install_engine(name: str) -> None:
    group, version, checksum = ENGINES[name]
    target = HOME / "engines" / f"{name}-{version}"
    if (target / "bin" / name).exists():
        return
    find_jdk()
    cache = folder("downloads")
    archive = cache / f"{name}-{version}.zip"
    if not archive.exists():
        say(f"{name} {version}: fetching through Maven")
        run(
            [
                program("mvn"),
                "-q",
                "-B",
                MAVEN_COPY,
                f"-Dartifact={group}:{name}:{version}:zip",
                f"-DoutputDirectory={cache}",
            ]
        )
    if (found := hashlib.sha256(archive.read_bytes()).hexdigest()) != checksum:
        archive.unlink()
        raise Failure(f"{archive.name}: the checksum is {found}, not {checksum}; the file was removed.")
    # Unpacked aside and renamed at the end, so that an interrupted run leaves no half engine behind.
    aside = folder("engines", "unpacking")
    with zipfile.ZipFile(archive) as content:
        top = content.namelist()[0].split("/")[0]
        content.extractall(aside)
    archive.unlink()
    for file in (aside / top / "bin").iterdir():
        file.chmod(0o755)
    own(aside / top)
    (aside / top).rename(target)


def install_s3() -> None:
    target = folder("bin") / "versitygw"
    stamp = target.with_suffix(".version")
    if target.exists() and stamp.exists() and stamp.read_text() == VERSITYGW:
        return
    say(f"versitygw {VERSITYGW}: building (about a minute the first time)")
    module = f"github.com/versity/versitygw/cmd/versitygw@{VERSITYGW}"
    run([program("go"), "install", module], env={**os.environ, "GOBIN": str(target.parent)})
    stamp.write_text(VERSITYGW)


def install(names: list[str]) -> None:
    install_user()
    install_packages(names)
    for name in names:
        if name in ENGINES:
            install_engine(name)
        elif name == "s3":
            install_s3()
        say(f"{name}: installed")
