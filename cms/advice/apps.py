from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    name = "cms.advice"
    label = "advice"
    verbose_name = _("Questions and answers")

    def ready(self):
        from cms.advice import page_panels, signal_handlers  # noqa: F401  (parts register themselves)
        from cms.advice.intake import contact_details
        from cms.core import encryption

        signal_handlers.connect()
        encryption.encrypted_models[contact_details.KEYS_SETTING].append(contact_details.reencrypt_contacts)
