"""Kinds of ways out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    FACEBOOK = "facebook", _("Facebook page")
    ZALO = "zalo", _("Zalo Official Account")
    SMS = "sms", _("Text message, by a mail gateway")
    WEBHOOK = "webhook", _("Webhook")
    FILE = "file", _("File in a folder")


#: Whose texts are measured how (``post_drafts.post_text.MAX_LENGTHS``).
TEXT_FORMATS = {
    ChannelKind.FACEBOOK: "facebook",
    ChannelKind.ZALO: "zalo",
    ChannelKind.SMS: "sms",
    ChannelKind.WEBHOOK: "plain",
    ChannelKind.FILE: "plain",
}
