"""Kinds of ways out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    FACEBOOK = "facebook", _("Facebook page")
    ZALO = "zalo", _("Zalo Official Account")
    SMS = "sms", _("Text message, by a mail gateway")
    WEBHOOK = "webhook", _("Webhook")
    FILE = "file", _("File in a folder")


#: Whose texts are measured how (``preparing.words.LONGEST``).
MEASURE = {Way.FACEBOOK: "facebook", Way.ZALO: "zalo", Way.SMS: "sms", Way.WEBHOOK: "plain", Way.FILE: "plain"}
