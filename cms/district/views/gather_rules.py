"""The office's rules of gathering, and its word about one page."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.core.web.paging import PARAMETER, paged
from cms.district.gather import depth
from cms.district.models import Depth, GatherRules
from cms.tenancy import rights


class RulesForm(forms.ModelForm):
    class Meta:
        model = GatherRules
        fields = ["everything", "min_words", "min_citations", "needs_author"]


def _may(request) -> None:
    if not rights.may(request.user, "district.change_gatherrules", None):
        raise PermissionDenied


def index(request):
    """The rules, and the items that are in-depth by them or near it (half the words), longest first."""
    rules = GatherRules.current()
    form = RulesForm(request.POST or None, instance=rules)
    if request.method == "POST":
        _may(request)
        if form.is_valid():
            form.save()
            changed = depth.refresh()
            messages.success(request, _("Saved. %(count)s items were measured anew.") % {"count": changed})
            return redirect("district_gather")
    rows = Depth.objects.filter(words__gte=rules.min_words // 2, page__live=True) | Depth.objects.exclude(
        by_office=None
    )
    found = paged(
        rows.select_related("page", "school", "decided_by").order_by("-words", "pk"),
        request.GET.get(PARAMETER),
        per_page=30,
    )
    may = rights.may(request.user, "district.change_gatherrules", None)
    return render(request, "district/admin/gather.html", {"form": form, "page_of": found, "may_change": may})


@require_POST
def mark(request, page_id):
    """``deep``: yes, no or rule (back to the rule)."""
    _may(request)
    page = get_object_or_404(Page, pk=get_object_or_404(Depth, page=page_id).page_id)
    word = {"yes": True, "no": False}.get(request.POST.get("deep", ""))
    depth.correct(page, word, request.user)
    messages.success(request, _("Noted: %(title)s") % {"title": page.title})
    return redirect("district_gather")
