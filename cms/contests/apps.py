from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContestsConfig(AppConfig):
    name = "cms.contests"
    label = "contests"
    verbose_name = _("Questions and contests")

    def ready(self) -> None:
        from cms.contests import signal_handlers

        signal_handlers.connect_signals()
