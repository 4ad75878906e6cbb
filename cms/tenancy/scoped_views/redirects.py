"""Redirects of the own sites. Redirects for all sites, and importing redirects, belong to the office."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import CreateView, DeleteView, EditView, IndexView
from wagtail.permissions import policy_registry


def redirect_sites(user):
    """Returns sites whose redirects the person may change; ``None``: all, including redirects for every site."""
    return policy_registry.get_by_type(Redirect).sites(user, ["add", "change", "delete"])


class OwnRedirectsFilterSet(RedirectsReportFilterSet):
    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request is not None and (sites := redirect_sites(request.user)) is not None:
            self.filters["site"].queryset = sites


class ValidatedRedirectForm(RedirectForm):
    """Used by all code that creates redirects, including imports."""

    def clean(self):
        """Rejects a redirect without a target, and one to itself; Wagtail accepts both."""
        super().clean()
        page, link = self.cleaned_data.get("redirect_page"), self.cleaned_data.get("redirect_link")
        if page is None and not link and not {"redirect_page", "redirect_link"} & set(self.errors):
            self.add_error("redirect_link", _("Choose a page or give an address: the redirect has to lead somewhere."))
        elif page is None and link and self._is_own_address(link):
            self.add_error("redirect_link", _("This redirect would lead to itself."))
        return self.cleaned_data

    def _is_own_address(self, link: str) -> bool:
        site, own = self.cleaned_data.get("site"), self.cleaned_data.get("old_path") or ""
        same_host = site is not None and urlsplit(link).hostname == site.hostname
        return same_host and Redirect.normalise_path(link) == Redirect.normalise_path(own)


class OwnRedirectForm(ValidatedRedirectForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (sites := redirect_sites(self.for_user)) is not None:
            field = self.fields["site"]
            field.queryset = sites
            field.required, field.empty_label = True, None


class OwnRedirectsView(IndexView):
    filterset_class = OwnRedirectsFilterSet

    def get_base_queryset(self):
        rows, sites = super().get_base_queryset(), redirect_sites(self.request.user)
        return rows if sites is None else rows.filter(site__in=sites)

    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        everywhere = redirect_sites(self.request.user) is None
        return buttons if everywhere else [item for item in buttons if "import" not in item.url]


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
