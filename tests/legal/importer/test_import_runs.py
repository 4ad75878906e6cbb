"""Large files: articles row by row, interruption, two at once, what was edited in between."""

import gzip
import json
import lzma
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.legal.importer import loading, run
from cms.legal.importer.plan import make_plan
from cms.legal.importer.records import ImportFileError
from cms.legal.importer.report import ImportReport
from cms.legal.importer.tables import readers
from cms.legal.importer.tables.readers import MAX_LINE
from cms.legal.importer.text_spool import TextSpool
from cms.legal.models import ImportRun, LegalDocument

TABLE = (
    "type,number,title,issuer,issued,effective,topics\n"
    "Thông tư,15/2024/TT-BGDĐT,Ban hành quy chế mẫu,Bộ Giáo dục và Đào tạo,2024-03-05,2024-05-01,13.1 Giáo dục; 9.1 "
    "Dân sự\n"
    "Thông tư,16/2024/TT-BGDĐT,Ban hành quy chế khác,Bộ Giáo dục và Đào tạo,2023-03-05,2024-05-01,13.1 Giáo dục\n"
)


def article(number, text, document="15/2024/TT-BGDĐT", **more):
    return {"type": "Thông tư", "number": document, "article": number, "text": text, **more}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "bang.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def articles(tmp_path):
    def write(*rows):
        path = tmp_path / "dieu.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


def command(*paths, **options) -> dict:
    out = StringIO()
    call_command("import_legal_documents", *map(str, paths), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_a_table_and_its_articles(table, articles):
    rows = articles(
        article("2", "Hai.", pd_title="Điều 13.1.TT.1.2. Đối tượng"),
        article("10", "Mười."),
        article("1", "Một.", topic="13.1"),
        article("1", "Một.", topic="9.1"),  # the same under another topic
        article("1", "Một, khác."),
        article(None, "Không rõ điều nào."),
        article("1", "Một.", document=""),
    )
    report = command(rows, table)
    assert (report["created"], report["articles"], report["merged"]) == (2, 4, 0)
    document = LegalDocument.objects.get(number_norm="15/2024/TT-BGDĐT")
    assert list(document.provisions.values_list("anchor", "heading")) == [
        ("dieu-1", ""),
        ("dieu-1-lan-2", ""),
        ("dieu-2", "Đối tượng"),
        ("dieu-10", ""),
    ]
    assert sorted(document.fields.values_list("name", flat=True)) == ["Dân sự", "Giáo dục"]
    assert [(row["file"], row["line"], row["code"]) for row in report["rejections"]] == [
        ("dieu.jsonl", 6, "no_article"),
        ("dieu.jsonl", 7, "no_number"),
    ]
    again = command(rows, table)
    assert (again["unchanged"], again["updated"], again["articles_created"], again["articles_updated"]) == (2, 0, 0, 0)


@pytest.mark.django_db
def test_the_note_of_a_first_article_fills_gaps_and_shows_a_wrong_date(table, articles):
    note = (
        "(Điều 1 Thông tư số {} sửa đổi Thông tư số 1/2020/TT-BGDĐT ngày 01/01/2020 của Bộ trưởng ngày 06/03/2024 "
        "của Bộ Giáo dục và Đào tạo, có hiệu lực thi hành kể từ ngày 01/05/2024)"
    )
    numbers = ("16/2024/TT-BGDĐT", "17/2024/TT-BGDĐT")
    rows = [article("1", "Một.", document=number, note=note.format(number)) for number in numbers]
    report = command(table, articles(*rows))
    assert report["created"] == 3
    wrong, new = (LegalDocument.objects.get(number_norm=number) for number in numbers)
    assert wrong.issued_on.isoformat() == "2024-03-06"  # the table's day lies in another year than the number
    assert [flag["number"] for flag in report["flags"] if flag["code"] == "two_dates"] == ["16/2024/TT-BGDĐT"]
    assert (new.issuer_names, new.issued_on.isoformat()) == (["Bộ Giáo dục và Đào tạo"], "2024-03-06")
    assert new.title.startswith("sửa đổi Thông tư")
    assert new.missing == []


@pytest.mark.django_db
def test_an_article_of_one_of_several_documents_joins_none(tmp_path, articles):
    path = tmp_path / "bang.csv"
    path.write_text(
        "type,number,title,issuer,issued\n"
        "Kế hoạch,29/KH-UBND,Một,UBND xã Nam Phù,2023-01-05\n"
        "Kế hoạch,29/KH-UBND,Hai,UBND xã Ngọc Hồi,2024-01-05\n",
        encoding="utf-8",
    )
    report = command(path, articles({**article("1", "Một.", document="29/KH-UBND"), "type": "Kế hoạch"}))
    assert (report["created"], [row["code"] for row in report["rejections"]]) == (2, ["article_of_several"])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_interrupted_import_goes_on_where_it_stopped(articles, monkeypatch):
    monkeypatch.setattr(loading, "BATCH", 2)
    path = articles(
        *(article("1", "Một.", document=f"{n}/2024/TT-BGDĐT") for n in range(1, 8)), article("1", "Một.", document="")
    )

    def stop_after(number):
        def watch(what, items, total):
            for count, item in enumerate(items):
                if what == "load" and count == number:
                    raise KeyboardInterrupt
                yield item

        return watch

    with pytest.raises(KeyboardInterrupt):
        run.import_files([path], watch=stop_after(5))
    assert LegalDocument.objects.count() == 4  # two batches are safe, the third was not complete
    assert ImportRun.objects.get().position == 4
    asked = []
    report = run.import_files([path], watch=lambda what, items, total: asked.append((what, total)) or items)
    assert ("load", 3) in asked
    assert (report.created, report.unchanged, report.articles_created, len(report.rejected)) == (7, 0, 7, 1)
    assert ImportRun.objects.get().state == ImportRun.State.DONE
    again = run.import_files([path])
    assert (again.created, again.unchanged) == (0, 7)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_at_once_one_gives_way(articles, monkeypatch):
    monkeypatch.setattr(loading, "BATCH", 2)
    path = articles(*(article("1", "Một.", document=f"{n}/2024/TT-BGDĐT") for n in range(1, 6)))

    def overtaken(what, items, total):
        for count, item in enumerate(items):
            if what == "load" and count == 2:
                ImportRun.objects.update(position=4)
            yield item

    with pytest.raises(run.ImportBusy):
        run.import_files([path], watch=overtaken)
    assert LegalDocument.objects.count() == 2  # its own batch was taken back


@pytest.mark.django_db
def test_restart_begins_anew(articles):
    path = articles(article("1", "Một."))
    ImportRun.objects.create(digest=run.digest_of([path], None), name="x", position=1, total=1)
    assert command(path, restart=True)["created"] == 1


@pytest.mark.django_db
def test_a_trial_run_keeps_nothing_and_tells_each_new_body_once(table, monkeypatch):
    monkeypatch.setattr(loading, "BATCH", 1)
    table.write_text(TABLE.replace("Bộ Giáo dục và Đào tạo", "Hội Khuyến học xã Nam Phù"), encoding="utf-8")
    report = command(table, dry_run=True)
    assert (report["created"], [flag["code"] for flag in report["flags"]].count("new_body")) == (2, 1)
    assert not LegalDocument.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "\n\n", '{"number": ""}\n', "không phải json\n"])
