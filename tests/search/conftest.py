"""A small library and two schools, and every engine that is there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from wagtail.models import Page

from cms.home.models import NewsPage, NoticePage
from cms.legal.models import LegalDocument, LegalNewsPage, Provision
from cms.tenancy import sites
from cms.tenancy.models import School
from search.backends import build_engine, circuit_breaker, database
from search.index import indexing, outbox
from search.results_page import service
from tests import shared
from tests.conftest import ENGINES
from tests.factories import make_school
from tests.factories.legal import make_document
from tests.factories.pages import make_page

#: number, type, title, issuer
DOCUMENTS = (
    ("102/2016/QH13", "Luật", "Trẻ em", "Quốc hội"),
    ("25/2004/QH11", "Luật", "Bảo vệ, chăm sóc và giáo dục trẻ em", "Quốc hội"),
    ("15/2020/NĐ-CP", "Nghị định", "Quy định xử phạt vi phạm hành chính trong lĩnh vực bưu chính, viễn thông",
        "Chính phủ"),
    ("15/2021/NĐ-CP", "Nghị định", "Quy định chi tiết một số nội dung về quản lý dự án", "Chính phủ"),
    ("56/2017/NĐ-CP", "Nghị định", "Quy định chi tiết một số điều của Luật Trẻ em", "Chính phủ"),
    ("32/2018/TT-BGDĐT", "Thông tư", "Ban hành Chương trình giáo dục phổ thông", "Bộ Giáo dục và Đào tạo"),
    ("32/2020/TT-BGDĐT", "Thông tư", "Ban hành Điều lệ trường trung học cơ sở", "Bộ Giáo dục và Đào tạo"),
    ("05/2019/TT-BGDĐT", "Thông tư", "Ban hành danh mục thiết bị dạy học tối thiểu lớp 1", "Bộ Giáo dục và Đào tạo"),
    ("29/KH-UBND", "Kế hoạch", "Phổ biến, giáo dục pháp luật năm học", "Ủy ban nhân dân cấp tỉnh"),
)  # fmt: skip
PAGES = (
    (NoticePage, "Thông báo về bữa ăn bán trú và nội trú"),
    (NewsPage, "UBND xã gặp mặt phụ huynh đầu năm"),
    (NewsPage, "Hoà giải chuyện thủy lợi ở xóm"),
    (NewsPage, "Má em đi họp"),
    (NewsPage, "Ma trận đề kiểm tra"),
    (NewsPage, "Cấy mạ trên đồng"),
    (NewsPage, "Nhà giáo cấy mạ cùng học trò"),
    (NewsPage, "An toàn giao thông trước cổng trường"),
    (NewsPage, "Giao thông thông suốt, an lòng, toàn trường vui"),
    (NewsPage, "Đường đến trường mùa mưa"),
    (LegalNewsPage, "Kế hoạch phổ biến giáo dục pháp luật tháng này"),
)


@pytest.fixture(autouse=True)
def _nothing_remembered_of_other_tests():
    circuit_breaker.close_circuit()
    database.forget_statistics()
    outbox._waiting.rows = {}  # what the making of the shared rows has announced waits for ever
    yield
    circuit_breaker.close_circuit()


@shared.once
def built() -> SimpleNamespace:
    """number → document, title → page, code → school; all indexed."""
    from cms.legal.documents.seeds import seed_library
    from cms.legal.models import IssuingBody

    seed_library()
    documents = {}
    for number, type_name, title, issuer in DOCUMENTS:
        IssuingBody.objects.filter(name=issuer).exists() or IssuingBody.objects.create(name=issuer)
        documents[number] = make_document(number, type_name=type_name, title=title, issuers=(issuer,), articles=6)
    Provision.objects.filter(document=documents["102/2016/QH13"], number="3").update(
        heading="Quyền vui chơi", text="Trẻ em có quyền vui chơi, giải trí sau giờ học."
    )
    a, b = make_school("A"), make_school("B")
    pages = {title: make_page(model, a, title) for model, title in PAGES}
    pages["B"] = make_page(NewsPage, b, "Trường B đón học sinh lớp một")
    outbox.replay_outbox()
    indexing.reconcile_database()
    return SimpleNamespace(documents=documents, pages=pages, schools={"A": a, "B": b})


@pytest.fixture
def content(built, db):
    """Documents with articles and pages of school A; school B has one page of its own. All indexed. Every test reads
    its own copies of the rows."""
    a, b = (School.objects.select_related("site", "home_page", "collection").get(code=code) for code in "AB")
    return SimpleNamespace(
        documents=_copies(LegalDocument, built.documents),
        pages=_copies(Page, built.pages),
        a=a,
        b=b,
        a_site=info(a),
        b_site=info(b),
    )


def _copies(model, built: dict) -> dict:
    rows = model.objects.in_bulk([one.pk for one in built.values()])
    return {name: getattr(rows[one.pk], "specific", rows[one.pk]) for name, one in built.items()}


def info(school):
    return sites.sites_by_id()[school.site_id]


@pytest.fixture(params=ENGINES)
def any_backend(request, content):
    """Each engine as it is found: whoever asks it fills it first."""
    if request.param == "database":
        yield service.database
        return
    found = build_engine(f"{request.param}+{request.getfixturevalue(request.param + '_url')}")
    yield found
    found.drop()


@pytest.fixture
def backend(any_backend):
    """Each engine with the same content."""
    if any_backend is not service.database:
        indexing.rebuild_engine(any_backend)
    return any_backend
