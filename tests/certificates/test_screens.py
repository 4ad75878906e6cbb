"""Screens of two schools and the office, and the public page."""

import pytest
from django.test import Client

from cms.certificates.issuing import files, issue, retention
from cms.certificates.models import Certificate, CertificateTemplate, PrintFile
from cms.tenancy.roles import Role
from tests.certificates.factories import DAY, make_batch, make_person, make_template
from tests.factories import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(school):
    return client_of(make_user(Role.SCHOOL_ADMIN, school))


def visit(path, host):
    return Client(headers={"host": host}).get(path)


class TestThePublicPage:
    def test_it_says_no_more_than_the_paper_and_of_a_child_less(self, school):
        make_batch(school, [make_person(1, school, name="Nguyễn Kín Đáo")])
        row = Certificate.objects.get()
        answer = visit(row.get_absolute_url(), school.site.hostname)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "N.K.Đ." in page
        assert "Kín Đáo" not in page
        assert row.number in page
        assert 'content="noindex"' in page

    def test_of_adults_the_name(self, school):
        make_batch(school, [make_person(1, school, name="Lê Rõ Ràng")], for_children=False)
        page = visit(Certificate.objects.get().get_absolute_url(), school.site.hostname).content.decode()
        assert "Lê Rõ Ràng" in page

    def test_a_revoked_one_does_not_hold_and_its_reason_is_nobodys(self, school):
        make_batch(school, [make_person(1, school)], for_children=False)
        row = Certificate.objects.get()
        issue.revoke_certificate(row, None, "Gian lận khi làm bài")
        page = visit(row.get_absolute_url(), school.site.hostname).content.decode()
        assert "alert--warning" in page
        assert "Gian lận" not in page
        assert "Nguyễn Văn An" not in page

    def test_after_the_term_the_number_still_holds(self, school):
        make_batch(school, [make_person(1, school, name="Lê Rõ Ràng")], for_children=False, keep_until=DAY)
        retention.anonymize_expired()
        page = visit(Certificate.objects.get().get_absolute_url(), school.site.hostname)
        assert page.status_code == 200
        assert "001/2026/GCN" in page.content.decode()

    def test_it_is_found_on_the_issuers_site_and_the_offices_and_on_no_other(self, school, b):
        other = b
        make_batch(school, [make_person(1, school)])
        path = Certificate.objects.get().get_absolute_url()
        assert visit(path, school.site.hostname).status_code == 200
        assert visit(path, "cong.localhost").status_code == 200
        assert visit(path, other.site.hostname).status_code == 404

    @pytest.mark.parametrize("code", ["ABCDEFGH34567899", "x", "%C4%90" * 30, "0"])
    def test_unknown_codes_are_told(self, school, code):
        assert visit(f"/chung-nhan/{code}/", school.site.hostname).status_code == 404

    def test_a_code_may_be_typed(self, school):
        make_batch(school, [make_person(1, school)])
        code = Certificate.objects.get().code
        answer = visit(f"/chung-nhan/?ma={code.lower()[:8]}-{code.lower()[8:]}", school.site.hostname)
        assert answer["Location"] == f"/chung-nhan/{code}/"
        assert visit("/chung-nhan/", school.site.hostname).status_code == 200


class TestTemplates:
    form = {
        "name": "Mẫu", "organiser": "TRƯỜNG A", "heading": "GIẤY KHEN", "given_to": "Tặng", "place": "Hà Nội",
        "signer_title": "HIỆU TRƯỞNG", "signer_name": "Lê A", "series": "GK-A",
    }  # fmt: skip

    def test_made_changed_and_seen_as_a_sample(self, school, admin):
        assert admin.get("/admin/certificates/templates/add/").status_code == 200
        assert admin.post("/admin/certificates/templates/add/", self.form).status_code == 302
        row = CertificateTemplate.objects.get()
        assert row.school == school
        assert "GK-A" in admin.get("/admin/certificates/templates/").content.decode()
        answer = admin.get(f"/admin/certificates/templates/{row.pk}/sample.pdf")
        assert answer.content.startswith(b"%PDF")
        assert admin.post(f"/admin/certificates/templates/{row.pk}/", {**self.form, "name": "Khác"}).status_code == 302

    def test_two_with_the_same_ending_are_refused_in_words(self, school, admin):
        for _time in range(2):
            answer = admin.post("/admin/certificates/templates/add/", self.form)
        assert answer.status_code == 422
        assert CertificateTemplate.objects.count() == 1
        office = client_of(make_user(Role.OFFICE_ADMIN))
        for _time in range(2):
            answer = office.post("/admin/certificates/templates/add/", self.form)
        assert answer.status_code == 422
        assert CertificateTemplate.objects.count() == 2

    def test_an_ending_that_no_number_has_is_refused(self, admin):
        assert admin.post("/admin/certificates/templates/add/", {**self.form, "series": "a b"}).status_code == 422

    def test_another_schools_is_not_there(self, admin, b):
        row = make_template(b)
        for path in (f"templates/{row.pk}/", f"templates/{row.pk}/sample.pdf"):
            assert admin.get(f"/admin/certificates/{path}").status_code == 404
        assert admin.post(f"/admin/certificates/templates/{row.pk}/", self.form).status_code == 404

    def test_an_editor_makes_none(self, school):
        editor = client_of(make_user(Role.SCHOOL_EDITOR, school))
        assert editor.get("/admin/certificates/templates/add/").status_code in (302, 403)


