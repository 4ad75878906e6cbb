"""Redirects of the own sites. One for all sites is the office's, and so is importing them."""

from __future__ import annotations

from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.views import CreateView, DeleteView, EditView, IndexView

from cms.tenancy.scoped.people import own_sites, sees_all


class OwnRedirectsFilterSet(RedirectsReportFilterSet):
    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is not None and not sees_all(request.user):
            self.filters["site"].queryset = own_sites(request.user)


class OwnRedirectForm(RedirectForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not sees_all(self.for_user):
            field = self.fields["site"]
            field.queryset = own_sites(self.for_user)
            field.required, field.empty_label = True, None


class OwnRedirectsView(IndexView):
    filterset_class = OwnRedirectsFilterSet

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        return rows if sees_all(self.request.user) else rows.filter(site__in=own_sites(self.request.user))

    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        return buttons if sees_all(self.request.user) else [item for item in buttons if "import" not in item.url]


class OwnRedirectCreateView(CreateView):
    form_class = OwnRedirectForm


class OwnRedirectEditView(EditView):
    form_class = OwnRedirectForm


VIEWS = (
    ("redirects/", OwnRedirectsView.as_view(), "own_redirects"),
    ("redirects/results/", OwnRedirectsView.as_view(results_only=True), "own_redirects_results"),
    ("redirects/add/", OwnRedirectCreateView.as_view(), "own_redirect_add"),
    ("redirects/<int:redirect_id>/", OwnRedirectEditView.as_view(), "own_redirect_edit"),
    ("redirects/<int:redirect_id>/delete/", DeleteView.as_view(), "own_redirect_delete"),
)
