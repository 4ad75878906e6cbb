"""Four plain clauses of real documents, imported as they come, through to the status of what they end."""

import datetime
import json
import lzma
from io import StringIO

import pytest
from django.core.management import call_command

from cms.legal.models import ClauseProposal, LegalDocument, LegalRelation
from cms.legal.modifications import auto_accept, review
from cms.legal.modifications.corpus import CODIFICATION, CRAWL
from cms.legal.modifications.open_ends import find_open_ends
from tests.factories import make_superuser

#: (acting document, the article that says it, document that it ends, is it sure?)
EXAMPLES = [
    ("129/2025/QH15", "Điều 43", "58/2010/QH12", True),
    ("356/2025/NĐ-CP", "Điều 42", "13/2023/NĐ-CP", True),
    ("28/2026/NĐ-CP", "Điều 3", "57/2022/NĐ-CP", True),
    ("126/2025/QH15", "Điều 50", "103/2016/QH13", False),  # "trừ quy định tại Điều 51"
]


def rows_of(path, numbers, **values):
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            if row.get("number") in numbers and all(row.get(name) == value for name, value in values.items()):
                yield line


def document(number):
    return LegalDocument.objects.get(number_raw=number)


def code(number, day):
    return document(number).status_on(day).code


@pytest.mark.legal_data
@pytest.mark.django_db
def test_four_plain_clauses_of_real_documents_end_what_they_end(legal_data, tmp_path):
    targets, acting = {row[2] for row in EXAMPLES}, {row[0] for row in EXAMPLES}
    for name, lines in (
        ("codification.jsonl", rows_of(legal_data / CODIFICATION, targets)),
        ("crawl.jsonl", rows_of(legal_data / CRAWL, acting)),
    ):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
        call_command("import_legal_documents", str(tmp_path / name), stdout=StringIO())
    assert LegalDocument.objects.count() == 8
    out = StringIO()
    call_command("read_clauses", stdout=out)
    assert "8 of 8 documents read" in out.getvalue()
    day = datetime.date(2026, 12, 1)
    waiting = find_open_ends([document(number).pk for number in targets], day)
    for by, article, number, sure in EXAMPLES:
        found = [row for row in waiting[document(number).pk] if row.acting == document(by)]
        assert [(row.sure, row.place.endswith(article)) for row in found] == [(sure, True)], number
        assert found[0].day == document(by).effective_from
        assert code(number, day) != "expired"
    person = make_superuser()
    auto_accept.switch_rule(True, person)
    auto_accept.accept_waiting()
    assert {number: code(number, day) for number in targets} == {
        **dict.fromkeys((row[2] for row in EXAMPLES if row[3]), "expired"),
        "103/2016/QH13": code("103/2016/QH13", day),
    }
    assert code("103/2016/QH13", day) != "expired"
    [left] = find_open_ends([document(number).pk for number in targets], day)[document("103/2016/QH13").pk]
    assert left.exceptions
    review.accept_modifications([left.pk], person, "Chỉ phần chuyển tiếp được giữ lại.")
    assert code("103/2016/QH13", day) == "expired"
    assert "Điều 51" in LegalRelation.objects.get(target=document("103/2016/QH13"), kind="abolishes").note
    relations = LegalRelation.objects.count()
    call_command("read_clauses", "--all", stdout=StringIO())
    assert LegalRelation.objects.count() == relations
    assert not ClauseProposal.objects.filter(state="gone").exists()
