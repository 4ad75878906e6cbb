"""The channels of a site. Nothing of theirs is loaded before somebody presses the button of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.core.web import headers
from cms.home.channels import FACEBOOK_FRAMES
from cms.home.layout import get_page_frame
from cms.tenancy.requests import SiteRequest


@require_safe
def list_channels(request: SiteRequest) -> HttpResponse:
    channels = get_page_frame(request.site_info, request).channels
    response = render(request, "channels/index.html", {"channels": channels})
    if any(channel.kind == "facebook" for channel in channels):
        policy = headers.csp_policies()[0]
        response["Content-Security-Policy"] = policy.replace("frame-src ", f"frame-src {FACEBOOK_FRAMES} ")
    return response
