"""Workers whose waits are short: what takes minutes in life takes seconds here."""

from django.apps import AppConfig


class KilledConfig(AppConfig):
    name = "tests.core.killed"

    def ready(self):
        from cms.core.jobs import child, lease, supervisor

        supervisor.PAUSE = 0.2
        supervisor.Supervisor.wait.__defaults__ = (0.2,)
        child.GRACE, child.LOOK = 2, 0.2
        lease.BEAT, lease.GIVE_UP, lease.LEASE = 0.5, 5.0, 8.0
