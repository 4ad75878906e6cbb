"""What the commands print: lines for people, JSON for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from cms.home.provisioning.create import Outcome
from cms.home.provisioning.importing import SchoolImportReport
from cms.home.provisioning.interpret import Rejected
from cms.home.provisioning.messages import text_of, texts


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


STATUS = {
    "created": pgettext_lazy("outcome", "created"),
    "updated": pgettext_lazy("outcome", "updated"),
    "unchanged": pgettext_lazy("outcome", "unchanged"),
    "mended": pgettext_lazy("outcome", "mended"),
    "left": pgettext_lazy("outcome", "left"),
}


def status_word(status: str) -> str:
    """For people; JSON keeps the plain code."""
    return str(STATUS[status])


def outcome_data(outcome: Outcome) -> dict:
    return {
        "status": outcome.status, "code": outcome.code, "name": outcome.name, "id": outcome.school_id,
        "hostname": outcome.hostname, "url": outcome.url, "changes": list(outcome.changes),
        "notes": [text_of(note) for note in outcome.notes],
    }  # fmt: skip


def outcome_line(outcome: Outcome) -> str:
    changes = f" ({', '.join(outcome.changes)})" if outcome.changes else ""
    notes = "".join(f"\n    {text_of(note)}" for note in outcome.notes)
    return f"{status_word(outcome.status):15} {outcome.code:14} {outcome.name}  {outcome.url}{changes}{notes}"


def report_data(report: SchoolImportReport) -> dict:
    return {
        "dry_run": report.dry_run,
        "created": report.count("created"), "updated": report.count("updated"), "unchanged": report.count("unchanged"),
        "authorities_created": report.authorities, "unknown_headers": list(report.unknown_headers),
        "rejected": [
            {"line": row.line, "name": row.name, "reasons": [text_of(problem) for problem in row.problems]}
            for row in report.rejected
        ],
        "schools": [outcome_data(outcome) for outcome in report.outcomes],
    }  # fmt: skip


def rejected_line(row: Rejected) -> str:
    return f"{row.line:>5}: {row.name or '–'}: {texts(list(row.problems))}"
