"""Read-only panel of the document's form: what each source says of it, field by field."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from cms.legal.models import SourceConflict, SourceRecord
from cms.legal.sources import precedence, store
from cms.legal.sources.conflicts import field_label
from cms.legal.sources.messages import describe_value, web_address
from cms.legal.sources.source_registry import SOURCES

_ORDER = ("number", "type", "title", "issuers", *store.DATES[:3], *store.TEXTS[1:], *store.DATES[3:], *store.DERIVED)


class SourcesPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "legal/admin/sources_panel.html"

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            records = list(self.instance.source_records.filter(replaced_at__isnull=True).order_by("source"))
            for record in records:
                record.link, record.grade = web_address(record.address), SOURCES[record.source].grade
            conflicts = SourceConflict.objects.filter(document=self.instance.pk, state=SourceConflict.State.OPEN)
            return {
                **super().get_context_data(parent_context),
                "records": records,
                "rows": values_by_field(records),
                "conflicts": [(row.pk, field_label(row.field)) for row in conflicts],
                "texts": self.instance.text_versions.count(),
                "texts_url": reverse("library_work:texts", args=[self.instance.pk]),
            }


def values_by_field(records: list[SourceRecord]) -> list[dict[str, Any]]:
    """For each field that a source states: its label, and for each record what it says and whether that is chosen."""
    said = store.stated_values({record.source: record.values for record in records})
    found = []
    for name in _ORDER:
        if not any(name in values for values in said.values()):
            continue
        best = precedence.source_of_field(said, name)
        cells = [
            {"words": describe_value(said[record.source].get(name)), "chosen": record.source == best}
            for record in records
        ]
        found.append({"label": field_label(name), "cells": cells})
    return found
