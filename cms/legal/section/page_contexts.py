"""Template contexts for the pages of the mandated section.

Every list is one query (a second one for renditions where there are pictures); counts come in one query for the whole
section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Left
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.core import versions
from cms.core.template_context import is_plain, lazy_context, register_context
from cms.core.web.paging import PARAMETER, ListPage, paginate, query_string
from cms.legal.citations.annotate import AnnotatedText, annotate_texts, page_day
from cms.legal.citations.markup import parse_markup
from cms.legal.documents import library, school_papers
from cms.legal.models import (
    Audience,
    FixedSectionPage,
    LegalEducationSectionPage,
    LegalLinksPage,
    LegalMaterialPage,
    LegalNewsIndexPage,
    LegalNewsPage,
    MaterialIndexPage,
    NewDocumentsPage,
    QuestionIndexPage,
    QuestionPage,
    TrainingIndexPage,
    TrainingPage,
)
from cms.legal.models.pages import ArticleContext
from cms.legal.pages import structured_data
from cms.legal.pages.levels import level_groups, library_url
from cms.legal.section import cited, listings, registry
from cms.legal.section.filters import AUDIENCE, KIND, audience_choices, kind_choices, year_filter
from cms.legal.section.listings import FilterChoice
from cms.tenancy import sites

WHEN, PAST = "when", "past"
OWN_PAPERS = 24  # of the school; the library's list has all of them


@dataclass(frozen=True)
class NavItem:
    """A fixed page of the section: ``key`` is its model's name; ``count`` of live, public items, None where none
    apply."""

    key: str
    title: str
    url: str
    path: str
    count: int | None
    current: bool


def section_path(page) -> str:
    """Returns the tree path of the section that ``page`` is or stands in (it is a direct child of the home page)."""
    return page.path[: 3 * Page.steplen]


def navigation(page, site_info) -> list[NavItem]:
    """Returns the section's children with counts: the law first, then tree order. Cached per version and day."""
    path, language = section_path(page), translation.get_language()
    shown = {site.id for site in (site_info, sites.portal_site()) if site is not None}
    names = (versions.STRUCTURE, versions.LIBRARY, versions.BROADCASTS, *map(versions.site_version, sorted(shown)))
    key = ("section.navigation", site_info.id, path, language, timezone.localdate())
    items = versions.get_or_build(key, names, lambda: _navigation(path, site_info))
    return [replace(item, current=page.path.startswith(item.path)) for item in items]


def _navigation(section_path: str, site_info) -> list[NavItem]:
    """Four queries, whatever the number of items."""
    section = Page(path=section_path, depth=3)
    children = list(
        listings.filter_inside(Page.objects.all(), section, depth=1)
        .order_by("path")
        .values_list("path", "title", "url_path", "content_type__model")
    )
    counts = _counts(section)
    found = []
    for path, title, url_path, model in children:
        found.append(
            NavItem(
                key=model,
                title=title,
                url=sites.page_url(url_path, site_info),
                path=path,
                count=_count(model, path, counts, site_info),
                current=False,
            )
        )
    return sorted(found, key=lambda item: item.key != "newdocumentspage")


def _counts(section) -> dict[str, int]:
    parent = Left("path", len(section.path) + Page.steplen)
    rows = (
        listings.filter_inside(Page.objects.all(), section, depth=2).order_by().annotate(parent=parent).values("parent")
    )
    return {row["parent"]: row["number"] for row in rows.annotate(number=Count("pk"))}


#: Lists of the section that a higher layer may extend.
_ADDED_TO = {"legalnewsindexpage": "legal.LegalNewsPage", "materialindexpage": "legal.LegalMaterialPage"}


def _count(model: str, path: str, counts: dict[str, int], site_info) -> int:
    if model == "newdocumentspage":
        return school_papers.filter_listed_on(library.public_documents(), site_info).count()
    if model == "legallinkspage":
        links = LegalLinksPage.objects.filter(path=path).values_list("links", flat=True).first()
        return len(links or [])
    return counts.get(path, 0) + len(
        registry.register_item_source(_ADDED_TO[model], site_info) if model in _ADDED_TO else ()
    )


@register_context(FixedSectionPage)
def common(page, request) -> dict:
    """Returns the context of every page of the section: the served site and the side navigation."""
    info = listings.info_for(request, page)
    return {
        "site_info": info,
        "section_nav": navigation(page, info),
        "today": timezone.localdate(),
        "plain": is_plain(page, request),
    }


