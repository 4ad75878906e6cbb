"""Codes of doubts about a text, in words."""

from django.utils.translation import gettext_lazy as _

TEXT_DOUBTS = {
    "other_number": _("its head carries another number"),
    "other_title": _("its head carries another title"),
    "fewer": _("it has far fewer articles than the text of another source"),
}
