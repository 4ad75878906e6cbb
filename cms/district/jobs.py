"""What this app does by itself."""

from __future__ import annotations

import datetime
import os

from django.db import connection
from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Daily, Every, Job, register_job, run_command_as_job


def measure_depth() -> str:
    from cms.district.aggregation import depth_measurement  # models are not there yet when jobs are declared

    return str(depth_measurement.refresh_depth())


def announce_items() -> str:
    from cms.district.broadcasts import sending

    return sending.announce_due_broadcasts()


def check_blocks() -> str:
    """As fast as the machine can without standing in the visitors' way; in a transaction nobody else would see its
    rows."""
    processes = 1 if connection.in_atomic_block else min(4, os.cpu_count() or 1)
    return run_command_as_job("check_links", "--blocks", f"--processes={processes}")()


register_job(Job("announce_items", _("Tell schools of items whose time has come"), announce_items, Every(5)))
register_job(Job("measure_depth", _("Mark in-depth items of the schools"), measure_depth, Daily("02:50")))
register_job(
    Job(
        "check_blocks",
        _("Look for the office's links on every school's site"),
        check_blocks,
        Daily("03:10"),
        limit=datetime.timedelta(hours=2),
    )
)
register_job(
    Job(
        "check_outgoing",
        _("Check the links to other sites"),
        run_command_as_job("check_links", "--outgoing"),
        Daily("04:00"),
        limit=datetime.timedelta(hours=4),
    )
)
register_job(
    Job(
        "check_again",
        _("Ask addresses again that have not answered"),
        run_command_as_job("check_links", "--again"),
        Every(60),
        limit=datetime.timedelta(hours=2),
    )
)
