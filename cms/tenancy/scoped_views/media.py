"""Images and documents: lists, choosers, autocompletion and the admin API offer only the tags of the own ones."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views.documents import DocumentsFilterSet
from wagtail.documents.views.documents import IndexView as DocumentIndexView
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.chooser import ImageChooseView
from wagtail.images.views.images import ImagesFilterSet
from wagtail.images.views.images import IndexView as ImageIndexView
from wagtail.permissions import policy_registry

from cms.core.instance_hooks import allow_all_rows
from cms.tenancy.scoped_views.people import own_tags, sees_all_people

MAX_TAGS = 10


class OwnTagsMixin:
    """For filter sets of media: Wagtail offers the most used tags of the whole install."""

    filters: dict[str, Any]
    _meta: Any

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if "tag" not in self.filters or sees_all_people(request.user):
            return
        tags = [tag.name for tag in own_tags(request.user, self._meta.model)[:MAX_TAGS]]
        if tags:
            self.filters["tag"].extra["choices"] = [(name, name) for name in tags]
        else:
            del self.filters["tag"]


class OwnImagesFilterSet(OwnTagsMixin, ImagesFilterSet):
    pass


class OwnDocumentsFilterSet(OwnTagsMixin, DocumentsFilterSet):
    pass


class OwnImageIndexView(ImageIndexView):
    filterset_class = OwnImagesFilterSet


class OwnDocumentIndexView(DocumentIndexView):
    filterset_class = OwnDocumentsFilterSet


class OwnImageChooseView(ImageChooseView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not sees_all_people(self.request.user):
            context["popular_tags"] = own_tags(self.request.user, self.model)[:MAX_TAGS]
        return context


def complete_tag(request):
    """Returns a JSON list of at most ten tags that begin with ``term``, from the person's own and the shared media."""
    term = request.GET.get("term", "")
    if not term:
        return JsonResponse([], safe=False)
    own = own_tags(request.user, get_image_model(), get_document_model())
    tags = own.filter(name__istartswith=term).order_by("name").values_list("name", flat=True)
    return JsonResponse(list(tags[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


class _ChosenPlaceMixin:
    model: type[Model]
    request: HttpRequest

    def get_queryset(self):
        """Returns what the person may choose; Wagtail returns everything."""
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        with allow_all_rows("which collections of the install are closed"):
            found = super().get_queryset()
        return found.filter(pk__in=own.order_by().values("pk"))


class OwnImagesAPIViewSet(_ChosenPlaceMixin, ImagesAdminAPIViewSet):
    pass


class OwnDocumentsAPIViewSet(_ChosenPlaceMixin, DocumentsAdminAPIViewSet):
    pass


def register_api(router):
    """Registers after Wagtail's own endpoints, which these replace."""
    router.register_endpoint("images", OwnImagesAPIViewSet)
    router.register_endpoint("documents", OwnDocumentsAPIViewSet)
