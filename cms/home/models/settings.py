"""What a school sets for its own site."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.home.channels import CHANNEL_KINDS, Channel, is_channel
from cms.home.theme.colours import READY_COLOURS, contrast_with_white, darken_to_contrast

_COLOUR_PATTERN = re.compile(r"^#[0-9a-fA-F]{6}$")
_validate_colour = RegexValidator(_COLOUR_PATTERN.pattern, _("Write the colour as # and six hexadecimal digits."))


def _channel_error(kind: str):
    name, hosts = CHANNEL_KINDS[kind]
    return _("Write the address of your channel at %(name)s, as https://%(host)s/….") % {
        "name": name, "host": min(hosts, key=len),
    }  # fmt: skip


@register_setting(icon="cog")
class SchoolSettings(BaseSiteSetting):
    motto = models.CharField(_("motto"), max_length=120, blank=True)
    brand_colour = models.CharField(
        _("colour"),
        max_length=7,
        default=READY_COLOURS[0][1],
        validators=[_validate_colour],
        help_text=_("White letters must be readable on it (contrast at least 4.5)."),
    )
    crest = models.ForeignKey(
        "core.SchoolImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("crest")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    responsible = models.CharField(_("responsible for the content"), max_length=160, blank=True)
    map_url = models.URLField(_("address of a map"), blank=True)
    facebook_url = models.URLField("Facebook", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    zalo_url = models.URLField("Zalo", blank=True)
    tiktok_url = models.URLField("TikTok", blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("motto"), FieldPanel("brand_colour"), FieldPanel("crest")], _("Appearance")),
        MultiFieldPanel(
            [
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("hours"),
                FieldPanel("responsible"),
                FieldPanel("map_url"),
            ],
            _("Contacts"),
        ),
        MultiFieldPanel([FieldPanel(f"{kind}_url") for kind in CHANNEL_KINDS], _("Channels")),
    ]

    class Meta:
        verbose_name = _("school's appearance and contacts")

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Those whose address is one; what was written past the form is not shown."""
        found = ((kind, getattr(self, f"{kind}_url")) for kind in CHANNEL_KINDS)
        return tuple(Channel(kind, url) for kind, url in found if url and is_channel(kind, url))

    def clean(self):
        super().clean()
        wrong = [kind for kind in CHANNEL_KINDS if (url := getattr(self, f"{kind}_url")) and not is_channel(kind, url)]
        if wrong:
            raise ValidationError({f"{kind}_url": _channel_error(kind) for kind in wrong})
        if not _COLOUR_PATTERN.match(self.brand_colour):
            return  # the field has said so already; this is asked for all the same
        if contrast_with_white(self.brand_colour) < 4.5:
            raise ValidationError(
                {
                    "brand_colour": _(
                        "White letters are hard to read on this colour. The nearest one that works: %(colour)s."
                    )
                    % {"colour": darken_to_contrast(self.brand_colour)}
                }
            )
