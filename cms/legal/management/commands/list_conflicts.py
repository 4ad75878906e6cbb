"""``manage.py list_conflicts``: where sources differ and nobody has decided yet."""

import json

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from cms.legal.models import SourceConflict
from cms.legal.sources import source_registry
from cms.legal.sources.conflicts import TEXT, field_label
from cms.legal.sources.messages import describe_value


class Command(BaseCommand):
    help = "Prints where sources of the library differ and nobody has decided; decide_conflicts decides by rule."

    def add_arguments(self, parser):
        parser.add_argument("--field", choices=[*source_registry.COMPARED, TEXT], help="this field only")
        parser.add_argument("--json", action="store_true", help="print one JSON object for each")

    def handle(self, *args, field: str | None, **options):
        rows = SourceConflict.objects.filter(state=SourceConflict.State.OPEN).select_related("document")
        rows = (rows.filter(field=field) if field else rows).order_by(
            "document__number_key", "document_id", "field", "pk"
        )
        for row in rows.iterator(chunk_size=500):
            self.stdout.write(json.dumps(_as_dict(row), ensure_ascii=False) if options["json"] else _line(row))
        if not options["json"]:
            count = rows.count()
            text = ngettext("%(count)d conflict is open.", "%(count)d conflicts are open.", count)
            self.stdout.write(text % {"count": count})


def _as_dict(row: SourceConflict) -> dict:
    return {
        "id": row.pk,
        "document": row.document.number_raw,
        "slug": row.document.slug,
        "field": row.field,
        "shown": {"source": row.shown_source, "value": row.shown_value},
        "other": {"source": row.other_source, "value": row.other_value},
    }


def _line(row: SourceConflict) -> str:
    sides = [
        f"{source_registry.source_name(source)}: {describe_value(value) or '–'}"
        for source, value in ((row.shown_source, row.shown_value), (row.other_source, row.other_value))
    ]
    return f"{row.document.number_raw}\t{field_label(row.field)}\t" + "\t".join(sides)
