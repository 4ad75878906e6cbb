import datetime
import itertools
import json

import pytest

from cms.legal.importer.loading import load_records
from cms.legal.importer.plan import make_plan
from cms.legal.importer.report import ImportReport
from cms.legal.importer.tables.readers import read_rows
from cms.legal.importer.text_spool import TextSpool

DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def take(tmp_path):
    """Imports rows, each call as a file of its own."""
    counter = itertools.count()

    def _take(*rows) -> ImportReport:
        path = tmp_path / f"{next(counter)}.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        report, spool = ImportReport(), TextSpool()
        load_records(make_plan(read_rows(path), report, spool).records(), report, stated_on=DAY)
        spool.close()
        return report

    return _take
