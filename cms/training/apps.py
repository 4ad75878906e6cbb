from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from cms.core.page_cache import grounds
        from cms.training import parts, showing, signal_handlers  # noqa: F401  (parts register themselves)

        grounds.counters.append(lambda request: (showing.VERSION,))
        grounds.moments.append(showing.next_moment)
        signal_handlers.connect()
