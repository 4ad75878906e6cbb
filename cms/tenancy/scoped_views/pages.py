"""Pages: filters of the explorer, and the chooser with the own site and the office's public pages."""

from __future__ import annotations

from django.db.models import Q
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.visibility import filter_public
from cms.tenancy import rights
from cms.tenancy.editing.rejected_submission import RestoresRejectedPageForm
from cms.tenancy.editing.review_comments import ShowsRequestedChanges
from cms.tenancy.scoped_views.comments import OwnEditView
from cms.tenancy.scoped_views.people import colleagues, own_sites, sees_all_people

#: With more schools in view the filter does not offer their people: the person chooses a school first
#: (``cms.tenancy.site_switcher``).
MOST_SCHOOLS = 20


class OwnPageFilterSet(GenericPageFilterSet):
    """Owners and editors from the own schools; the choice of sites only for people of several."""

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is None or sees_all_people(request.user):
            return
        many = len(rights.places_in_view(request.user)) > MOST_SCHOOLS
        for name in ("owner", "edited_by"):
            if many:
                del self.filters[name]
            else:
                self.filters[name].queryset = colleagues(request.user).order_by("last_name", "first_name")
        sites = own_sites(request.user)
        if sites.count() > 1:
            self.filters["site"].queryset = sites
        else:
            del self.filters["site"]


class EditPageView(RestoresRejectedPageForm, ShowsRequestedChanges, OwnEditView):
    pass


class AddPageView(RestoresRejectedPageForm, CreateView):
    pass


class RevertPageView(RestoresRejectedPageForm, RevisionsRevertView):
    pass


class OwnPageViewSet(PageViewSet):
    model = Page
    filterset_class = OwnPageFilterSet
    add_view_class = AddPageView
    edit_view_class = EditPageView
    revisions_revert_view_class = RevertPageView


page_viewset = OwnPageViewSet()


def filter_choosable_pages(pages, request):
    """``construct_page_chooser_queryset``: returns the own trees and what the office publishes."""
    user = request.user
    if sees_all_people(user):
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(user).exclude(depth=1)
    shared = Page.objects.none()
    if portal := rights.get_portal():
        shared = filter_public(Page.objects.filter(rights.descendants_condition([portal.home_page])))
    return pages.filter(Q(pk__in=own.values("pk")) | Q(pk__in=shared.values("pk")))


class OwnBrowseView(BrowseView):
    """Starts at the person's own home page. Wagtail starts at the common ancestor of all pages of the wanted type,
    which may be inside another school."""

    def get(self, request, parent_page_id=None):
        if parent_page_id is None and not sees_all_people(request.user):
            root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
            parent_page_id = root.pk if root else None
        return super().get(request, parent_page_id)
