"""Numbers, doubles, revocation, files of the worker, and what is forgotten."""

import datetime
import io

import pdfplumber
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.certificates.issuing import files, issue, retention, sheets
from cms.certificates.issuing.issue import IssueRefused
from cms.certificates.models import Certificate, CertificateBatch, CertificateTemplate, PrintFile
from tests.certificates.factories import DAY, make_batch, make_person, make_template
from tests.factories import make_user
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


def numbers():
    return list(Certificate.objects.order_by("year", "serial").values_list("number", flat=True))


class TestNumbers:
    def test_they_go_on_within_a_year_and_begin_anew_with_the_next(self):
        template = make_template(series="GCN-PGD")
        make_batch(template=template, people=[make_person(1), make_person(2)])
        make_batch(template=template, people=[make_person(3)], source="course:1")
        later = datetime.date(2027, 1, 4)
        make_batch(template=template, people=[make_person(4)], source="course:2", issued_on=later)
        assert numbers() == ["001/2026/GCN-PGD", "002/2026/GCN-PGD", "003/2026/GCN-PGD", "001/2027/GCN-PGD"]
        assert len(set(Certificate.objects.values_list("code", flat=True))) == 4

    def test_nobody_gets_two_that_hold(self):
        template = make_template()
        make_batch(template=template, people=[make_person(1)])
        batch = make_batch(template=template, people=[make_person(1), make_person(2)])
        assert batch.certificates.get().subject == "entrant:2"
        with pytest.raises(IssueRefused) as refused:
            make_batch(template=template, people=[make_person(1), make_person(2)])
        assert refused.value.code == "nobody"
        assert CertificateBatch.objects.count() == 2
        issue.revoke_certificate(Certificate.objects.get(subject="entrant:1"), None, "Ghi sai tên")
        assert make_batch(template=template, people=[make_person(1)]).certificates.get().serial == 3

    def test_markers_are_filled_for_each_person(self):
        make_batch(people=[make_person(1), make_person(2)])
        assert set(Certificate.objects.values_list("words", flat=True)) == {"Xếp hạng 1.", "Xếp hạng 2."}

    def test_what_the_template_says_later_changes_nothing(self):
        template = make_template(signer_name="Lê A")
        batch = make_batch(template=template)
        template.signer_name = "Trần B"
        template.save()
        batch.refresh_from_db()
        assert batch.frozen["signer_name"] == "Lê A"

    def test_a_certificate_is_revoked_once_and_with_a_reason(self):
        make_batch()
        row = Certificate.objects.get()
        for reason, code in (("  ", "reason"), ("Sai", None), ("Sai", "revoked")):
            if code is None:
                issue.revoke_certificate(row, None, reason)
                continue
            with pytest.raises(IssueRefused) as refused:
                issue.revoke_certificate(row, None, reason)
            assert refused.value.code == code


class TestFiles:
    def test_the_worker_makes_one_for_each_place(self, a, b):
        people = [make_person(1, a), make_person(2, b), make_person(3, a)]
        batch = make_batch(None, people)
        issue.revoke_certificate(Certificate.objects.get(subject="entrant:3"), None, "Sai")
        row = files.request_print_file(batch, a.pk, make_user())
        files.make_print_file.call(row.pk)
        row.refresh_from_db()
        assert (row.state, row.done, row.total) == ("done", 1, 1)
        with row.file.open("rb") as file, pdfplumber.open(io.BytesIO(file.read())) as found:
            words = "\n".join(page.extract_text() for page in found.pages)
        assert "Nguyễn Văn An 1" in words
        assert "Nguyễn Văn An 2" not in words
        assert "Nguyễn Văn An 3" not in words

    def test_crest_and_signature_are_the_organisers_own(self, a, b):
        """Another school's picture is not printed, and one that is gone leaves its place empty."""
        crest, signature = (make_image(name, collection=a.collection) for name in ("Huy hiệu", "Chữ ký"))
        foreign = make_image("Của trường khác", collection=b.collection)

        def printed(**pictures) -> int:
            sample = sheets.render_sample(
                CertificateTemplate(school=a, organiser="TRƯỜNG MẪU", series="GCN", **pictures)
            )
            with pdfplumber.open(io.BytesIO(sample)) as found:
                return len(found.pages[0].images)

        without = printed()
        assert printed(crest=crest, signature=signature) == without + 2
        assert printed(crest=foreign, signature=signature) == without + 1
        batch = make_batch(a, template=make_template(a, crest=crest, signature=signature))
        crest.delete()
        signature.file.storage.delete(signature.file.name)
        with pdfplumber.open(io.BytesIO(sheets.render_batch(batch, batch.certificates.all()))) as found:
            assert len(found.pages[0].images) == without
            assert "Nguyễn Văn An 1" in found.pages[0].extract_text()

    def test_asking_twice_makes_one_and_the_progress_is_told(self, monkeypatch):
        batch = make_batch(None, [make_person(n) for n in range(1, 4)])
        row = files.request_print_file(batch, None, None)
        assert files.request_print_file(batch, None, None) == row
        monkeypatch.setattr(files, "PROGRESS_INTERVAL", 0)
        files._ProgressRecorder(row.pk)(2)
        row.refresh_from_db()
        assert (row.done, row.total) == (2, 3)

    def test_files_go_after_their_days_and_with_the_names(self):
        batch = make_batch(keep_until=DAY + datetime.timedelta(days=30))
        row = files.request_print_file(batch, None, None)
        files.make_print_file.call(row.pk)
        row.refresh_from_db()
        name = row.file.name
        assert default_storage.exists(name)
        assert files.delete_old_print_files() == 0
        retention.anonymize_expired(DAY + datetime.timedelta(days=31))
        assert not default_storage.exists(name)
        assert not PrintFile.objects.exists()
        other = files.request_print_file(batch, None, None)
        PrintFile.objects.filter(pk=other.pk).update(asked_at=timezone.now() - datetime.timedelta(days=8))
        assert files.delete_old_print_files() == 1


def test_after_the_term_nothing_is_known_of_the_person():
    make_batch(keep_until=DAY, people=[make_person(1, user_id=make_user().pk)])
    assert retention.find_expired(DAY).count() == 0
    assert retention.anonymize_expired(DAY + datetime.timedelta(days=1)).startswith("1 certificates")
    row = Certificate.objects.get()
    assert (row.person, row.unit, row.words, row.user) == ("", "", "", None)
    assert row.number == "001/2026/GCN"
    assert retention.anonymize_expired(DAY + datetime.timedelta(days=1)).startswith("0 certificates")
