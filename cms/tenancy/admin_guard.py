"""Views of wagtail-localize that ask for the right to translate, but not whether the object is one's own.

The first row of the wall: whoever may not change the object gets the answer for an object that does not exist.
"""

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import TranslationSource


def _page(page_id):
    return Page.objects.filter(pk=page_id).first()


def _snippet(app_label, model_name, pk):
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return None
    return model._default_manager.filter(pk=unquote(pk)).first()


def _source(translation_source_id):
    source = TranslationSource.objects.filter(pk=translation_source_id).first()
    return source.get_source_instance() if source else None


#: URL name → the object that the URL's arguments name.
GUARDED = {
    "wagtail_localize:submit_page_translation": _page,
    "wagtail_localize:submit_snippet_translation": _snippet,
    "wagtail_localize:update_translations": _source,
}


class AdminGuardMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        find = GUARDED.get(request.resolver_match.view_name)
        if find is None or not request.user.is_authenticated:
            return None  # who is not signed in is sent to the login by the view itself
        obj = find(**kwargs)
        if obj is None or not policy_registry.get(obj).user_has_permission_for_instance(request.user, "change", obj):
            raise Http404
        return None
