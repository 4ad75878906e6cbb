from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    name = "cms.tenancy"
    label = "tenancy"
    verbose_name = _("Schools and rights")

    def ready(self):
        from cms.core import instance_hooks
        from cms.tenancy import signal_handlers, versioning
        from cms.tenancy.access import system_checks
        from cms.tenancy.accounts import events
        from cms.tenancy.audit_log import jobs, record  # noqa: F401
        from cms.tenancy.editing import jobs as _forms  # noqa: F401
        from cms.tenancy.notifications import jobs as _post  # noqa: F401
        from cms.tenancy.row_access import wagtail_exemptions

        versioning.connect_signals()
        signal_handlers.connect_signals()
        events.connect_signals()
        record.connect_signals()
        system_checks.register_checks()
        instance_hooks.install_instance_hooks()
        wagtail_exemptions.exempt_wagtail_lookups()
        # Each app of the product declares the owners of its URLs and models, and the rights of the roles. Wagtail's
        # apps
        # have modules of the same name, so only our own are imported.
        for config in apps.get_app_configs():
            if config.name.split(".")[0] in ("cms", "search") and module_has_submodule(config.module, "permissions"):
                import_module(f"{config.name}.permissions")
