"""The Atom feed of a site: its news and its legal news in the language of the address."""

import datetime
from operator import itemgetter

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.home import listings
from cms.home.site_tree import find_root_page
from cms.tenancy import sites

MAX_ENTRIES = 30


@cached_until_changed()
@require_safe
def news_feed(request):
    """Newest news and legal news of this host; 404 where the site has no tree in this language."""
    info, language = request.site_info, translation.get_language()
    root = find_root_page(info, language)
    if root is None:
        raise Http404
    cards = listings.newest_news(root, info, MAX_ENTRIES) + listings.newest_legal_news(root, info, MAX_ENTRIES)
    dated = [(card.date, card.extra.pk, card) for card in cards if card.date]
    dated.sort(key=itemgetter(0, 1), reverse=True)
    address = info.root_url + sites.build_url("feed")
    feed = Atom1Feed(
        title=info.name,
        link=info.root_url + sites.page_url(root.url_path, info),
        description="",
        language=language,
        feed_url=address,
        feed_guid=address,
        author_name=info.name,
        subtitle=_("News and legal education of %(name)s") % {"name": info.name},
    )
    for day, pk, card in dated[:MAX_ENTRIES]:
        feed.add_item(
            title=card.title,
            link=info.root_url + card.url,
            description=card.summary or card.title,
            unique_id=f"tag:{info.hostname},{day.isoformat()}:{pk}",
            pubdate=_start_of_day(day),
            updateddate=card.extra.last_published_at or _start_of_day(day),
            author_name=info.name,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _start_of_day(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(0)))
