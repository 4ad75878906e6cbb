"""Another portal mirrors the library over the API alone."""

import datetime
import json

import pytest
from django.core.management import call_command

from cms.legal.documents import mirror
from cms.legal.exporter.rows import document_rows
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation, MirrorEntry
from tests import shared
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


class Mirror:
    """What the other portal holds: id → record."""

    def __init__(self, api):
        self.api, self.held, self.since, self.told = api, {}, None, []

    def sync(self):
        query = {"detail": "full", "limit": 2} | ({"updated_since": self.since} if self.since else {})
        page = self.api(**query)
        since, self.told = page["updated_until"], []
        while True:
            for record in page["results"]:
                self.told.append(record["id"])
                if record["deleted"]:
                    assert set(record) == {"id", "deleted", "changed_at"}
                    self.held.pop(record["id"], None)
                else:
                    self.held[record["id"]] = record
            if page["next"] is None:
                break
            page = self.api(page["next"])
        self.since = since
        return self

    @property
    def numbers(self):
        return sorted(record["number"] for record in self.held.values())

    def text(self, number):
        return json.dumps(
            next(record for record in self.held.values() if record["number"] == number), ensure_ascii=False
        )


@pytest.fixture
def portal(api, monkeypatch):
    from cms.legal.api import views

    monkeypatch.setattr(views, "OVERLAP", datetime.timedelta(0))  # tests are quicker than transactions
    return Mirror(api)


@shared.once
def library():
    law = make_document("43/2019/QH14", type_name="Luật", issuers=["Quốc hội"], articles=3, abstract="Về giáo dục")
    old = make_document("20/2018/TT-BGDĐT", articles=2)
    new = make_document("15/2024/TT-BGDĐT", articles=4, effective_to=datetime.date(2030, 1, 1))
    secret = make_document("99/2024/TT-BGDĐT", title="Văn bản mật", confidential=True)
    LegalRelation.objects.create(source=new, kind="replaces", target=old, day=datetime.date(2024, 5, 1))
    LegalRelation.objects.create(source=new, kind="basis", target=law, note="Căn cứ")
    LegalRelation.objects.create(source=new, kind="guides", target_text="Nghị định số 12/2031/NĐ-CP")
    LegalRelation.objects.create(source=new, kind="related", target=secret)
    LegalRelation.objects.create(source=secret, kind="amends", target=law, provisions="Điều 2")
    LegalEvent.objects.create(
        document=law, kind="amended", by_text="Luật số 5/2031/QH16", provisions="Điều 1", day=datetime.date(2031, 1, 1)
    )
    return {"law": law, "old": old, "new": new, "secret": secret}


#: What sources say, and texts in doubt, are the office's: the public reads what is shown.
NOT_TOLD = ("entered", "sources", "text_version", "other_texts")


def expected():
    """Of the export, without what is not public."""
    rows = document_rows(LegalDocument.objects.filter(live=True, confidential=False))
    for row in rows:
        for name in ("live", "confidential", *NOT_TOLD):
            row.pop(name, None)
        row["relations"] = [link for link in row.get("relations", []) if "99/2024" not in link["document"]]
        yield row


def test_the_mirror_holds_what_the_library_holds(portal, library):
    portal.sync()
    held = {record["number"]: record for record in portal.held.values()}
    rows = {row["number"]: row for row in expected()}
    assert held.keys() == rows.keys()
    for number, row in rows.items():
        record = held[number]
        links = {name: row.pop(name, []) for name in ("relations", "events")}
        assert {name: record[name] for name in row} == row
        for name, told in links.items():
            said = [{key: value for key, value in link.items() if value is not None} for link in record[name]]
            assert [{key: link[key] for key in link if key not in ("label", "document_id")} for link in said] == told
    new, old = held["15/2024/TT-BGDĐT"], held["20/2018/TT-BGDĐT"]
    assert [link["document_id"] for link in new["relations"]] == [
        old["id"], held["43/2019/QH14"]["id"], None,
    ]  # fmt: skip
    assert [(link["kind"], link["document_id"]) for link in old["relations_in"]] == [("replaces", new["id"])]
    assert [period["code"] for period in old["status_history"]][-1] == "expired"
    assert "15/2024/TT-BGDĐT" in old["status"]["reasons"][0]


