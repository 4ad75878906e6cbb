"""What the checks of links found: for a school its own, for the office all of them."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from cms.core.web.listing import ListingView
from cms.district import staff_schools
from cms.district.links import broken_links
from cms.district.links.block_check import PROBLEM_LABELS
from cms.district.models import BlockCheck
from cms.district.views.shared_columns import school_column
from cms.tenancy.models import School
from cms.tenancy.school_chooser import search_schools

BROKEN_LINKS, BLOCK_CHECKS = "broken", "blocks"
REPORT_LABELS = {
    BROKEN_LINKS: gettext_lazy("Broken links on pages"),
    BLOCK_CHECKS: gettext_lazy("Links between office and school"),
}


class LinksFilterSet(WagtailFilterSet):
    """``what``: broken (links in content) or blocks (the office's links on each site)."""

    what = django_filters.ChoiceFilter(
        label=gettext_lazy("Links"), choices=list(REPORT_LABELS.items()), empty_label=None, initial=BROKEN_LINKS
    )

    class Meta:
        model = BlockCheck
        fields: ClassVar[list[str]] = []


class LinksView(ListingView):
    template_name = "district/admin/links.html"
    page_title = gettext_lazy("Links")
    header_icon = "link"
    paginate_by = 50
    filterset_class = LinksFilterSet
    no_results_message = gettext_lazy("Nothing is wrong.")
    several = for_office = False

    def of_schools(self) -> QuerySet[School]:
        raise NotImplementedError

    @cached_property
    def schools(self) -> QuerySet[School, Any]:
        return self.of_schools().order_by().values("pk")

    @cached_property
    def found(self) -> dict[str, QuerySet]:
        blocks = BlockCheck.objects.filter(school__in=self.schools).exclude(problems=[]).select_related("school")
        return {
            BROKEN_LINKS: broken_links.list_broken_link_uses().filter(school__in=self.schools),
            BLOCK_CHECKS: blocks,
        }

    @cached_property
    def what(self) -> str:
        asked = self.request.GET.get("what", "")
        return asked if asked in self.found else BROKEN_LINKS

    @cached_property
    def filters(self) -> LinksFilterSet:
        """Each choice says how many there are."""
        filters = LinksFilterSet(**self.get_filterset_kwargs())
        filters.form.fields["what"].choices = [
            (code, f"{label} ({self.found[code].count()})") for code, label in REPORT_LABELS.items()
        ]
        return filters

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data["what"] = self.what
        return {**super().get_filterset_kwargs(), "data": data}

    def get_queryset(self) -> QuerySet:
        rows = self.found[self.what]
        return rows if self.what == BROKEN_LINKS else rows.order_by("school__sort_name", "pk")

    @property
    def columns(self) -> list[Column]:
        if self.what == BLOCK_CHECKS:
            return [
                Column("school", label=gettext_lazy("School"), accessor="school.name", classname="title"),
                Column("problems", label=gettext_lazy("What is wrong"), accessor=_problems),
            ]
        return [
            TitleColumn(
                "page", label=gettext_lazy("Page"), accessor="page.title",
                get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
            ),
            Column("url", label=gettext_lazy("Link"), accessor="link.url", classname="district-url"),
            *([school_column()] if self.several else []),
            Column("answer", label=pgettext_lazy("of a server", "Answer"),
                accessor=lambda row: format_answer(row.link)),
            DateColumn("since", label=gettext_lazy("Since"), accessor="link.failed_since"),
        ]  # fmt: skip

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        checked = BlockCheck.objects.filter(school__in=self.schools).order_by("-checked_at").first()
        targets = (
            [(row.url, format_answer(row)) for row in broken_links.list_broken_block_links()] if self.for_office else []
        )
        return super().get_context_data(*args, checked=checked, targets=targets, what=self.what, **kwargs)


class OwnLinksView(LinksView):
    """Of the schools that the person works for."""

    index_url_name, index_results_url_name = "district_our_links", "district_our_links_results"

    def of_schools(self) -> QuerySet[School]:
        schools = staff_schools.schools_of_user(self.request.user)
        self.several = len(schools) > 1
        return School.objects.filter(pk__in=[row.pk for row in schools])


class AllLinksView(LinksView):
    """The search is for words of a school's name."""

    index_url_name, index_results_url_name = "district_links", "district_links_results"
    is_searchable = True
    several = for_office = True

    def of_schools(self) -> QuerySet[School]:
        schools = School.objects.filter(closed_on=None)
        return search_schools(schools, self.search_query[:100]) if self.is_searching else schools


def format_answer(link: Any) -> str:
    return _("answers %(status)s") % {"status": link.http_status} if link.http_status else _("does not answer")


def _problems(row: BlockCheck) -> str:
    lines = ((PROBLEM_LABELS.get(code, code), f": {detail}" if detail else "") for code, detail in row.problems)
    return format_html("{}", format_html_join("", '<p class="district-url">{}{}</p>', lines))
