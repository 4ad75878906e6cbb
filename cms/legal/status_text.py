"""The sentences that explain a status (``cms.legal.status`` gives codes and days)."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.legal.status import Reason, Status


def _sentence(reason: Reason, administrative: bool) -> str:
    day = date_format(reason.day, "d/m/Y") if reason.day else ""
    if reason.code == "by_hand":
        return _("Set by the library: %(reason)s") % {"reason": reason.text}
    if reason.code == "starts":
        return _("It begins on %(day)s.") % {"day": day}
    if reason.code == "started":
        return (_("It runs since %(day)s.") if administrative else _("In force since %(day)s.")) % {"day": day}
    if reason.code == "ended":
        return (_("Its period ended on %(day)s.") if administrative else _("It lost force on %(day)s.")) % {"day": day}
    if reason.code == "no_start":
        return _("The library does not hold the first day on which it is in force.")
    return _("No end is known to the library; amendments by other documents are not yet taken into account.")


def explain(status: Status, administrative: bool) -> list[str]:
    return [_sentence(reason, administrative) for reason in status.reasons]