class TestTwoSchools:
    def test_what_the_office_gave_is_printed_by_each_school_for_its_own(self, school, admin, b):
        other = b
        people = [make_person(1, school, name="Nguyễn Của Mình"), make_person(2, other, name="Trần Của Họ")]
        batch = make_batch(None, people)
        own, theirs = (Certificate.objects.get(subject=f"entrant:{number}") for number in (1, 2))
        listed = admin.get("/admin/certificates/").content.decode()
        assert "Nguyễn Của Mình" in listed
        assert "Trần" not in listed
        assert "Trần" not in admin.get("/admin/certificates/?q=Trần").content.decode().replace('value="Trần"', "")
        assert admin.get(f"/admin/certificates/{own.pk}/").status_code == 200
        assert admin.get(f"/admin/certificates/{own.pk}/in.pdf").content.startswith(b"%PDF")
        for path in (f"{theirs.pk}/", f"{theirs.pk}/in.pdf"):
            assert admin.get(f"/admin/certificates/{path}").status_code == 404
        assert admin.post(f"/admin/certificates/{theirs.pk}/revoke/", {"reason": "x"}).status_code == 404
        assert admin.get(f"/admin/certificates/batches/{batch.pk}/").status_code == 200
        assert admin.post(f"/admin/certificates/batches/{batch.pk}/print/", {"of": str(other.pk)}).status_code == 404
        assert admin.post(f"/admin/certificates/batches/{batch.pk}/print/", {"of": str(school.pk)}).status_code == 302
        PrintFile.objects.create(batch=batch, school=other)  # theirs does not close the own page
        assert admin.get(f"/admin/certificates/batches/{batch.pk}/").content.decode().count("<progress") == 1
        file = PrintFile.objects.get(school=school)
        files.make_print_file.call(file.pk)
        answer = admin.get(f"/admin/certificates/files/{file.pk}.pdf")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert client_of(make_user(Role.SCHOOL_ADMIN, other)).get(
            f"/admin/certificates/files/{file.pk}.pdf"
        ).status_code == 404  # fmt: skip

    def test_the_office_sees_initials_of_schools_people(self, school):
        batch = make_batch(None, [make_person(1, school, name="Nguyễn Kín Đáo")])
        row = Certificate.objects.get()
        office = client_of(make_user(Role.OFFICE_ADMIN))
        for path in ("", f"{row.pk}/", f"batches/{batch.pk}/", "?q=Kín"):
            page = office.get(f"/admin/certificates/{path}")
            assert page.status_code == 200, path
            assert "Kín Đáo" not in page.content.decode(), path
        assert "N.K.Đ." in office.get(f"/admin/certificates/{row.pk}/").content.decode()
        assert office.get(f"/admin/certificates/{row.pk}/in.pdf").status_code == 404
        assert office.post(f"/admin/certificates/batches/{batch.pk}/print/", {"of": str(school.pk)}).status_code == 404

    def test_a_batch_of_another_school_is_not_there(self, admin, b):
        other = b
        batch = make_batch(other, [make_person(1, other)])
        assert admin.get(f"/admin/certificates/batches/{batch.pk}/").status_code == 404
        assert admin.post(f"/admin/certificates/batches/{batch.pk}/print/", {"of": str(other.pk)}).status_code == 404
        assert "Cuộc thi mẫu" not in admin.get("/admin/certificates/batches/").content.decode()

    def test_a_school_does_not_revoke_what_the_office_issued(self, school, admin):
        make_batch(None, [make_person(1, school)])
        row = Certificate.objects.get()
        assert admin.post(f"/admin/certificates/{row.pk}/revoke/", {"reason": "x"}).status_code == 404
        office = client_of(make_user(Role.OFFICE_ADMIN))
        office.post(f"/admin/certificates/{row.pk}/revoke/", {"reason": "Ghi sai tên"})
        row.refresh_from_db()
        assert row.revoked_because == "Ghi sai tên"

    def test_ones_own_is_printed_wherever_one_works(self, school, b):
        user, other = make_user(Role.SCHOOL_EXPERT, school), make_user(Role.SCHOOL_ADMIN, school)
        make_batch(None, [make_person(1, b, user_id=user.pk)])
        row = Certificate.objects.get()
        assert client_of(user).get(f"/admin/certificates/mine/{row.pk}.pdf").content.startswith(b"%PDF")
        assert client_of(other).get(f"/admin/certificates/mine/{row.pk}.pdf").status_code == 404
