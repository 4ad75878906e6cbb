"""Amendment edges of the codification."""

import csv
import datetime
import itertools
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.legal.amendments.edges import COLUMNS, build_edges, read_rows
from cms.legal.documents.merging import merge_documents
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation
from cms.legal.validity import status, status_periods
from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.legal import make_document

ROW = dict(
    zip(
        COLUMNS,
        ("Thông tư", "12/2020/TT-BGDĐT", "Điều 5", "sửa đổi", "Thông tư", "13/2022/TT-BGDĐT", "Điều 1", "15/02/2022"),
        strict=True,
    )
)


def run(path, *options):
    out = StringIO()
    call_command("import_amendments", str(path), *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def write(tmp_path):
    def _write(*changes):
        path = tmp_path / "edges.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows({**ROW, **change} for change in changes)
        return path

    return _write


def test_articles_of_one_provision_stand_together(write):
    found = build_edges(read_rows(write({}, {"article": "Điều 7"}, {"article": "Điều 8", "verbs": "bổ sung"})))
    assert [(edge.kind, edge.provisions) for edge in found] == [
        ("amends", ("Điều 5", "Điều 7")),
        ("supplements", ("Điều 8",)),
    ]
    assert found[0].day == datetime.date(2022, 2, 15)


def test_rows_without_a_verb_take_it_from_the_note(write):
    note = (
        "(Điều 5 Thông tư số 12/2020/TT-BGDĐT, có hiệu lực thi hành kể từ ngày 01/07/2020, "
        "có nội dung bị bãi bỏ bởi Điều 1 Thông tư số 13/2022/TT-BGDĐT)"
    )
    rows = list(read_rows(write({"verbs": ""})))
    assert build_edges(rows, {("12/2020/TT-BGDĐT", "Điều 5"): note})[0].kind == "abolishes_part"
    assert build_edges(rows)[0].kind == "amends"


@pytest.mark.django_db
def test_relations_where_the_acting_document_is_held_events_where_not(write):
    target = make_document(
        "12/2020/TT-BGDĐT", issued_on=datetime.date(2020, 5, 1), effective_from=datetime.date(2020, 7, 1)
    )
    path = write({}, {"article": "Điều 7"}, {"number": "1/2001/TT-BGDĐT", "by_number": "2/2001/TT-BGDĐT"})
    assert run(path) == {"rows": 3, "relations": 0, "events": 1, "unchanged": 0, "neither_held": 1, "ambiguous": 0}
    found = target.status_on(datetime.date(2022, 2, 15))
    assert (found.code, found.since) == (status.PARTLY_EXPIRED, datetime.date(2022, 2, 15))
    assert LegalEvent.objects.get().anchors == ["dieu-5", "dieu-7"]
    assert run(path)["unchanged"] == 1

    source = make_document("13/2022/TT-BGDĐT")
    relation = LegalRelation.objects.get()
    assert (relation.source, relation.target, relation.anchors) == (source, target, ["dieu-5", "dieu-7"])
    assert not LegalEvent.objects.exists()
    assert len(LegalDocument.objects.get(pk=target.pk).facts.events) == 1
    assert (run(path)["relations"], run(path)["unchanged"]) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations(("target", "source", "edges"))))
