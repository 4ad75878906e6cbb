"""Keys of the small shape: made once, at the first start, and kept in one file that its owner alone may read."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAME = "keys.json"


def own_keys(var_dir: Path, has_data: bool) -> dict:
    """``{"SECRET_KEY": …, "SECOND_FACTOR_KEYS": […], "CONTACT_KEYS": […]}``. Never made anew beside data that the lost
    ones have signed."""
    path = var_dir / NAME
    if not path.exists():
        if has_data:
            raise ImproperlyConfigured(
                f"{path} is missing, but there is a database. Put it back from the backup: with other keys nobody's "
                "second factor can be read. (To begin without any: empty the folder.)"
            )
        _make(path)
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others than its owner: chmod 600 {path}")
    return json.loads(path.read_text(encoding="utf-8"))


def _make(path: Path) -> None:
    """Whole or not at all; of two processes that start together both take the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SECOND_FACTOR_KEYS": [secrets.token_urlsafe(40)],
        "CONTACT_KEYS": [secrets.token_urlsafe(40)],
    }
    draft = path.with_name(f".{NAME}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
