"""What templates of inner pages need: the path above a page, words for dates and periods."""

from dataclasses import dataclass
from urllib.parse import quote

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.legal.section import listings
from cms.tenancy import sites

register = template.Library()


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str


@register.simple_tag(takes_context=True)
def path_above(context, page):
    """The live ancestors of ``page`` from the home page down, for ``components/breadcrumb.html``: those of its trail,
    else by one query."""
    info = getattr(context.get("request"), "site_info", None)
    return [
        Crumb(_("Home") if depth == 2 else title, sites.page_url(url_path, info))
        for depth, title, url_path in _above(page)
    ]


def _above(page) -> list[tuple[int, str, str]]:
    if trail := getattr(page, "trail", None):
        return [(step.depth, step.title, step.url_path) for step in trail.steps[:-1] if step.live]
    step = Page.steplen
    paths = [page.path[:length] for length in range(2 * step, len(page.path), step)]
    rows = Page.objects.live().filter(path__in=paths).order_by("path")
    return list(rows.values_list("depth", "title", "url_path"))


@register.simple_tag(takes_context=True)
def pages_below(context, page):
    """The public children of a standing page as title and address (one query); none for an unsaved page."""
    info = getattr(context.get("request"), "site_info", None)
    if not page.pk:
        return []
    rows = listings.filter_inside(Page.objects.all(), page, depth=1).order_by("path").values_list("title", "url_path")
    return [Crumb(title, sites.page_url(url_path, info)) for title, url_path in rows]


@register.simple_tag(takes_context=True)
def address(context):
    """Full address of the page being read, without its query."""
    request = context["request"]
    info = getattr(request, "site_info", None)
    return (info.root_url if info else "") + request.path


@register.filter
def urlquoted(text):
    """For a parameter of a mailto: or sharing address."""
    return quote(str(text), safe="")
