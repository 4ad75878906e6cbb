"""What is broken where: for the school's own list, the office's, and whoever counts (the board)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from cms.district import notifications
from cms.district.links.link_extraction import extract_block_urls
from cms.district.models import CheckedLink, LinkUse
from cms.tenancy.notifications import sending

MAX_LISTED = 20  # lines of a notice; the rest stands in the list


def list_broken_link_uses(school_id: int | None = None):
    """Uses of broken addresses on public pages of one school, of all by default, the oldest failure first."""
    rows = LinkUse.objects.filter(link__state=CheckedLink.State.BROKEN, page__live=True)
    if school_id is not None:
        rows = rows.filter(school=school_id)
    return rows.select_related("link", "page", "school").order_by("link__failed_since", "pk")


def list_broken_block_links():
    """Links of the footer block whose address is broken: the office's to mend, no school's."""
    return CheckedLink.objects.filter(state=CheckedLink.State.BROKEN, url__in=extract_block_urls()).order_by("url")


def count_broken_links(school_ids: Iterable[int] | None = None) -> Counter:
    """School id → number of broken links on its public pages; one query."""
    rows = list_broken_link_uses().exclude(school=None)
    if school_ids is not None:
        rows = rows.filter(school__in=list(school_ids))
    return Counter(rows.order_by().values_list("school_id", flat=True))


@transaction.atomic
def notify_schools_of_broken_links() -> int:
    """Tell each school of the broken links that it has not heard of yet; the number of schools."""
    new = list_broken_link_uses().filter(told=False, school__isnull=False, school__closed_on=None)
    by_school: dict[int, list[LinkUse]] = defaultdict(list)
    for use in new.select_for_update(of=("self",)):
        by_school[use.school_id].append(use)
    for school_id, uses in by_school.items():
        lines = [f"- {use.page.title}: {use.link.url}" for use in uses[:MAX_LISTED]]
        if len(uses) > MAX_LISTED:
            lines.append("…")
        sending.notify_schools(
            notifications.LINKS, [school_id],
            ngettext_lazy("%(count)d link on your pages is broken", "%(count)d links on your pages are broken",
                "count"),
            "%(lines)s", lambda _pk: reverse("district_our_links"), {"count": len(uses), "lines": "\n".join(lines)},
        )  # fmt: skip
        LinkUse.objects.filter(pk__in=[use.pk for use in uses]).update(told=True)
    return len(by_school)
