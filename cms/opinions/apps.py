from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionsConfig(AppConfig):
    name = "cms.opinions"
    label = "opinions"
    verbose_name = _("Opinions on drafts")

    def ready(self):
        from cms.opinions import page_panels  # noqa: F401  (registers itself)
