from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    name = "cms.training"
    label = "training"
    verbose_name = _("Training")

    def ready(self) -> None:
        from cms.training import parts  # noqa: F401  (parts register themselves)
