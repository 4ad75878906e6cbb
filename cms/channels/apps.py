from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "cms.channels"
    label = "channels"
    verbose_name = _("Channels")

    def ready(self):
        from cms.channels import checks  # noqa: F401  (registers itself)
        from cms.channels.outbox import access_tokens
        from cms.core import encryption

        encryption.encrypted_models[access_tokens.KEYS_SETTING].append(access_tokens.reencrypt_tokens)
