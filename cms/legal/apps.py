from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "cms.legal"
    label = "legal"
    verbose_name = _("Law")

    def ready(self):
        # Scopes and contexts declare themselves.
        from cms.legal import admin_scopes, document_context, life, section_lists, section_signals, signal_handlers  # noqa: F401
        from cms.legal.citations import editing, listeners, notices

        life.connect()
        signal_handlers.connect()
        listeners.connect()
        notices.connect()
        editing.register()
        section_signals.connect()
