"""Was this answer useful? Counted without a cookie: an address counts once a day for each answer."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.advice.models import Usefulness
from cms.core.instance_hooks import allow_all_rows
from cms.core.visibility import filter_public
from cms.core.web import rate_limits
from cms.legal.models import QuestionPage
from cms.tenancy import sites
from cms.tenancy.requests import SiteRequest

SECONDS_PER_DAY = 24 * 3600


@csrf_exempt
@require_POST
def count_usefulness_vote(request: SiteRequest, page_id: int) -> HttpResponse:
    if seconds := rate_limits.seconds_to_wait(request, "posts"):
        return rate_limits.too_many_requests(request, seconds)
    vote = request.POST.get("vote")
    page = filter_public(QuestionPage.objects.filter(pk=page_id)).first() if page_id < 2**63 else None
    info = sites.site_of_path(page.url_path) if page else None
    if page is None or vote not in ("yes", "no") or info is None or info.id != request.site_info.id:
        raise Http404
    if cache.add(_vote_key(request, page_id), 1, SECONDS_PER_DAY):
        with allow_all_rows("a count says nothing of anybody"):
            Usefulness.objects.get_or_create(page=page)
        Usefulness.objects.filter(page=page).update(**{vote: F(vote) + 1})
    return HttpResponseRedirect(sites.page_url(page.url_path, info) + "?cam-on=1#huu-ich")


def _vote_key(request: SiteRequest, page_id: int) -> str:
    """Tells nobody's address, and another one each day."""
    text = f"{settings.SECRET_KEY}:{timezone.localdate()}:{rate_limits.client_key(request)}:{page_id}"
    return "advice:useful:" + sha256(text.encode()).hexdigest()
