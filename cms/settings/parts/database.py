"""Database: SQLite in WAL mode by default, PostgreSQL by ``DATABASE_URL``."""

from pathlib import Path

import dj_database_url


def databases(url: str, var_dir: Path, conn_max_age: int) -> dict:
    if not url:
        var_dir.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{var_dir / 'db.sqlite3'}"
    config = dj_database_url.parse(url, conn_max_age=conn_max_age)
    if config["ENGINE"].endswith("sqlite3"):
        config["CONN_MAX_AGE"] = 0
        config["OPTIONS"] = {
            # Writers wait for each other instead of failing, and take the lock at once:
            # a deferred transaction that upgrades cannot be retried by SQLite.
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
    return {"default": config}
