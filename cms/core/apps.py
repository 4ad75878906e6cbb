from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from cms.core import cache, checks, signal_handlers  # noqa: F401  (checks register themselves)
        from cms.core.jobs import builtin_jobs  # noqa: F401
        from cms.core.media import storage
        from cms.core.page_cache import dependencies
        from cms.core.web import health, inline_scripts

        signal_handlers.connect_signals()
        inline_scripts.replace_inline_scripts()
        dependencies.degradation_counters.append(storage.failure_count)
        dependencies.expiry_sources.append(storage.links_valid_until)
        health.register_check("cache", cache.degradation_reason)
        health.register_check("storage", storage.degradation_reason)
        autodiscover_modules("jobs")
