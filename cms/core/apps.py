from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self):
        from cms.core import checks, signal_handlers  # noqa: F401  (checks register themselves)

        signal_handlers.connect()
