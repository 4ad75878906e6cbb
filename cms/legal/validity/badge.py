"""The status badge of a document in a list: the status word, and how the status is known."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.legal.models.statuses import StatusCode, StatusKnown
from cms.legal.sources.source_registry import source_name
from cms.legal.validity import provenance
from cms.legal.validity.status import Status

_ICONS = {
    "in_force": "success", "not_yet": "hourglass", "partly_expired": "half", "expired": "error", "suspended": "pause",
    "partly_suspended": "pause", "obsolete": "archive", "running": "running", "ended": "flag",
    provenance.NOT_CONTRADICTED: "clock", provenance.DECIDED: "info", provenance.FORECAST: "hourglass",
    provenance.CONSOLIDATED: "book",
}  # fmt: skip


@dataclass(frozen=True)
class StatusBadge:
    """``shown`` is a code of ``cms.legal.validity.status``, or the code that replaces an "in force" without a basis
    (``provenance.displayed_code``). ``forecast`` marks a status of a future day."""

    code: str
    how: str
    source: str = ""
    known_on: datetime.date | None = None
    forecast: bool = False

    @classmethod
    def of(cls, status: Status, forecast: bool = False) -> StatusBadge:
        return cls(status.code, status.how, status.source, status.known_on, forecast)

    @classmethod
    def of_consolidated(cls) -> StatusBadge:
        """Returns the badge of a consolidated text, the same on every day."""
        return cls(StatusCode.UNKNOWN, provenance.CONSOLIDATED)

    @classmethod
    def of_row(cls, row: Mapping[str, Any], forecast: bool = False) -> StatusBadge:
        day = row["known_on"]
        day = datetime.date.fromisoformat(day[:10]) if isinstance(day, str) else day
        return cls(row["code"], row["how"], row["source"], day, forecast)

    @property
    def shown(self) -> str:
        return provenance.displayed_code(self.code, self.how, self.forecast)

    @property
    def icon(self) -> str:
        return _ICONS.get(self.shown, "unknown")

    @property
    def label(self) -> str:
        if self.shown == provenance.CONSOLIDATED:
            return pgettext("status", "Consolidated text")
        return _("%(status)s (forecast)") % {"status": self._label} if self.forecast else self._label

    @property
    def _label(self) -> str:
        if self.shown == provenance.NOT_CONTRADICTED:
            return pgettext("status", "No end seen")
        return str(
            StatusCode(self.code if self.shown in (provenance.DECIDED, provenance.FORECAST) else self.shown).label
        )

    @property
    def day(self) -> str:
        """Returns the day to which the source's statement refers, for the short badge."""
        return f"{self.known_on:%d/%m/%Y}" if self.shown == provenance.NOT_CONTRADICTED and self.known_on else ""

    @property
    def sentence(self) -> str:
        """Returns word and provenance in one sentence, for places without space for a badge."""
        return f"{self.label} – {self.words}".rstrip(".")

    @property
    def words(self) -> str:
        """Returns how the status is known; for a future day, that it is a forecast."""
        if self.how == provenance.CONSOLIDATED:
            return _("A consolidated text has no force of its own: what holds is the document that it consolidates.")
        later = _("The day lies ahead: this is a forecast from what is known today.") if self.forecast else ""
        return f"{self._known} {later}".strip()

    @property
    def _known(self) -> str:
        words = {"source": source_name(self.source), "day": f"{self.known_on:%d/%m/%Y}" if self.known_on else ""}
        if self.how == StatusKnown.STATED:
            return _("Stated by %(source)s on %(day)s.") % words
        if self.how == StatusKnown.COMPUTED:
            return _("Computed from the dates and events that the library holds.")
        if self.how == StatusKnown.DECIDED:
            return _("Decided by the library, for the reason given.")
        if self.how == StatusKnown.NOT_CONTRADICTED:
            return _("No document that ends it has been seen, according to %(source)s on %(day)s.") % words
        return _("It is not known whether it is in force.")
