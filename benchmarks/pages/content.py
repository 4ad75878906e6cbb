"""Fills the scratch database: schools, of which a dozen have news, and a library with a law of many articles."""

from __future__ import annotations

import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from benchmarks import schools as many
from cms.home.models import NewsPage, NoticePage
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.office import create_office
from cms.legal.models import LegalNewsPage
from cms.tenancy.models import School
from cms.tenancy.roles import Role
from tests.factories import make_user
from tests.factories.legal import make_document
from tests.factories.pages import make_page

READ = 6  # schools that are asked in turn
NEWS, DOCUMENTS, ARTICLES = 8, 30, 120
TEXT = "Nhà trường tổ chức tuyên truyền cho học sinh và phụ huynh về quyền trẻ em theo Thông tư 7/2026/TT-BGDĐT. " * 6


def fill(schools: int) -> dict:
    """``hosts`` asked in turn, paths of the pages, and the cookie of a teacher of the first school."""
    create_office("Văn phòng đo")
    for first in range(0, schools, 100):
        create_schools(many.specs(first, min(schools, first + 100)))
    document = make_document("7/2026/TT-BGDĐT", articles=ARTICLES)
    for number in range(DOCUMENTS):
        make_document(f"{number + 10}/2026/TT-BGDĐT", issued_on=datetime.date(2026, 1 + number % 12, 5))
    read = list(School.objects.select_related("site", "home_page").order_by("pk")[:READ])
    return {
        "hosts": [school.site.hostname for school in read],
        "portal": "cong.localhost",
        "articles": [(school.site.hostname, _news(school)) for school in read],
        "document": document.get_absolute_url(),
        "cookie": _session(read[0]),
    }


def _news(school: School) -> str:
    """The path of one article."""
    body = [{"type": "text", "value": f"<p>{TEXT}</p>"}]
    for model in (NewsPage, NoticePage, LegalNewsPage):
        for number in range(NEWS):
            day = datetime.date(2026, 9, 1) + datetime.timedelta(days=number)
            page = make_page(model, school, f"Hoạt động số {number}", date=day, body=body)
        page.summary = TEXT[:200]
        page.save_revision().publish()
    return "/" + page.url_path.removeprefix(school.home_page.url_path)


def _session(school: School) -> str:
    user = make_user(Role.SCHOOL_EDITOR, school, last_login=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "cms.tenancy.backend.MembershipBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"
