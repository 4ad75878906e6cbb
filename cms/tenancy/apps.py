from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    name = "cms.tenancy"
    label = "tenancy"
    verbose_name = _("Schools and rights")

    def ready(self):
        from wagtail.models import Site

        from cms.core import rows
        from cms.tenancy import signal_handlers, versioning
        from cms.tenancy.accounts import events
        from cms.tenancy.guard import checks
        from cms.tenancy.journal import jobs, record  # noqa: F401
        from cms.tenancy.notices import jobs as _post  # noqa: F401

        versioning.connect()
        signal_handlers.connect()
        events.connect()
        record.connect()
        checks.register()
        rows.install()
        Site.get_site_root_paths = staticmethod(
            rows.reading_all("addresses of all sites are kept for everybody")(Site.get_site_root_paths)
        )
