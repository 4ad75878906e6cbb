from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    name = "cms.tenancy"
    label = "tenancy"
    verbose_name = _("Schools and rights")

    def ready(self):
        from cms.core import rows
        from cms.tenancy import signal_handlers, versioning
        from cms.tenancy.accounts import events
        from cms.tenancy.editing import jobs as _forms  # noqa: F401
        from cms.tenancy.guard import checks
        from cms.tenancy.journal import jobs, record  # noqa: F401
        from cms.tenancy.notices import jobs as _post  # noqa: F401
        from cms.tenancy.rows import wagtails_own

        versioning.connect()
        signal_handlers.connect()
        events.connect()
        record.connect()
        checks.register()
        rows.install()
        wagtails_own.let_pass()
        autodiscover_modules("admin_scopes")  # each app says whose its addresses and models are, and who may do what
