"""News and materials of all schools, on the portal, and the feed of the same."""

import datetime

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms.core import versions
from cms.core.page_cache.policy import cached_until_changed
from cms.core.web.paging import PARAMETER, paginate, query_string
from cms.district.aggregation import listings
from cms.home import directory, portal
from cms.home.views.schools import redirect_to_portal
from cms.tenancy import sites

FEED_ENTRIES = 30


#: Not "deep" and the days: marks have no counter, and of days there is no end.
FILTER_PARAMS = ("school", "level", "commune", "kind", "material")


@cached_until_changed("page", *FILTER_PARAMS, counters=(versions.EVERY_SITE,))
@redirect_to_portal
def list_aggregated_items(request):
    filters = listings.parse_filters(request.GET)
    rows = directory.served_schools()
    feed = sites.build_url("school_news_feed") + (query_string(filters.parameters) if filters.parameters else "")
    context = {
        "filters": filters,
        "levels": portal.build_level_choices(rows, filters, {})[1:],
        "communes": directory.count_communes(rows),
        "schools": portal.find_school_choices(filters),
        "kinds": listings.list_kind_choices(filters),
        "materials": apps.get_model(listings.PAGE_TYPES["tai-lieu"]).Kind.choices,
        "page_of": paginate(
            listings.AggregatedItems(filters, request.site_info), request.GET.get(PARAMETER), filters.parameters
        ),
        "feed_url": feed,
        "crumbs": [{"title": _("Home"), "url": sites.build_local_path("/")}],
    }
    return render(request, "district/gathered.html", context)


@cached_until_changed(*FILTER_PARAMS, counters=(versions.EVERY_SITE,))
@redirect_to_portal
def aggregated_feed(request):
    """The newest of what the same filters give."""
    info, filters = request.site_info, listings.parse_filters(request.GET)
    address = info.root_url + request.get_full_path()
    feed = Atom1Feed(
        title=_("News of the schools") + " – " + info.name, link=info.root_url + sites.build_url("school_news"),
        description="", language=translation.get_language(), feed_url=address, feed_guid=address, author_name=info.name,
    )  # fmt: skip
    for card in listings.AggregatedItems(filters, info)[0:FEED_ENTRIES]:
        moment = timezone.make_aware(datetime.datetime.combine(card.date, datetime.time(0)))
        feed.add_item(
            title=card.title, link=card.url, description=card.summary or card.title, author_name=card.school,
            unique_id=f"tag:{info.hostname},{card.date.isoformat()}:{card.extra.pk}", pubdate=moment,
            updateddate=card.extra.last_published_at or moment,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
