"""A law's text is made once per version of the library, for everybody whose page is made anew."""

import pytest

from cms.core.page_cache import fragments, store
from cms.legal.pages.document_context import document_context
from cms.legal.templatetags.citation_tags import CitationsNode
from cms.tenancy.roles import Role
from tests.core.page_cache.conftest import HOSTS
from tests.factories import client_of, make_user
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(monkeypatch):
    found = []
    real = CitationsNode._linked

    def linked(self, context):
        found.append(context["document"].pk)
        return real(self, context)

    monkeypatch.setattr(CitationsNode, "_linked", linked)
    return found


@pytest.fixture
def document(visitors, commit):
    document = make_document("12/2025/TT-BGDĐT", articles=4)
    commit()
    return document


def test_once_for_all_sites_and_people(visitors, document, a, made, commit, settings):
    where = document.get_absolute_url()
    teacher = client_of(make_user(Role.SCHOOL_EDITOR, a), HOSTS["a"])
    commit()
    texts = [visitors.text("a", where), visitors.text("b", where), teacher.get(where).content.decode()]
    assert made == [document.pk]
    settings.PAGE_CACHE = False
    assert teacher.get(where).content.decode() == texts[2]
    assert "Khoản một của điều 4" in texts[0]


def test_languages_days_and_documents_do_not_meet(visitors, document, made):
    where = document.get_absolute_url()
    for path in (where, f"/en{where}", f"{where}?day=2025-02-03", f"{where}tai-ngay/2025-02-04/"):
        visitors.get("a", path)
    assert len(made) == 4


def test_a_change_of_the_library(visitors, document, made, commit):
    where = document.get_absolute_url()
    visitors.get("a", where)
    document.provisions.filter(number="4").update(text="Lời mới.")
    document.save()
    commit()
    assert "Lời mới." in visitors.text("b", where)


def test_a_day_that_was_asked_for_and_a_form_keep_no_parts(visitors, document, made, rf):
    """Anybody may ask for any day."""
    where = document.get_absolute_url()
    visitors.get("a", where)
    lying = len(store.plain)
    for path in (f"{where}?day=2025-02-03", f"{where}?day=nonsense"):
        assert "Khoản một của điều 4" in visitors.text("a", path)
    assert len(store.plain) == lying
    assert "kept_as" not in document_context(document, rf.get("/"))


def test_an_open_transaction_keeps_to_itself(visitors, document, commit):
    document.save()
    assert fragments.render_fragment(("x",), ("library",), lambda: "one") == "one"
    assert fragments.render_fragment(("x",), ("library",), lambda: "two") == "two"
    commit()
    assert fragments.render_fragment(("x",), ("library",), lambda: "three") == "three"
    assert fragments.render_fragment(("x",), ("library",), lambda: "four") == "three"
