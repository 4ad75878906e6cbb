"""What base.html needs besides the frame: the other language of this page, the mark of the current menu item."""

from dataclasses import dataclass
from functools import partial

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from wagtail.models import Page

from cms.core.site_roots import root_path_of
from cms.core.visibility import NOT_MIRRORED, filter_public
from cms.home.theme import stylesheet
from cms.tenancy import sites

register = template.Library()


@dataclass(frozen=True)
class LanguageLink:
    """``exact``: the same content in that language; otherwise the home page in it."""

    code: str
    url: str
    exact: bool


def _plain_path(request) -> str:
    """The path without its language prefix."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and request.path.startswith(f"/{code}/"):
            return request.path[len(code) + 1 :]
    return request.path


@register.simple_tag
def look_url(frame):
    """The stylesheet with the own faces and, on a school's site, its colours."""
    return stylesheet.build_stylesheet_url(frame.colours["brand"] if frame and not frame.site.is_portal else "")


@register.simple_tag(takes_context=True)
def language_links(context):
    """Links to the other languages of this site, empty where it has no home page in them.

    A view may say better: ``alternates`` in the context, a mapping of language code to path.
    """
    frame, request = context.get("frame"), context.get("request")
    if not frame or not request:
        return []
    others = [home for home in frame.languages if home.code != frame.language]
    if not others:
        return []
    given = context.get("alternates")
    page = context.get("page")
    if given is not None:
        found = dict(given)
    elif getattr(page, "translation_key", None) and getattr(page, "pk", None):
        trail, read = getattr(page, "trail", None), partial(_translations, page, context)
        found = trail.noted("translations", read) if trail else read()
    elif getattr(request, "resolver_match", None):
        plain = _plain_path(request)
        found = {home.code: sites.build_local_path(plain, home.code) for home in others}
    else:
        found = {}  # an error page
    links = [LanguageLink(home.code, found.get(home.code) or home.url, home.code in found) for home in others]
    return [link for link in links if link.url]


@register.simple_tag(takes_context=True)
def hreflangs(context, others):
    """(code, path) of this content in every language it stands in, itself included and "x-default" for all other
    readers; empty where it stands in one. Each version names the same ones, or search engines ignore them."""
    exact = [(other.code, other.url) for other in others if other.exact]
    if not exact or context.get("one_text"):
        return []
    versions = [(context["frame"].language, context["request"].path), *exact]
    default = next((path for code, path in versions if code == settings.LANGUAGE_CODE), None)
    return versions + ([("x-default", default)] if default else [])


def _translations(page, context) -> dict[str, str]:
    rows = filter_public(Page.objects.filter(NOT_MIRRORED, translation_key=page.translation_key).exclude(pk=page.pk))
    current = context["frame"].site
    found: dict[str, str] = {}
    for url_path in rows.values_list("url_path", flat=True):
        root = root_path_of(url_path)
        if root and root.site_id == current.id:
            found[root.language_code] = sites.page_url(url_path, current)
    return found


@register.simple_tag(takes_context=True)
def current_mark(context, url, home=False):
    """`` aria-current="page"`` or ``"true"`` (a page below it) for a menu link, else nothing."""
    path = context["request"].path
    if path == url:
        return mark_safe(' aria-current="page"')
    if not home and url != "/" and path.startswith(url):
        return mark_safe(' aria-current="true"')
    return ""
