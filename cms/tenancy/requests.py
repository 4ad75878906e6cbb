"""A request as the middlewares leave it, for annotations: Django's own class does not know the site."""

from django.http import HttpRequest

from cms.tenancy.sites import SiteInfo


class SiteRequest(HttpRequest):
    site_info: SiteInfo