def test_when_nothing_came_in_the_command_fails(tmp_path, text):
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_legal_documents", str(path), stdout=out)
    assert out.getvalue()  # the report stands all the same


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.exe", b"MZ"),
        ("x.csv", b"number,title\n1/2024,\xff\xfe\n"),
        ("x.csv", b'number,title\n"1/2024/TT-BGDDT,never closed\n'),
        ("x.jsonl.gz", b"no gzip"),
        ("x.jsonl.gz", gzip.compress(b"{}" * 5000, mtime=0)[:-20]),
        ("x.jsonl.xz", b""),
    ],
)
def test_broken_files_are_told_in_one_sentence(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_legal_documents", str(path), stdout=StringIO())
    assert not LegalDocument.objects.exists()


def test_xz_in_several_streams_and_one_that_asks_for_too_much_memory(tmp_path, monkeypatch):
    path = tmp_path / "x.jsonl.xz"
    rows = [json.dumps({"number": f"{n}/2024/TT-BGDĐT"}).encode() + b"\n" for n in range(2000)]
    path.write_bytes(lzma.compress(b"".join(rows[:1000])) + lzma.compress(b"".join(rows[1000:])) + bytes(4))
    assert [line.value["number"] for line in readers.read_rows(path)] == [json.loads(row)["number"] for row in rows]
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ImportFileError):
        list(readers.read_rows(path))
    monkeypatch.setattr(readers, "MAX_XZ", 32 * 1024 * 1024)
    path.write_bytes(lzma.compress(rows[0], preset=9))
    with pytest.raises(ImportFileError):
        list(readers.read_rows(path))


@pytest.mark.django_db
def test_a_line_without_end_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "x.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b'{"number": "')
        file.write(b"0" * (MAX_LINE + 10))
        file.write(b'"}\n{"number": "1/2024/TT-BGD\xc4\x90T"}\n')
    report = command(path)
    assert (report["created"], [row["code"] for row in report["rejections"]]) == (1, ["line_too_long"])


@pytest.mark.django_db
def test_the_form_opens_with_what_the_import_changed(table):
    command(table)
    document = LegalDocument.objects.get(number_norm="15/2024/TT-BGDĐT")
    document.summary = "Của biên tập"
    document.save_revision().publish()
    table.write_text(TABLE.replace("Ban hành quy chế mẫu", "Tên mới"), encoding="utf-8")
    command(table)
    document.refresh_from_db()
    latest = document.get_latest_revision_as_object()
    assert (document.title, latest.title, latest.summary) == ("Tên mới", "Tên mới", "Của biên tập")
    assert document.live_revision_id == document.latest_revision_id
    draft = document.get_latest_revision_as_object()
    draft.title = "Bản nháp"
    draft.save_revision()
    table.write_text(TABLE.replace("Ban hành quy chế mẫu", "Tên mới nữa"), encoding="utf-8")
    command(table)
    document.refresh_from_db()
    assert (document.title, document.get_latest_revision_as_object().title) == ("Tên mới nữa", "Bản nháp")


@pytest.mark.long
@pytest.mark.legal_data
@pytest.mark.django_db
def test_the_whole_codification_can_be_planned(legal_data):
    """Loading it is measured by ``bench_import``; here: nothing is lost and what is refused has a reason."""
    folder = legal_data / "legal"
    report, spool = ImportReport(), TextSpool()
    files = [folder / "phapdien_documents.csv", folder / "phapdien_all_articles.jsonl.xz"]
    plan = make_plan(run._rows(files), report, spool)
    assert report.rows == 4814 + 69705
    codes = [entry.problem.code for entry in report.rejected]
    assert {code: codes.count(code) for code in codes} == {"no_number": 112, "no_article": 8}
    articles = sum(len(record.articles) for record in plan.records())
    # Bộ luật Hình sự stands there twice, and so does 1/2016/NQ-HĐTP, once as "01/2016/NQ.HĐTP"
    assert (len(plan), articles) == (4807, 69554)
