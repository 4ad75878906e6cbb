"""``manage.py backup FOLDER``: archives a small (SQLite) installation in one file, while people work.

SQLite itself copies the database, so the copy is consistent; the media are copied after it: a file without a row does
no harm. The archive contains the keys, so only its owner may read it.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.settings.parts.own_keys import NAME as KEYS


class Command(BaseCommand):
    help = "Write the SQLite database, the media and the keys into FOLDER/phap-luat-<time>.tar (readable by the owner)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError(_("This copies SQLite only; for PostgreSQL use pg_dump (docs/operations.md)."))
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(path)s.") % {"path": folder})
        target = folder / f"phap-luat-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
        draft = target.with_suffix(".part")
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            copy = Path(temporary) / "db.sqlite3"
            _copy_database(Path(connection.settings_dict["NAME"]), copy)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w") as archive:
                    archive.add(copy, "db.sqlite3")
                    for path, name in ((settings.VAR_DIR / KEYS, KEYS), (Path(settings.MEDIA_ROOT), "media")):
                        if path.exists():
                            archive.add(path, name)
                file.flush()
                os.fsync(file.fileno())
        draft.rename(target)
        self.stdout.write(str(target))


def _copy_database(source: Path, target: Path) -> None:
    """Copies with SQLite's online backup, which copies pages again that change meanwhile. Raises ``CommandError``."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        [[answer]] = copy.execute("PRAGMA quick_check")
    if answer != "ok":
        raise CommandError(_("The copy is damaged: %(answer)s") % {"answer": answer})
