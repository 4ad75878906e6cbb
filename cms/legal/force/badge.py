"""A status as a list shows it: the word, and how it is known."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.legal.force import known
from cms.legal.force.status import Status
from cms.legal.models.statuses import StatusCode, StatusKnown
from cms.legal.sources.table import name_of

_ICONS = {
    "in_force": "success", "not_yet": "hourglass", "partly_expired": "half", "expired": "error", "suspended": "pause",
    "partly_suspended": "pause", "obsolete": "archive", "running": "running", "ended": "flag",
    known.NOT_CONTRADICTED: "clock", known.DECIDED: "info",
}  # fmt: skip


@dataclass(frozen=True)
class StatusBadge:
    """``shown`` is a code of ``cms.legal.force.status``, or what stands for "in force" without ground
    (``known.shown``)."""

    code: str
    how: str
    source: str = ""
    known_on: datetime.date | None = None

    @classmethod
    def of(cls, status: Status) -> StatusBadge:
        return cls(status.code, status.how, status.source, status.known_on)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> StatusBadge:
        day = row["known_on"]
        day = datetime.date.fromisoformat(day[:10]) if isinstance(day, str) else day
        return cls(row["code"], row["how"], row["source"], day)

    @property
    def shown(self) -> str:
        return known.shown(self.code, self.how)

    @property
    def icon(self) -> str:
        return _ICONS.get(self.shown, "unknown")

    @property
    def label(self) -> str:
        if self.shown == known.NOT_CONTRADICTED:
            return pgettext("status", "No end seen")
        return str(StatusCode(self.shown if self.shown != known.DECIDED else self.code).label)

    @property
    def day(self) -> str:
        """Of which day the source speaks, for the short badge."""
        return f"{self.known_on:%d/%m/%Y}" if self.shown == known.NOT_CONTRADICTED and self.known_on else ""

    @property
    def sentence(self) -> str:
        """Both, where there is no room for a badge."""
        return f"{self.label} – {self.words}".rstrip(".")

    @property
    def words(self) -> str:
        """The whole sentence: how it is known."""
        words = {"source": name_of(self.source), "day": f"{self.known_on:%d/%m/%Y}" if self.known_on else ""}
        if self.how == StatusKnown.STATED:
            return _("Stated by %(source)s on %(day)s.") % words
        if self.how == StatusKnown.COMPUTED:
            return _("Computed from the dates and events that the library holds.")
        if self.how == StatusKnown.DECIDED:
            return _("Decided by the library, for the reason given.")
        if self.how == StatusKnown.NOT_CONTRADICTED:
            return _("No document that ends it has been seen, according to %(source)s on %(day)s.") % words
        return _("It is not known whether it is in force.")
