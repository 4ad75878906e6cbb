"""Fills the database of the own server: one school, its people, a librarian. Prints what the rounds need, as JSON."""

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402

call_command("migrate", verbosity=0)

from cms.legal.documents.seeds import seed_library  # noqa: E402
from cms.legal.models import QuestionIndexPage  # noqa: E402
from cms.tenancy.models import School  # noqa: E402
from cms.tenancy.roles import Role  # noqa: E402
from tests.factories import make_school, make_user  # noqa: E402

if not School.objects.exists():
    school = make_school("A")
    seed_library()
    make_user(Role.SCHOOL_EDITOR, school, email="soan@example.vn")
    make_user(Role.SCHOOL_APPROVER, school, email="duyet@example.vn")
    make_user(Role.OFFICE_LIBRARIAN, email="thu-vien@example.vn")
    make_user(Role.OFFICE_ADMIN, email="quan-tri@example.vn")
school = School.objects.get(code="A")
index = QuestionIndexPage.objects.descendant_of(school.home_page).get()
print(json.dumps({"index": index.pk, "host": school.site.hostname}))
