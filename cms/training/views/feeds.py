"""The Atom feed of a site's contests, results and courses: the organiser's own and the office's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.tenancy import sites
from cms.training import listings

MAX_ENTRIES = 30


@require_safe
def activities_feed(request: HttpRequest) -> HttpResponse:
    """What runs and comes, and results of the last weeks. From memory: no query."""
    info = request.site_info  # type: ignore[attr-defined]
    address = info.root_url + sites.build_url("activities_feed")
    feed = Atom1Feed(
        title=_("Contests and courses"), link=info.root_url + sites.build_url("courses"), description="",
        language=translation.get_language(), feed_url=address, feed_guid=address, author_name=info.name,
    )  # fmt: skip
    now = timezone.now()
    for row in listings.activities_on_site(info, now, MAX_ENTRIES):
        link = info.root_url + row.path
        feed.add_item(
            title=row.title, link=link, description=row.title, author_name=info.name,
            unique_id=f"tag:{info.hostname},2026:{row.kind}:{row.place[1]}", pubdate=row.announced,
            updateddate=row.announced,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
