"""What travels between the demo's office and its schools: something of every kind, in every state."""

from __future__ import annotations

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.district.aggregation import depth_measurement
from cms.district.broadcasts import responses, sending
from cms.district.models import Broadcast
from cms.district.submissions import transitions
from cms.home.models import NewsPage
from cms.legal.documents import library
from cms.legal.models import LegalMaterialPage, LegalNewsPage
from cms.tenancy.models import Membership, OfficePortal, School
from cms.tenancy.roles import Role

Mode = Broadcast.Mode


def _person(role: Role, school: School | None = None):
    rows = Membership.objects.filter(role=role, school=school).values("user")
    return get_user_model().objects.filter(pk__in=rows).order_by("pk").first()


def load_demo_flows() -> None:
    """Needs the demo's office, schools and people."""
    boss = _person(Role.OFFICE_ADMIN)
    portal = OfficePortal.objects.select_related("home_page").get()
    news = list(NewsPage.objects.descendant_of(portal.home_page).live().order_by("-date", "-pk")[:3])
    approved = (
        Membership.objects.filter(role=Role.SCHOOL_APPROVER, school__isnull=False).select_related("school").first()
    )
    if boss is None or approved is None or approved.school is None or not news:
        return
    _create_broadcasts(news, boss, approved.school, approved.user)
    _create_submissions(boss, approved.school, approved.user)
    depth_measurement.refresh_depth()


def _create_broadcasts(news: list[NewsPage], boss, school: School, approver) -> None:
    by = timezone.localdate() + datetime.timedelta(days=7)
    modes = (Mode.MANDATORY, Mode.RECOMMENDED, Mode.COPY)
    for page, mode in zip(news, modes, strict=False):
        row = Broadcast(title=page.title, page=page, mode=mode, confirm_by=by, created_by=boss)
        row.note = "Các trường phổ biến tới giáo viên và phụ huynh." if mode == Mode.MANDATORY else ""
        _send(row, boss)
        if mode == Mode.MANDATORY:
            responses.mark_seen(school, row.pk, approver)
    if document := next(iter(library.newest(1, None)), None):
        row = Broadcast(title=document.display_title[:255], document=document, created_by=boss)
        row.note = "Đưa vào buổi sinh hoạt dưới cờ gần nhất."
        _send(row, boss)
        responses.confirm_broadcast(school, row.pk, approver)


def _send(row: Broadcast, boss) -> None:
    row.place = sending.default_list(row)
    row.save()
    sending.send_broadcast(row, boss)


def _create_submissions(boss, school: School, approver) -> None:
    pages = [
        *LegalNewsPage.objects.descendant_of(school.home_page).live().order_by("-date", "-pk")[:2],
        *LegalMaterialPage.objects.descendant_of(school.home_page).live().order_by("-date", "-pk")[:1],
    ]
    decisions = (
        lambda row: transitions.accept_submission(row, boss),
        lambda row: transitions.request_changes(row, boss, "Bổ sung nguồn ảnh và tên người viết."),
        lambda row: None,
    )
    for page, decide in zip(pages, decisions, strict=False):
        decide(transitions.nominate_page(page, approver, "Đề nghị đăng trên cổng."))
