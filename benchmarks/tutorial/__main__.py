"""``python -m benchmarks.tutorial 300``: the tables and so many schools in the empty database at ``DATABASE_URL``."""

from __future__ import annotations

import datetime
import os
import sys

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
    for number in range(schools):
        home = root.add_child(instance=HomePage(title=f"Trường {number}", slug=f"truong-{number}"))
        Site.objects.create(hostname=host(number), port=80, root_page=home, site_name=home.title)
        news = home.add_child(instance=NewsIndexPage(title="Tin tức", slug="tin-tuc", show_in_menus=True))
        for at, title in enumerate(STANDARD):
            home.add_child(instance=NewsIndexPage(title=title, slug=f"muc-{at}", show_in_menus=True))
        for one in range(NEWS if number < READ else 0):
            day = datetime.date(2026, 9, 1) + datetime.timedelta(days=one)
            page = NewsPage(title=f"Hoạt động số {one}", slug=f"hoat-dong-{one}", date=day, intro=TEXT[:200])
            page.body = f"<p>{TEXT}</p>"
            news.add_child(instance=page)


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
