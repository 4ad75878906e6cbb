"""Type of a request after the middleware has run, for annotations: Django's own class has no site."""

from django.http import HttpRequest

from cms.tenancy.sites import SiteInfo


class SiteRequest(HttpRequest):
    site_info: SiteInfo
