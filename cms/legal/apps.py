from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "cms.legal"
    label = "legal"
    verbose_name = _("Law")

    def ready(self):
        from cms.legal import signal_handlers
        from cms.legal.citations import listeners
        from cms.legal.citations.mending import editing, notices, publishing
        from cms.legal.clauses import listeners as clauses
        from cms.legal.documents import life, number_taken, types
        from cms.legal.pages import document_context  # noqa: F401  (contexts declare themselves)
        from cms.legal.section import lists, refused, signals  # noqa: F401

        types.connect()
        life.connect()
        signal_handlers.connect()
        listeners.connect()
        clauses.connect()
        notices.connect()
        editing.register()
        signals.connect()
        for asks in (refused, publishing, number_taken):
            asks.register()
