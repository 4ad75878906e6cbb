from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "cms.advice"
    label = "advice"
    verbose_name = _("Questions and answers")

    def ready(self):
        from cms.advice import parts, signal_handlers  # noqa: F401  (parts register themselves)
        from cms.advice.asking import contact
        from cms.core import sealing

        signal_handlers.connect()
        sealing.kept[contact.KEYS].append(contact.rotate)
