from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardConfig(AppConfig):
    name = "cms.board"
    label = "board"
    verbose_name = _("Implementation board")

    def ready(self):
        from cms.board import indicators, jobs, signal_handlers  # noqa: F401  (jobs declare themselves)

        indicators.load_indicators()
        signal_handlers.connect_signals()
