"""The icon of a quick task, found from its words: schools write links, not icons."""

from django import template

from cms.core.text import fold_diacritics

register = template.Library()

#: Words (folded) and the icon they ask for; the first that occurs wins.
ICON_WORDS = (
    ("thuc don", "bowl"), ("ban tru", "bowl"), ("menu", "bowl"),
    ("tuyen sinh", "backpack"), ("nhap hoc", "backpack"), ("admission", "backpack"),
    ("cong khai", "clipboard"), ("disclosure", "clipboard"),
    ("hoi - dap", "question"), ("hoi – dap", "question"), ("hoi dap", "question"), ("question", "question"),
    ("gop y", "send"), ("phan anh", "send"), ("feedback", "send"),
    ("lich", "calendar"), ("thoi khoa bieu", "calendar"), ("calendar", "calendar"), ("timetable", "calendar"),
    ("lien he", "phone"), ("contact", "phone"),
    ("tai lieu", "books"), ("thu vien", "books"), ("material", "books"), ("library", "books"),
    ("van ban", "columns"), ("phap luat", "columns"), ("law", "columns"), ("legal", "columns"),
    ("tap huan", "certificate"), ("training", "certificate"),
    ("thong bao", "megaphone"), ("notice", "megaphone"),
    ("tin", "news"), ("news", "news"),
    ("gioi thieu", "school"), ("about", "school"),
)  # fmt: skip


@register.filter
def task_icon(words):
    folded = fold_diacritics(str(words))
    return next((icon for part, icon in ICON_WORDS if part in folded), "file")
