"""Where a foreign-language address has nothing to show, the Vietnamese one is offered instead of a 404."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import translation
from wagtail.models import Page

from cms.core.visibility import filter_public
from cms.tenancy import sites

#: Names of addresses without a page that exist in Vietnamese on every site.
UNTRANSLATED_URL_NAMES = ("site_map", "feed")


def _untranslated_urls() -> set[str]:
    return {sites.build_url(name, language=settings.LANGUAGE_CODE) for name in UNTRANSLATED_URL_NAMES}


class UntranslatedMiddleware:
    """``/en/tin-tuc/`` → ``/tin-tuc/`` while the site's list of news has no translation."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD") or not request.site_info:
            return response
        language = translation.get_language_from_path(request.path_info)
        if not language or language == settings.LANGUAGE_CODE:
            return response
        path = request.path_info[len(language) + 1 :]
        if path.startswith("//"):  # would lead to another host
            return response
        if path in _untranslated_urls() or self._is_public_page(request.site_info, path):
            return HttpResponseRedirect(path)
        return response

    @staticmethod
    def _is_public_page(info, path: str) -> bool:
        url_path = info.root_path + path.lstrip("/")
        if "\0" in url_path or not url_path.endswith("/"):
            return False
        return filter_public(Page.objects.filter(url_path=url_path)).exists()
