"""The school's screens of what it hands up: nominate a page, follow it, withdraw it."""

from __future__ import annotations

from typing import Any, TypeGuard

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.models import Page

from cms.core.web.listing import ListingView
from cms.district import staff_schools
from cms.district.models import Submission
from cms.district.submissions import portal_listings, transitions
from cms.district.submissions.transitions import TransitionNotAllowed
from cms.district.views.detail_views import DetailView
from cms.district.views.shared_columns import school_column
from cms.tenancy import scope, sites


class NominationsView(ListingView):
    """What the person's schools have offered."""

    model = Submission
    page_title = gettext_lazy("Offered to the office")
    header_icon = "upload"
    introduction = gettext_lazy("To offer a page, open it in the editor and choose “Offer to the office…” in its menu.")
    no_results_message = gettext_lazy("Your school has not offered a page yet.")
    index_url_name = "district_offered"

    @cached_property
    def schools(self) -> list[int]:
        return [school.pk for school in staff_schools.schools_of_user(self.request.user)]

    def get_base_queryset(self) -> QuerySet[Submission]:
        return Submission.objects.filter(school__in=self.schools).select_related("school", "page")

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=gettext_lazy("Title"), get_url=_address),
            *([school_column()] if len(self.schools) > 1 else []),
            DateColumn("submitted_at", label=gettext_lazy("Offered on")),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor="get_state_display",
                primary=lambda row: row.state == Submission.State.ACCEPTED,
            ),
            Column(
                "comment", label=gettext_lazy("Comment"),
                accessor=lambda row: "" if row.state == Submission.State.ACCEPTED else row.comment,
            ),
        ]  # fmt: skip


def _address(row: Submission) -> str | None:
    return reverse("district_nominate", args=[row.page_id]) if row.page_id else None


class NominateView(DetailView):
    """GET: where the page stands; POST ``step`` nominate (with ``note``) or withdraw."""

    http_method_names = ["get", "post"]
    template_name = "district/admin/nominate.html"
    list_view = NominationsView
    page_title = gettext_lazy("Offer to the office")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not isinstance(scope.owner_id(self.page), int):
            raise Http404
        rows = Submission.objects.filter(page=self.page).select_related("decided_by", "submitted_by")
        self.submission = rows.first()

    def get_page_subtitle(self) -> str:
        return self.page.title

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _run_transition(request, self.page, self.submission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, submission, portal = self.page, self.submission, sites.portal_site()
        state = submission.state if submission else None
        return super().get_context_data(
            page=page,
            submission=submission,
            events=submission.events.select_related("by") if submission else [],
            may=can_nominate_page(page, self.request.user),
            can_offer=transitions.can_be_nominated(page)
            and state not in (Submission.State.WAITING, Submission.State.ACCEPTED),
            can_withdraw=state in (Submission.State.WAITING, Submission.State.CHANGES, Submission.State.ACCEPTED),
            shown_at=portal.root_url + portal_listings.submission_url(submission)
            if portal and _is_accepted(submission)
            else "",
            **kwargs,
        )


def _is_accepted(submission: Submission | None) -> TypeGuard[Submission]:
    return submission is not None and submission.accepted_revision_id is not None


def can_nominate_page(page: Page, user) -> bool:
    """Those who may publish the page speak for the school."""
    return page.permissions_for_user(user).can_publish()


def _run_transition(request, page: Page, submission: Submission | None):
    if not can_nominate_page(page, request.user):
        raise PermissionDenied
    try:
        if request.POST.get("step") == "withdraw" and submission:
            transitions.withdraw_submission(submission, request.user)
            messages.success(request, _("Withdrawn. The portal does not show it."))
        else:
            transitions.nominate_page(page, request.user, request.POST.get("note", ""))
            messages.success(request, _("Sent to the office. You will hear from it."))
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
    return redirect("district_nominate", page.pk)
