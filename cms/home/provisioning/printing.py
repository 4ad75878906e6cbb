"""What the commands print: lines for people, JSON for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from cms.home.provisioning.create import SchoolOutcome
from cms.home.provisioning.importing import SchoolImportReport
from cms.home.provisioning.interpret import RejectedRow
from cms.home.provisioning.messages import describe_problem, describe_problems


def to_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=_to_plain_data)


def _to_plain_data(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


STATUS_WORDS = {
    "created": pgettext_lazy("outcome", "created"),
    "updated": pgettext_lazy("outcome", "updated"),
    "unchanged": pgettext_lazy("outcome", "unchanged"),
    "mended": pgettext_lazy("outcome", "mended"),
    "left": pgettext_lazy("outcome", "left"),
}


def translate_status(status: str) -> str:
    """For people; JSON keeps the plain code."""
    return str(STATUS_WORDS[status])


def serialize_outcome(outcome: SchoolOutcome) -> dict:
    return {
        "status": outcome.status, "code": outcome.code, "name": outcome.name, "id": outcome.school_id,
        "hostname": outcome.hostname, "url": outcome.url, "changes": list(outcome.changes),
        "notes": [describe_problem(note) for note in outcome.notes],
    }  # fmt: skip


def format_outcome(outcome: SchoolOutcome) -> str:
    changes = f" ({', '.join(outcome.changes)})" if outcome.changes else ""
    notes = "".join(f"\n    {describe_problem(note)}" for note in outcome.notes)
    return f"{translate_status(outcome.status):15} {outcome.code:14} {outcome.name}  {outcome.url}{changes}{notes}"


def serialize_report(report: SchoolImportReport) -> dict:
    return {
        "dry_run": report.dry_run,
        "created": report.count("created"), "updated": report.count("updated"), "unchanged": report.count("unchanged"),
        "authorities_created": report.authorities, "unknown_headers": list(report.unknown_headers),
        "rejected": [
            {"line": row.line, "name": row.name, "reasons": [describe_problem(problem) for problem in row.problems]}
            for row in report.rejected
        ],
        "schools": [serialize_outcome(outcome) for outcome in report.outcomes],
    }  # fmt: skip


def format_rejected_row(row: RejectedRow) -> str:
    return f"{row.line:>5}: {row.name or '–'}: {describe_problems(list(row.problems))}"
