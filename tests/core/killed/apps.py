"""Workers whose waits are short: what takes minutes in life takes seconds here."""

from django.apps import AppConfig


class KilledConfig(AppConfig):
    name = "tests.core.killed"

    def ready(self):
        from cms.core.jobs import leases, run_process, supervisor

        supervisor.PAUSE = 0.2
        supervisor.Supervisor.wait.__defaults__ = (0.2,)
        run_process.GRACE, run_process.POLL_INTERVAL = 2, 0.2
        leases.HEARTBEAT_INTERVAL, leases.RENEWAL_TIMEOUT, leases.LEASE_DURATION = 0.5, 5.0, 8.0