@register_context(LegalEducationSectionPage)
def section(page, request) -> dict:
    """Returns the context of the section's front: each fixed child with its newest items, loaded where its part is not
    cached."""
    context = common(page, request)
    info = context["site_info"]
    blocks = {item.key: item for item in context["section_nav"]}
    materials, sent = (
        partial(_below, page, LegalMaterialPage),
        partial(registry.register_item_source, "legal.LegalMaterialPage", info),
    )
    looked_up: dict[str, Callable[[], Any]] = {
        "groups": lambda: level_groups(2, info),
        "sent_documents": lambda: registry.register_item_source("legal.LegalDocument", info)[:3],
        "news": lambda: registry.newest_items(
            listings.article_cards(LegalNewsPage, page, info, 4),
            registry.register_item_source("legal.LegalNewsPage", info),
            4,
        ),
        "materials": lambda: registry.newest_items(
            listings.build_cards(listings.newest_first(materials()).select_related("file")[:4], info), sent(), 4
        ),
        "kinds": lambda: kind_choices(materials(), blocks.get("materialindexpage"), cards=sent()),
        "questions": lambda: _with_answers(_below(page, QuestionPage).order_by("-date", "-pk")[:3]),
        "courses": lambda: _courses_for_front(_below(page, TrainingPage), info),
        "links": lambda: _links(page),
    }
    return {**context, "blocks": blocks, **{name: SimpleLazyObject(look) for name, look in looked_up.items()}}


def _below(page, model):
    return listings.filter_inside(model.objects.all(), Page(path=section_path(page), depth=3))


def _links(page) -> list:
    rows = listings.filter_inside(LegalLinksPage.objects.all(), page, depth=1).values_list("links", flat=True)
    return list(rows.first() or [])


def _courses_for_front(queryset, info) -> list[listings.Card]:
    """Up to three: the coming ones first, then the latest of the past."""
    today = timezone.localdate()
    coming = listings.build_cards(_last_day(queryset).filter(last_day__gte=today).order_by("starts_on")[:3], info)
    if len(coming) < 3:
        past = _last_day(queryset).filter(last_day__lt=today).order_by("-starts_on")[: 3 - len(coming)]
        coming += listings.build_cards(past, info)
    return coming


def _last_day(queryset):
    return queryset.annotate(last_day=Coalesce("ends_on", "starts_on"))


@register_context(LegalNewsIndexPage)
def news(page, request) -> dict:
    context = common(page, request)
    return {**context, **lazy_context(lambda: _news(page, request, context["site_info"]), "years", "page_of")}


def _news(page, request, info) -> dict:
    queryset = listings.newest_first(listings.filter_inside(LegalNewsPage.objects.all(), page, depth=1))
    sent = registry.register_item_source("legal.LegalNewsPage", info)
    parameters, years, queryset, sent = year_filter(queryset, request, sent)
    return {"years": years, "page_of": registry.card_page(queryset, request, info, parameters, sent)}


@register_context(NewDocumentsPage)
def new_documents(page, request) -> dict:
    context = common(page, request)
    names = ("groups", "this_month", "own_documents", "sent_documents")
    found = lazy_context(lambda: _new_documents(context["site_info"]), *names)
    return {**context, "library_url": library_url(), **found}


def _new_documents(info) -> dict:
    language = translation.get_language() or "vi"
    own = school_papers.own_documents(library.public_documents(), info).exclude(
        pk__in=school_papers.broadcast_condition(info)
    )
    return {
        "groups": level_groups(4, info),
        "this_month": library.with_translations(library.new_this_month(info, 24), language),
        "own_documents": library.with_translations(own[:OWN_PAPERS], language),
        "sent_documents": registry.register_item_source("legal.LegalDocument", info),
    }


@register_context(MaterialIndexPage)
def materials(page, request) -> dict:
    context = common(page, request)
    names = ("kinds", "audiences", "filtered", "page_of")
    return {**context, **lazy_context(lambda: _materials(page, request, context["site_info"]), *names)}


