"""Test databases from a template: the migrations of all apps run once per schema, not once per worker and run.

The template is named for what makes the schema (the migration files of every app); it lies under ``VAR_DIR``, or beside
the test databases on the PostgreSQL server. Removing it is always safe. ``python -m tests.databases`` makes it before
the workers ask for it, each of which would migrate for itself otherwise; with ``name`` it says what it is called on the
server, for somebody else to make (``scripts/smoke --keep``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.db.utils import IntegrityError, OperationalError, ProgrammingError


@cache
def schema() -> str:
    """Hash of all migrations, as they are before they run: whoever edits one meanwhile gets no template of the old."""
    found = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def use_template() -> None:
    """Before the test database is made."""
    schema()
    if connection.vendor == "sqlite":
        DatabaseCreation._create_test_db = _filled(DatabaseCreation._create_test_db)
        operations = type(connection.ops)
        operations.execute_sql_flush = _patient(operations.execute_sql_flush)
    elif _exists(_server_template()):
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = _server_template()
        connection.settings_dict["TEST"]["TEMPLATE"] = _server_template()


def keep_template() -> None:
    """After it was migrated; nothing when there is a template already."""
    if connection.vendor == "sqlite":
        file = _file()
        if file.exists():
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        own = file.with_suffix(f".{os.getpid()}")
        connection.ensure_connection()
        with sqlite3.connect(own) as target:
            connection.connection.backup(target)
        target.close()
        own.rename(file)
    elif not _exists(_server_template()):
        source = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor, suppress(ProgrammingError, IntegrityError):  # another was quicker
            cursor.execute(f'CREATE DATABASE "{_server_template()}" TEMPLATE "{source}"')


def prepare() -> None:
    """The template of the configured database, where there is none yet."""
    if _file().exists() if connection.vendor == "sqlite" else _exists(_server_template()):
        return
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    keep_template()
    connection.creation.destroy_test_db(name, verbosity=0)


def begin() -> None:
    """What the first office of an install finds and makes is dear; tests begin with that part done."""
    from cms.home.provisioning import office
    from cms.tenancy import grants

    grants.ensure_locales()
    grants.ensure_roles_and_workflow()
    office._remove_welcome_page()


def refill() -> None:
    """What every database holds, put back where a test that commits has emptied it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sqlite_sequence SET seq = 0")
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    begin()


def copy_template(file: Path) -> None:
    """An SQLite database for a process of its own, which then has nothing to migrate; nothing without a template."""
    if _file().exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file(), file)


def _file() -> Path:
    return Path(settings.VAR_DIR) / "test-templates" / f"{schema()}.sqlite3"


def _filled(create):
    def create_and_fill(self, *args, **kwargs):
        name = create(self, *args, **kwargs)
        if _file().exists():
            # The memory of a shared database lives as long as a connection to it.
            self.connection.close()
            self.connection.settings_dict["NAME"] = name
            self.connection.ensure_connection()
            with sqlite3.connect(_file()) as source:
                source.backup(self.connection.connection)
            source.close()
        return name

    return create_and_fill


def _patient(flush):
    """A browser that is closed says goodbye: the live server may still hold a table when the next test wants it
    empty."""

    def flush_when_free(self, statements):
        for _ in range(50):
            try:
                return flush(self, statements)
            except OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(0.1)
        return flush(self, statements)

    return flush_when_free


def _server_template() -> str:
    return f"template_{schema()}"


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    django.setup()
    if sys.argv[1:] == ["name"]:
        print(_server_template())
    else:
        prepare()
