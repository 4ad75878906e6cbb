from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "cms.legal"
    label = "legal"
    verbose_name = _("Law")

    def ready(self):
        from cms.legal import signal_handlers
        from cms.legal.citations import signal_handlers as citations_signal_handlers
        from cms.legal.citations.mending import editing, notices, publishing
        from cms.legal.documents import lifecycle, number_taken, types
        from cms.legal.modifications import signal_handlers as clauses
        from cms.legal.pages import document_context  # noqa: F401  (registers its contexts on import)
        from cms.legal.section import denial_messages, page_contexts, signals  # noqa: F401

        types.connect_signals()
        lifecycle.connect_signals()
        signal_handlers.connect_signals()
        citations_signal_handlers.connect_signals()
        clauses.connect_signals()
        notices.connect_signals()
        editing.register_page_form_extension()
        signals.connect_signals()
        denial_messages.register_explanations()
        publishing.register_access_check()
        number_taken.register_denial_explanation()
