"""Converts Word's old format to DOCX with LibreOffice, if it is installed: in a separate process with its own profile,
without the macros, links and network addresses of the file, within limits of memory and time."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cms.core.media.file_text.limits import OFFICE_FILE, OFFICE_MEMORY, OFFICE_SECONDS

_PROGRAMS = ("soffice", "libreoffice")
#: Settings of the profile: LibreOffice runs no macro and fetches no link of a file.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""  # noqa: E501


def find_libreoffice() -> str:
    """Returns the path of LibreOffice; "" if it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


@contextmanager
def convert_to_docx(path: Path) -> Iterator[Path | None]:
    """Yields a temporary DOCX of the file; ``None`` if LibreOffice could not convert it in time."""
    with tempfile.TemporaryDirectory(prefix="word-", ignore_cleanup_errors=True) as folder:
        profile = Path(folder) / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        source = Path(folder) / "file.doc"
        shutil.copyfile(path, source)
        _run(folder, source)
        found = Path(folder) / "out" / "file.docx"
        yield found if found.is_file() and found.stat().st_size else None


def _run(folder: str, source: Path) -> None:
    command = [
        find_libreoffice(), "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx:MS Word 2007 XML", "--outdir",
        f"{folder}/out", str(source),
    ]  # fmt: skip
    environment = {"HOME": folder, "TMPDIR": folder, "PATH": os.defpath, "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_set_limits,
    )  # fmt: skip
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=OFFICE_SECONDS)
    finally:
        # LibreOffice starts other processes: kill the whole group.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _set_limits() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (OFFICE_SECONDS, OFFICE_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (OFFICE_MEMORY, OFFICE_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OFFICE_FILE, OFFICE_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
