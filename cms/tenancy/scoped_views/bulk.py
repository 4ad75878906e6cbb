"""Bulk actions: "all in this listing" means what the listing shows to this person, with its filters; each change is
logged.

For snippets Wagtail takes the whole table; for other models it applies no filter but the search words: "delete all" in
a list of three would delete everything. Files move to their new collection one by one, so that the code that runs after
a save (the school, the search, private images) also runs here.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.views.pages import bulk_actions as pages
from wagtail.documents.views import bulk_actions as documents
from wagtail.images.views import bulk_actions as images
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.snippets import bulk_actions as snippets
from wagtail.users.views import bulk_actions as accounts

from cms.tenancy.scoped_views.media import OwnDocumentIndexView, OwnImageIndexView
from cms.tenancy.scoped_views.pages import page_viewset


class ListedObjectsMixin:
    request: HttpRequest
    model: Any

    def get_all_objects_in_listing_query(self, parent_id):
        view = self.listing()
        view.setup(self.request)
        view.parent_page = get_object_or_404(Page, pk=parent_id) if self.model is Page else None
        return [row.pk for row in view.get_queryset()]  # rows of the table, or search results

    def listing(self):
        """Returns the view of the list, before its setup."""
        built = page_viewset.index_view if self.model is Page else self.model.snippet_viewset.index_view
        return built.view_class(**built.view_initkwargs)


class ListedImagesMixin(ListedObjectsMixin):
    def listing(self):
        return OwnImageIndexView()


class ListedDocumentsMixin(ListedObjectsMixin):
    def listing(self):
        return OwnDocumentIndexView()


class LoggedDeletion:
    """Logs the deletion of objects without a history of their own; Wagtail logs pages itself."""

    @classmethod
    def execute_action(cls, objects, **kwargs):
        for obj in objects:
            log(obj, "wagtail.delete", deleted=True)
        return super().execute_action(objects, **kwargs)


class OneByOneMixin:
    @classmethod
    def execute_action(cls, objects, collection=None, **kwargs):
        for obj in objects:
            obj.collection = collection
            obj.save()
            log(obj, "wagtail.edit")
        return len(objects), 0


class NotOnAccountsMixin:
    """Accounts are changed one by one: Wagtail's bulk actions include superusers and bypass the signals of a change."""

    def dispatch(self, request, *args, **kwargs):
        raise Http404


def _extend_action(action, *mixins):
    return type(f"Own{action.__name__}", (*mixins, action), {"__module__": __name__, "__doc__": None})


ACTIONS = [
    *(
        _extend_action(action, ListedObjectsMixin)
        for action in (
            pages.delete.DeleteBulkAction, pages.move.MoveBulkAction, pages.publish.PublishBulkAction,
            pages.unpublish.UnpublishBulkAction,
        )
    ),
    _extend_action(snippets.DeleteBulkAction, LoggedDeletion, ListedObjectsMixin),
    *(
        _extend_action(action, NotOnAccountsMixin)
        for action in (accounts.AssignRoleBulkAction, accounts.DeleteBulkAction, accounts.SetActiveStateBulkAction)
    ),
    *(
        _extend_action(action, *mixins, listed)
        for package, listed in ((images, ListedImagesMixin), (documents, ListedDocumentsMixin))
        for action, *mixins in (
            (package.DeleteBulkAction, LoggedDeletion), (package.AddTagsBulkAction,),
            (package.AddToCollectionBulkAction, OneByOneMixin),
        )
    ),
]  # fmt: skip
