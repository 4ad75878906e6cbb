"""``python -m benchmarks.tutorial 300``: the tables and so many schools in the empty database at ``DATABASE_URL``."""

from __future__ import annotations

import datetime
import os
import sys
from typing import Any

READ, NEWS, LAWS, ARTICLES = 6, 8, 30, 120  # as ``benchmarks.pages.content``
TEXT = "Nhà trường tổ chức tuyên truyền cho học sinh và phụ huynh về quyền trẻ em theo Thông tư 7/2026/TT-BGDĐT. " * 6
#: What a school has beside its home and its news.
STANDARD = ("Giới thiệu", "Thông báo", "Cơ cấu tổ chức", "Phổ biến, giáo dục pháp luật", "Công khai", "Liên hệ")


def host(number: int) -> str:
    return f"truong-{number}.localhost"


def fill(schools: int) -> None:
    from wagtail.models import Page, Site

    from benchmarks.tutorial.models import HomePage, Law, LawArticle, NewsIndexPage, NewsPage

    for number in range(1, LAWS + 1):
        law = Law.objects.create(number=f"{number}/2026/TT-BGDĐT", title=f"Thông tư mẫu về việc số {number}")
    LawArticle._default_manager.bulk_create(
        LawArticle(
            law=law, label=f"Điều {n}", heading=f"Tiêu đề {n}", text=f"1. Khoản một của điều {n}.\n2. Khoản hai:"
        )
        for n in range(1, ARTICLES + 1)
    )
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    pages = _Pages(root)
    for number in range(schools):
        home = pages.add(root, HomePage(title=f"Trường {number}", slug=f"truong-{number}"))
        news = pages.add(home, NewsIndexPage(title="Tin tức", slug="tin-tuc", show_in_menus=True))
        for at, title in enumerate(STANDARD):
            pages.add(home, NewsIndexPage(title=title, slug=f"muc-{at}", show_in_menus=True))
        for one in range(NEWS if number < READ else 0):
            day = datetime.date(2026, 9, 1) + datetime.timedelta(days=one)
            page = NewsPage(title=f"Hoạt động số {one}", slug=f"hoat-dong-{one}", date=day, intro=TEXT[:200])
            page.body = f"<p>{TEXT}</p>"
            pages.add(news, page)
    pages.insert()
    Site.objects.bulk_create(
        Site(hostname=host(number), port=80, root_page_id=home.pk, site_name=home.title)
        for number, home in enumerate(pages.below[root.path])
    )


class _Pages:
    """What ``add_child`` would write, by one INSERT a table: page by page 3,000 schools take longer than their
    measurement."""

    def __init__(self, root: Any) -> None:
        from wagtail.models import Locale

        self.root, self.locale, self.rows = root, Locale.get_active(), [root]
        self.below: dict[str, list[Any]] = {}
        self.next = type(root)._base_manager.order_by("-pk").values_list("pk", flat=True)[0] + 1
        # The welcome page, which ``wagtail start`` leaves, stands before the schools.
        self.first = root.get_children().count()

    def add(self, parent: Any, page: Any) -> Any:
        from django.contrib.contenttypes.models import ContentType

        siblings = self.below.setdefault(parent.path, [])
        step = len(siblings) + 1 + (self.first if parent is self.root else 0)
        page.pk = page.id = page.page_ptr_id = self.next
        page.path, page.depth, page.numchild = page._get_path(parent.path, parent.depth + 1, step), parent.depth + 1, 0
        page.url_path, page.draft_title, page.locale = f"{parent.url_path}{page.slug}/", page.title, self.locale
        page.content_type = ContentType.objects.get_for_model(type(page))
        self.next += 1
        parent.numchild += 1
        siblings.append(page)
        self.rows.append(page)
        return page

    def insert(self) -> None:
        from django.core.management.color import no_style
        from django.db import connection
        from django.db.models import QuerySet

        base = type(self.root)
        rows = self.rows[1:]
        for model in (base, *dict.fromkeys(type(row) for row in rows)):
            # Django's own ``bulk_create`` refuses tables that inherit: it cannot hand out the parents' keys.
            own = rows if model is base else [row for row in rows if type(row) is model]
            QuerySet(model)._batched_insert(own, model._meta.local_concrete_fields, batch_size=None)  # type: ignore[attr-defined]
        base._base_manager.filter(pk=self.root.pk).update(numchild=self.root.numchild)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [base]):
                cursor.execute(statement)


def main(schools: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.tutorial.settings"
    import django
    from django.core.management import call_command
    from django.db import transaction

    django.setup()
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(schools)


if __name__ == "__main__":
    main(int(sys.argv[1]))
