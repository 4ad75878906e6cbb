from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def prepare_database(using, **kwargs):
    """Creates the full-text objects beside the tables; they are not models, so no migration creates them."""
    from search.backends.database import dialect_tables

    if using == "default" and "search_indexentry" in connection.introspection.table_names():
        dialect_tables().prepare()


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from cms.advice.intake import suggestions as asked
        from cms.core.web.health import register_check
        from search import health, signal_handlers, signals, tasks
        from search.results_page import similar

        register_check("search", health.degradation_reason)
        post_migrate.connect(prepare_database, sender=self, dispatch_uid="search.prepare_database")
        signals.text_requested.connect(tasks.read_soon, dispatch_uid="search.read_soon")
        asked.suggestion_finders.append(similar.find_similar)
        signal_handlers.connect_signals()
