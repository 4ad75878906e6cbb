"""A worker that may ask servers of this machine, and that stands still in the middle of its first snapshots."""

import time
from functools import partial
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


def hold(execute, sql, params, many, context):
    found = execute(sql, params, many, context)
    begun = Path(settings.VAR_DIR) / "begun"
    if sql.startswith("INSERT") and "board_snapshot" in sql and not begun.exists():
        begun.touch()
        time.sleep(120)
    return found


class KilledConfig(AppConfig):
    name = "tests.district.killed"

    def ready(self):
        from cms.district.links import block_check, http_fetch, link_check

        block_check.BATCH_SIZE = 1  # two schools are two parts

        link_check.Fetcher = partial(http_fetch.Fetcher, allowed=lambda address: True, ports=None)
        connection_created.connect(lambda connection, **kwargs: connection.execute_wrappers.append(hold), weak=False)