def test_nothing_of_a_confidential_document_is_told(portal, library):
    document = library["law"]
    LegalEvent.objects.create(
        document=document, kind="amended", by=library["secret"], provisions="Điều 3", note="theo 99/2024"
    )
    text = json.dumps(portal.sync().held, ensure_ascii=False)
    assert "99/2024" not in text
    assert "Văn bản mật" not in text
    assert [
        link["document"] for link in next(r for r in portal.held.values() if r["number"] == "43/2019/QH14")["events"]
    ][-1] is None


def test_the_records_can_be_imported_as_they_are(portal, library, tmp_path):
    portal.sync()
    rows = {row["number"]: row for row in expected()}
    LegalDocument.objects.all().delete()
    file = tmp_path / "mirror.jsonl"
    file.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in portal.held.values()), "utf-8")
    call_command("import_legal_documents", str(file), verbosity=0)
    again = {row["number"]: row for row in expected()}
    assert again.keys() == rows.keys()
    for number, row in rows.items():
        assert again[number]["provisions"] == row["provisions"]
        assert {name: again[number].get(name) for name in ("title", "issued", "effective", "expires", "issuers",
            "abstract")} == {
            name: row.get(name) for name in ("title", "issued", "effective", "expires", "issuers", "abstract")
        }  # fmt: skip
        assert again[number].get("relations", []) == row.get("relations", [])


def test_changes_follow(portal, library):
    portal.sync()
    library["law"].title = "Luật mới"
    library["law"].save()
    make_document("16/2024/TT-BGDĐT")
    portal.sync()
    assert '"Luật mới"' in portal.text("43/2019/QH14")
    assert "16/2024/TT-BGDĐT" in portal.numbers


@pytest.mark.parametrize("how", ["delete", "confidential", "draft"])
def test_what_is_withdrawn_goes_and_is_named_no_longer(portal, library, how):
    portal.sync()
    document, key = library["old"], str(library["old"].mirror_entry.key)
    assert key in portal.held
    if how == "delete":
        document.delete()
    elif how == "draft":
        document.unpublish()
    else:
        document.confidential = True
        document.save()
    portal.sync()
    assert key not in portal.held
    assert key not in portal.text("15/2024/TT-BGDĐT")
    if how == "confidential":
        assert "20/2018" not in portal.text("15/2024/TT-BGDĐT")
    error = portal.api(f"documents/{key}/", expect=410)["error"]
    assert error["code"] == "withdrawn"
    assert portal.sync().numbers == portal.numbers


def test_what_comes_back_is_told_again(portal, library):
    portal.sync()
    document = library["old"]
    document.confidential = True
    document.save()
    portal.sync()
    document.confidential = False
    document.save()
    assert "20/2018/TT-BGDĐT" in portal.sync().numbers
    assert MirrorEntry.objects.filter(key=document.translation_key).count() == 1


def test_a_relation_changes_both_ends(portal, library):
    portal.sync()
    LegalRelation.objects.create(source=library["new"], kind="amends", target=library["law"], provisions="Điều 3")
    portal.sync()
    told = {portal.held[key]["number"] for key in portal.told}
    assert told == {"15/2024/TT-BGDĐT", "43/2019/QH14"}
    assert portal.text("43/2019/QH14").count('"amends"') == 1  # the secret one's is not told


def test_drafts_never_were_there(portal):
    document = make_document(live=False)
    document.delete()
    assert portal.sync().held == {}
    assert portal.told == []


def test_the_nightly_run_finds_what_was_written_past_the_signals(portal, library):
    portal.sync()
    LegalDocument.objects.filter(pk=library["old"].pk).update(live=False)
    LegalDocument.objects.filter(pk=library["secret"].pk).update(confidential=False)
    call_command("recompute_statuses", verbosity=0)
    assert portal.sync().numbers == ["15/2024/TT-BGDĐT", "43/2019/QH14", "99/2024/TT-BGDĐT"]
    assert mirror.reconcile_changes() == 0
