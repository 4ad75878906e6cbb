"""The board of the demo: the customer's plan with its tasks, and the half year in which the schools' pages appeared."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from cms.board.indicators.items import SECTION_ITEM_MODELS
from cms.board.measuring import measure
from cms.board.measuring.goals import get_goals_on
from cms.board.models import Plan, PlanEvidence, PlanTask, Snapshot
from cms.district.aggregation import depth_measurement
from cms.district.links import block_check
from cms.legal.models import LegalDocument, LegalNewsPage
from cms.tenancy.models import School

MONTHS_OF_HISTORY = 6
Rhythm = PlanTask.Rhythm

#: Plan of the Phòng GD&ĐT huyện Thanh Trì under Kế hoạch 29/KH-UBND: number, what is to do, products, rhythm,
#: indicator (empty: schools name evidence), percent of the schools.
PLAN_TITLE = "Tăng cường ứng dụng công nghệ thông tin trong công tác phổ biến, giáo dục pháp luật giai đoạn 2022 - 2027"
PLAN_TASKS = (
    ("1.1a", "Kết nối cổng thông tin điện tử của trường với cổng của ngành, của huyện",
     "Khối liên kết hai chiều trên mọi trang của trường", Rhythm.ALWAYS, "link_problems", 100),
    ("1.1b", "Cung cấp thông tin phổ biến, giáo dục pháp luật của trường để đăng tải trên cổng của huyện",
     "Tin, bài trường gửi lên cổng", Rhythm.ALWAYS, "offered_year", 100),
    ("1.2a", "Hoàn chỉnh chuyên mục “Phổ biến, giáo dục pháp luật” trên cổng của trường",
     "Chuyên mục đủ các trang theo mẫu", Rhythm.ALWAYS, "section_problems", 100),
    ("1.2b", "Đăng tin, bài của chuyên mục thường xuyên, kịp thời",
     "Tin hoạt động; văn bản pháp luật mới của các cấp", Rhythm.ALWAYS, "items_quarter", 100),
    ("1.2c", "Khuyến khích tin, bài viết chuyên sâu", "Tin, bài viết chuyên sâu", Rhythm.ALWAYS, "in_depth_year", 50),
    ("2", "Xây dựng tài liệu phổ biến, giáo dục pháp luật để đăng tải trên cổng",
     "Sách, cẩm nang, tờ gấp, câu chuyện pháp luật, tiểu phẩm, video, bài giảng điện tử", Rhythm.YEARLY,
     "materials_year", 100),
    ("3", "Đa dạng hóa hình thức phổ biến, giáo dục pháp luật trên mạng xã hội",
     "Kênh trên Facebook, YouTube và mạng xã hội khác; diễn đàn trực tuyến", Rhythm.YEARLY, "channels", 80),
    ("4", "Đào tạo, bồi dưỡng, nâng cao trình độ tin học cho đội ngũ làm công tác phổ biến, giáo dục pháp luật",
     "Khóa bồi dưỡng, tập huấn được tổ chức", Rhythm.YEARLY, "trainings_year", 100),
    ("III.1", "Rà soát, củng cố, kiện toàn đội ngũ làm công tác phổ biến, giáo dục pháp luật",
     "Quyết định phân công hoặc danh sách đội ngũ của trường", Rhythm.YEARLY, "", 100),
)  # fmt: skip


def load_board_demo() -> None:
    """Needs the demo's schools, pages and what travels between them."""
    spread_publications()
    depth_measurement.refresh_depth()
    block_check.run_block_checks()
    plan = create_plan()
    add_evidence(plan)
    write_past_snapshots()


def spread_publications() -> None:
    """As if each school had written now and then for half a year, one more often than the other."""
    for number, school in enumerate(School.objects.select_related("home_page").order_by("pk")):
        pages = Page.objects.descendant_of(school.home_page).type(*SECTION_ITEM_MODELS).live().order_by("-pk")
        for place, pk in enumerate(pages.values_list("pk", flat=True)):
            age = 1 + 4 * number + place * (7 + 2 * number)
            Page.objects.filter(pk=pk).update(first_published_at=timezone.now() - datetime.timedelta(days=age))


def create_plan() -> Plan:
    document = LegalDocument.objects.filter(number_raw="29/KH-UBND").first()
    plan = Plan(
        title=PLAN_TITLE, document=document, first_day=datetime.date(2023, 1, 18), last_day=datetime.date(2027, 12, 31)
    )
    plan.tasks = [
        PlanTask(number=number, title=title, products=products, rhythm=rhythm, indicator=indicator, wanted=wanted)
        for number, title, products, rhythm, indicator, wanted in PLAN_TASKS
    ]
    plan.save()
    return plan


def add_evidence(plan: Plan) -> None:
    """Two schools have shown a page for the task that no indicator counts."""
    task = plan.tasks.get(indicator="")
    boss = get_user_model().objects.filter(memberships__school=None).order_by("pk").first()
    for school in School.objects.order_by("pk")[:2]:
        page = LegalNewsPage.objects.descendant_of(school.home_page).live().order_by("pk").first()
        if page:
            PlanEvidence.objects.create(task=task, school=school, page=page, added_by=boss)


def write_past_snapshots() -> None:
    """Mondays of half a year and the last two weeks, counted from what was published by then."""
    measure.take_snapshots()
    today, now = timezone.localdate(), timezone.now()
    schools = measure.list_measured_schools(measure.open_schools())
    rows = []
    for age in range(1, 31 * MONTHS_OF_HISTORY):
        day = today - datetime.timedelta(days=age)
        if age > 14 and day.weekday() != 0:
            continue
        goals, values = get_goals_on(day), measure.measure_values(schools, day)
        rows += [
            Snapshot(
                school_id=school.pk, day=day, values=values[school.pk], measured_at=now - datetime.timedelta(days=age),
                score=goals.score(school.level, values[school.pk]).points,
            )
            for school in schools
        ]  # fmt: skip
    Snapshot.objects.bulk_create(rows)
