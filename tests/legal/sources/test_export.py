"""An export holds what the sources say, and comes back with it; an upload cannot speak for an official source."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cms.legal.exporter.files import json_lines
from cms.legal.importer.run import import_files
from cms.legal.models import LegalDocument, SourceConflict, SourceRecord
from cms.legal.sources.resolution import OTHER, resolve_conflict, show_version
from tests.factories import make_superuser
from tests.factories.legal import make_document
from tests.legal.sources.rows import CODIFIED, crawled

pytestmark = pytest.mark.django_db


def exported() -> bytes:
    return b"".join(json_lines(LegalDocument.objects.all()))


def badges() -> dict:
    return {document.number_norm: document.badge for document in LegalDocument.objects.all()}


@pytest.fixture
def file(tmp_path):
    def _file(content: bytes):
        path = tmp_path / "library.jsonl"
        path.write_bytes(content)
        return path

    return _file


def test_what_sources_say_comes_back(take, file):
    user = make_superuser()
    take(CODIFIED, crawled(effective="2017-07-01", count=4))
    take(CODIFIED | {"number": "43/2019/QH14", "title": "Giáo dục", "vbpl_item_id": "2"})
    older = LegalDocument.objects.get(number_norm="43/2019/QH14").text_versions.get()
    take(CODIFIED | {"number": "43/2019/QH14", "vbpl_item_id": "2", "articles": CODIFIED["articles"][:9]})
    show_version(older, user)
    resolve_conflict(SourceConflict.objects.get(field="effective_from"), OTHER, user)
    make_document(articles=2, live=False)
    first, before = exported(), badges()
    assert len({badge.shown for badge in before.values()}) > 1
    rows = [json.loads(line) for line in first.splitlines()]
    assert [told["source"] for told in rows[0]["sources"]] == ["codification", "office", "vbpl"]
    assert rows[0]["text_version"]["source"] == "codification"
    assert [text["source"] for text in rows[0]["other_texts"]] == ["vbpl"]
    path = file(first)

    def load() -> dict:
        out = StringIO()
        call_command("import_legal_documents", str(path), json=True, restart=True, stdout=out)
        return json.loads(out.getvalue())

    again = load()
    assert (again["created"], again["updated"], again["rejected"]) == (0, 0, 0)
    LegalDocument.objects.all().delete()
    assert load()["created"] == 3
    assert badges() == before
    assert exported() == first
    assert load()["unchanged"] == 3


def test_an_upload_speaks_for_the_office_alone(take, file):
    take(CODIFIED, crawled(status="Còn hiệu lực"))
    assert LegalDocument.objects.get().badge.shown == "in_force"
    path = file(exported())
    LegalDocument.objects.all().delete()
    report = import_files([path])
    assert {entry.problem.code for entry in report.flagged} == {"sources_not_believed"}
    assert set(SourceRecord.objects.values_list("source", "status")) == {("office", "")}
    document = LegalDocument.objects.get()
    assert document.badge.shown != "in_force"
    assert document.provisions.filter(kind="article").count() == 10


@pytest.mark.parametrize(
    "told",
    [
        "x",
        [{"source": "nobody", "values": {}}],
        [{"source": "vbpl", "status": "fine"}],
        [{"source": "vbpl", "stated_on": "31/02/2020"}],
        [{"source": "vbpl", "values": {"pk": "1"}}],
        [{"source": "vbpl", "values": {"issued_on": "2020-02-31"}}],
        [{"source": "vbpl", "values": {"issuers": "Quốc hội"}}],
        [{"source": "vbpl", "values": {"education": "yes"}}],
        [{"source": "vbpl", "values": {"level": "galaxy"}}],
        [{"source": "vbpl", "values": {"number": "–"}}],
        [{"source": "vbpl"}, {"source": "vbpl"}],
    ],
)
def test_words_that_no_source_can_say_are_rejected(take, file, told):
    take(CODIFIED)
    row = json.loads(exported()) | {"sources": told}
    LegalDocument.objects.all().delete()
    report = import_files([file(json.dumps(row).encode())], believed=True)
    assert len(report.rejected) == 1
    assert not LegalDocument.objects.exists()