def _materials(page, request, info) -> dict:
    everything = listings.filter_inside(LegalMaterialPage.objects.all(), page, depth=1)
    kind = listings.chosen_value(request.GET.get(KIND), LegalMaterialPage.Kind.values)
    audience = listings.chosen_value(request.GET.get(AUDIENCE), Audience.values)
    queryset = everything.filter(**{k: v for k, v in {"kind": kind, "audience": audience}.items() if v})
    queryset = listings.newest_first(queryset).select_related("file")
    sent = registry.register_item_source("legal.LegalMaterialPage", info)
    shown = [row for row in sent if (not kind or row.extra.kind == kind) and audience in ("", row.extra.audience)]
    return {
        "kinds": kind_choices(everything, None, kind, audience, sent),
        "audiences": audience_choices(everything, kind, audience, sent),
        "filtered": bool(kind or audience),
        "page_of": registry.card_page(queryset, request, info, {KIND: kind, AUDIENCE: audience}, shown),
    }


@register_context(QuestionIndexPage)
def questions(page, request) -> dict:
    """Returns whole questions, not cards: the answers open in place."""
    return {**common(page, request), **lazy_context(lambda: {"page_of": _questions(page, request)}, "page_of")}


def _questions(page, request) -> ListPage:
    queryset = listings.filter_inside(QuestionPage.objects.all(), page, depth=1)
    found = paginate(queryset.order_by("-date", "-pk"), request.GET.get(PARAMETER))
    _with_answers(found.items)
    return found


def _with_answers(questions) -> list:
    """The documents chosen for each question, and its answer with what it cites linked."""
    questions = cited.attach_citations(questions)
    texts = [AnnotatedText(expand_db_html(question.answer), page_day(question)) for question in questions]
    for question, html in zip(questions, annotate_texts(texts), strict=True):
        question.answer_linked = html
    return questions


@register_context(TrainingIndexPage)
def training(page, request) -> dict:
    """Returns coming courses (soonest first) and past ones (latest first), paginated."""
    context = common(page, request)
    names = ("times", "past", "page_of")
    return {**context, **lazy_context(lambda: _training(page, request, context["site_info"]), *names)}


def _training(page, request, info) -> dict:
    today = timezone.localdate()
    queryset = _last_day(listings.filter_inside(TrainingPage.objects.all(), page, depth=1))
    past = request.GET.get(WHEN) == PAST
    counts = queryset.order_by().aggregate(
        coming=Count("pk", filter=Q(last_day__gte=today)), past=Count("pk", filter=Q(last_day__lt=today))
    )
    times = [
        FilterChoice("", _("Coming"), query_string({}), not past, counts["coming"]),
        FilterChoice(PAST, _("Past"), query_string({WHEN: PAST}), past, counts["past"]),
    ]
    queryset = (
        queryset.filter(last_day__lt=today).order_by("-starts_on", "-pk")
        if past
        else queryset.filter(last_day__gte=today).order_by("starts_on", "pk")
    )
    parameters = {WHEN: PAST if past else ""}
    return {"times": times, "past": past, "page_of": registry.card_page(queryset, request, info, parameters)}


@register_context(QuestionPage)
def question(page, request) -> dict:
    """Returns the context of a single answered question, with structured data."""
    context = article(page, request)
    return {**context, **lazy_context(lambda: {"structured_data": _for_machines(page)}, "structured_data")}


def _for_machines(page) -> str:
    url, text = sites.page_url(page.url_path), parse_markup(expand_db_html(page.answer)).text
    return structured_data.script_json(structured_data.qa_page(page, url, text)) if url and text else ""


@register_context(ArticleContext)
def article(page, request) -> dict:
    """Returns the context of a news item, material, question or course: citations, neighbours, others of its kind."""
    info = listings.info_for(request, page)
    context: dict[str, Any] = {"site_info": info, "today": timezone.localdate(), "plain": is_plain(page, request)}
    if hasattr(page, "document_links"):
        context |= lazy_context(lambda: {"cited": cited.cited_by_page(page)}, "cited")
    if hasattr(page, "date"):
        context |= lazy_context(lambda: _beside(page, info), "older", "newer", "others")
    return context


def _beside(page, info) -> dict:
    older, newer = listings.neighbours(page, info)
    parent = Page(path=page.path[: -Page.steplen], depth=page.depth - 1)
    others = listings.filter_inside(type(page).objects.exclude(pk=page.pk), parent, depth=1)
    return {"older": older, "newer": newer, "others": listings.build_cards(listings.newest_first(others)[:3], info)}
