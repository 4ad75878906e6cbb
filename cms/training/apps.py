from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from cms.core.page_cache import dependencies
        from cms.training import listings, page_panels, signal_handlers  # noqa: F401  (parts register themselves)

        dependencies.version_names.append(lambda request: (listings.ACTIVITIES_VERSION,))
        dependencies.expiry_sources.append(listings.find_next_change)
        signal_handlers.connect_signals()
