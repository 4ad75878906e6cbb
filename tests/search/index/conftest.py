"""What is taken away in these tests, made once and indexed."""

from types import SimpleNamespace

import pytest
from wagtail.models import Collection, Locale

from cms.contests.models import Contest
from cms.home.models import NewsPage, StandardPage
from cms.legal.models import LegalMaterialPage
from search.index import indexing, outbox
from tests import shared
from tests.contests.factories import make_contest
from tests.factories import make_school
from tests.factories.files import docx, make_file
from tests.factories.legal import make_document
from tests.factories.pages import make_page
from tests.training.factories import make_course

WORD = "chuồn chuồn kim"


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """A context at whose end what waits for the commit is done."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def publish() -> SimpleNamespace:
    """School A with news, a branch of pages, a file and a draft; a document; B looks on."""
    a, b = make_school("A"), make_school("B")
    top = a.home_page.add_child(instance=StandardPage(title=f"Mục {WORD}", slug="muc"))
    folder = a.collection.add_child(instance=Collection(name="Tệp của lớp"))
    file = make_file(docx(f"Bài viết về {WORD}"), "docx", f"Tệp {WORD}", folder)
    make_page(NewsPage, a, f"Nháp {WORD}", live=False)
    return SimpleNamespace(
        a=a,
        b=b,
        english=Locale.objects.get_or_create(language_code="en")[0],
        news=make_page(NewsPage, a, f"Tin {WORD}"),
        top=top,
        below=top.add_child(instance=StandardPage(title=f"Trang {WORD}", slug="trang")),
        folder=folder,
        file=file,
        material=make_page(LegalMaterialPage, a, "Tập san", file=file),
        document=make_document("7/2024/TT-BGDĐT", title=f"Về {WORD}", articles=2),
    )


def indexed(made: SimpleNamespace) -> SimpleNamespace:
    """In the database: an engine is filled from there."""
    outbox.replay_outbox()
    indexing.reconcile_database()
    return made


@shared.once
def published_once() -> SimpleNamespace:
    return indexed(publish())


def offer() -> SimpleNamespace:
    """A contest and a course of school A and of the office; B looks on. Drafts and a course's test beside them."""
    a, b = make_school("A"), make_school("B")
    make_contest(a, title=f"Nháp {WORD}", publish=False)
    make_course(a, title=f"Khóa nháp {WORD}", publish=False)
    make_contest(a, title=f"Kiểm tra {WORD}", in_list=False)
    return SimpleNamespace(
        a=a,
        b=b,
        contest=make_contest(a, title=f"Cuộc thi {WORD}"),
        course=make_course(a, title=f"Khóa {WORD}"),
        offices=make_contest(None, title=f"Cuộc thi của phòng về {WORD}", who=Contest.Who.ACCOUNT),
        shared=make_course(None, title=f"Khóa của phòng về {WORD}", lessons=1),
    )


@shared.once
def offered_once() -> SimpleNamespace:
    return indexed(offer())


def rows_of(made: SimpleNamespace) -> SimpleNamespace:
    """As they stand in the database."""
    return SimpleNamespace(**{name: type(row)._base_manager.get(pk=row.pk) for name, row in vars(made).items()})


@pytest.fixture
def published(published_once):
    """What ``publish`` made, indexed in the database."""
    return rows_of(published_once)


@pytest.fixture
def offered(offered_once):
    return rows_of(offered_once)
