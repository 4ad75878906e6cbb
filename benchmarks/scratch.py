"""A database of its own for measurements."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from cms.core import versions


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """An empty, migrated database that is gone afterwards; the configured one is not touched."""
    old = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        test = connection.settings_dict.setdefault("TEST", {})
        kept = test.get("NAME")
        label = f"{name}_{os.getpid()}"
        test["NAME"] = str(Path(folder) / f"{label}.sqlite3") if connection.vendor == "sqlite" else label
        try:
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            versions.clear_versions()
            try:
                yield
            finally:
                connection.creation.destroy_test_db(old, verbosity=0)
        finally:
            test["NAME"] = kept
            versions.clear_versions()