def test_every_order_gives_the_same_relation(write, order):
    steps = {
        "target": lambda: make_document("12/2020/TT-BGDĐT"),
        "source": lambda: make_document("13/2022/TT-BGDĐT", effective_from=datetime.date(2022, 2, 15)),
        "edges": lambda: run(write({}, {"article": "Điều 7"})),
    }
    for step in order:
        steps[step]()
    relation = LegalRelation.objects.get()
    assert (relation.target.number_raw, relation.provisions) == ("12/2020/TT-BGDĐT", "Điều 5; Điều 7")
    assert relation.target_text == "Thông tư số 12/2020/TT-BGDĐT"
    assert run(write({}, {"article": "Điều 7"}))["unchanged"] == 1
    assert not LegalEvent.objects.exists()
    assert relation.target.badge.code == status.PARTLY_EXPIRED
    relation.source.delete()
    make_document("13/2022/TT-BGDĐT")  # it comes again
    assert LegalRelation.objects.get().anchors == ["dieu-5", "dieu-7"]


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations(("target", "source", "edges"))))
def test_a_number_without_a_year_is_found_in_every_order(write, order):
    issued = datetime.date(1994, 11, 9)
    steps = {
        "target": lambda: make_document("89-TC/TCT", issued_on=issued),
        "source": lambda: make_document("13/2022/TT-BGDĐT", effective_from=datetime.date(2022, 2, 15)),
        "edges": lambda: run(write({"number": "89-TC/TCT"})),
    }
    for step in order:
        steps[step]()
    relation = LegalRelation.objects.get()
    assert relation.target.number_raw == "89-TC/TCT"
    assert relation.target.badge.code == status.PARTLY_EXPIRED
    relation.target.save()
    assert LegalRelation.objects.get().target == relation.target
    assert run(write({"number": "89-TC/TCT"}))["unchanged"] == 1


@pytest.mark.django_db
def test_what_fits_two_documents_is_listed_and_taken_when_they_are_merged(write):
    law = {"type_name": "Luật", "issuers": ["Quốc hội"]}
    first = make_document("100/2015/QH13", issued_on=datetime.date(2015, 11, 27), **law)
    second = make_document("100/2015/QH13", issued_on=None, **law | {"issuers": []})
    changes = {"type": "Bộ luật", "number": "100/2015/QH13", "by_type": "Luật", "by_number": "12/2017/QH14"}
    err = StringIO()
    call_command("import_amendments", str(write(changes)), stdout=StringIO(), stderr=err)
    assert str(first.pk) in err.getvalue()
    assert str(second.pk) in err.getvalue()
    assert not LegalEvent.objects.exists()
    merge_documents(first, second, make_user(Role.OFFICE_LIBRARIAN))
    assert LegalEvent.objects.get().document_id == first.pk


@pytest.mark.django_db
def test_a_draft_published_later_keeps_the_imported_relations(write):
    make_document("12/2020/TT-BGDĐT")
    source = make_document("13/2022/TT-BGDĐT")
    source.title = "Tên mới"
    source.save_revision()
    run(write({}))
    LegalDocument.objects.get(pk=source.pk).latest_revision.publish()
    assert LegalDocument.objects.get(pk=source.pk).title == "Tên mới"
    assert LegalRelation.objects.filter(source=source).count() == 1


@pytest.mark.django_db
def test_what_is_no_such_file_is_said(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="Columns are missing"):
        run(path)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")


@pytest.mark.django_db
def test_the_codification_on_the_education_library(legal_data):
    """Every edge that touches a document of the education library tells its status; a second run changes nothing."""
    call_command(
        "import_legal_documents", str(legal_data / "legal/phapdien_education_library.jsonl"), stdout=StringIO()
    )
    path = legal_data / "legal/phapdien_amendments.csv"
    first = run(path)
    assert first["rows"] == 4942
    assert first["relations"] + first["events"] > 50
    assert first["ambiguous"] == 0
    again = run(path)
    assert (again["relations"], again["events"]) == (0, 0)
    assert again["unchanged"] == first["relations"] + first["events"]
    document = LegalEvent.objects.filter(kind="amended").first().document
    day = document.events.first().day
    assert status_periods.codes_on([document.pk], day)[document.pk] == status.PARTLY_EXPIRED


@pytest.mark.django_db
def test_while_the_acting_document_is_a_draft_the_event_says_what_it_does(write):
    target = make_document("12/2020/TT-BGDĐT")
    run(write({}))
    source = make_document("13/2022/TT-BGDĐT", live=False, effective_from=datetime.date(2022, 2, 15))
    assert LegalEvent.objects.get().document == target
    assert LegalDocument.objects.get(pk=target.pk).badge.code == status.PARTLY_EXPIRED
    source.save_revision().publish()
    assert not LegalEvent.objects.exists()
    assert LegalRelation.objects.get().target == target
    source = LegalDocument.objects.get(pk=source.pk)
    source.unpublish()
    assert LegalDocument.objects.get(pk=target.pk).badge.code == status.PARTLY_EXPIRED
