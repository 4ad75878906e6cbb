"""The school's screens of what the office sends: the list, one item, and the answers."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.models import Revision

from cms.core.instance_hooks import allow_all_rows
from cms.core.web.listing import DayColumn, ListingView
from cms.district import revision_diff, staff_schools
from cms.district.broadcasts import inbox as inbox_rows
from cms.district.broadcasts import responses, school_listings
from cms.district.broadcasts.inbox import InboxLine
from cms.district.broadcasts.sending import TransitionNotAllowed
from cms.district.forms import AcceptForm, DeclineForm
from cms.district.models import Broadcast, Receipt
from cms.district.views.detail_views import DetailView
from cms.tenancy.models import School


class SchoolFilterSet(WagtailFilterSet):
    """``of``: one of the schools that the person works for."""

    of = django_filters.ChoiceFilter(label=gettext_lazy("School"), empty_label=None)

    class Meta:
        model = School
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.form.fields["of"]
        field.choices = [(str(row.pk), row.short_name or row.name) for row in schools]
        field.initial = field.choices[0][0]


class InboxView(ListingView):
    """Of the person's school; people of several choose one (the first is shown)."""

    page_title = gettext_lazy("From the office")
    header_icon = "mail"
    no_results_message = gettext_lazy("The office has not sent anything to your school yet.")
    index_url_name, index_results_url_name = "district_inbox", "district_inbox_results"

    @cached_property
    def schools(self) -> list[School]:
        return staff_schools.schools_of_user(self.request.user)

    @property
    def filterset_class(self) -> type[SchoolFilterSet] | None:
        return SchoolFilterSet if len(self.schools) > 1 else None

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        data.setdefault("of", str(self.schools[0].pk))
        return {**super().get_filterset_kwargs(), "data": data, "schools": self.schools}

    @cached_property
    def school(self) -> School | None:
        chosen = self.request.GET.get("of")
        return next((row for row in self.schools if str(row.pk) == chosen), self.schools[0] if self.schools else None)

    def get_page_subtitle(self) -> str:
        return self.school.name if self.school else ""

    def get_queryset(self) -> inbox_rows.Inbox | list[InboxLine]:
        return inbox_rows.Inbox(self.school) if self.school else []

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=gettext_lazy("Title"), accessor="broadcast.title", get_url=self._address),
            Column("mode", label=gettext_lazy("Mode"), accessor="broadcast.mode_words"),
            DateColumn("starts", label=gettext_lazy("Sent on"), accessor="sent.starts"),
            DayColumn(
                "answer_by", label=gettext_lazy("Answer by"),
                accessor=lambda line: line.broadcast.confirm_by if line.waits else None,
            ),
            StatusTagColumn(
                "state", label=gettext_lazy("State"), accessor=_state,
                primary=lambda line: line.waits or line.source_changed,
            ),
        ]  # fmt: skip

    def _address(self, line: InboxLine) -> str:
        return reverse("district_inbox_item", args=[self.school.pk, line.broadcast.pk])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, school=self.school, schools=self.schools, **kwargs)


def _state(line: InboxLine) -> str:
    if not line.live:
        return line.broadcast.state_words
    if line.source_changed:
        return _("The office has changed it since your copy")
    if line.waits:
        return _("Waits for your answer")
    return line.receipt.get_state_display() if line.receipt else _("For your information")


def _get_broadcast(school_id: int, broadcast_id: int) -> tuple[School, Broadcast]:
    school = get_object_or_404(School, pk=school_id, closed_on=None)
    if responses.get_broadcast(school, broadcast_id) is None:
        raise Http404
    return school, get_object_or_404(Broadcast.objects.select_related("page", "document"), pk=broadcast_id)


class _ReceivedBroadcastView(DetailView):
    """What the office sent, as one school has it."""

    list_view = InboxView

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.school, self.broadcast = _get_broadcast(kwargs["school_id"], kwargs["broadcast_id"])

    @cached_property
    def receipt(self) -> Receipt | None:
        return responses.find_receipt(self.school, self.broadcast.pk)

    def above(self) -> list[dict[str, Any]]:
        of_school = f"{reverse('district_inbox')}?of={self.school.pk}"
        return [*super().above(), {"url": of_school, "label": self.school.short_name or self.school.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(school=self.school, broadcast=self.broadcast, receipt=self.receipt, **kwargs)


class InboxItemView(_ReceivedBroadcastView):
    """Opening it is what "seen" means, when somebody of the school does."""

    template_name = "district/admin/inbox_item.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.school.pk in {row.pk for row in staff_schools.schools_of_user(request.user)}:
            responses.mark_seen(self.school, self.broadcast.pk, request.user)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.broadcast.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = responses.get_broadcast(self.school, self.broadcast.pk)
        return super().get_context_data(
            events=self.receipt.events.select_related("by") if self.receipt else [],
            decides=staff_schools.can_decide_for_school(self.request.user, self.school.pk),
            live=sent.is_live(timezone.now()),
            accept_form=AcceptForm(sent=sent),
            decline_form=DeclineForm(),
            shown_at=_public_item_url(self.school, self.broadcast.pk),
            source_changed=_source_changed(self.broadcast, self.receipt),
            **kwargs,
        )


def _public_item_url(school: School, broadcast_id: int) -> str:
    from cms.tenancy import sites

    info = sites.sites_by_id().get(school.site_id)
    shown = school_listings.find_listed_broadcast(info, broadcast_id) if info else None
    return info.root_url + school_listings.broadcast_url(shown.item, "vi") if shown else ""


def _source_changed(broadcast: Broadcast, receipt: Receipt | None) -> bool:
    return bool(
        receipt and receipt.copy_id and receipt.copied_revision_id
        and broadcast.source_revision_id not in (None, receipt.copied_revision_id)
    )  # fmt: skip


class ChangesView(_ReceivedBroadcastView):
    """What the office changed since the school made its copy."""

    template_name = "district/admin/inbox_changes.html"
    page_title = gettext_lazy("What the office changed")

    def above(self) -> list[dict[str, Any]]:
        item = reverse("district_inbox_item", args=[self.school.pk, self.broadcast.pk])
        return [*super().above(), {"url": item, "label": self.broadcast.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not _source_changed(self.broadcast, self.receipt):
            raise Http404
        page = self.broadcast.page.specific
        with allow_all_rows("versions of the page that the office sent to this school"):
            after = Revision.objects.get(pk=self.broadcast.source_revision_id)
            found = revision_diff.compare_revisions(page, self.receipt.copied_revision, after, self.request)
        return super().get_context_data(comparison=found, after=after, **kwargs)


@require_POST
def respond_to_broadcast(request, school_id, broadcast_id, step):
    """``step``: confirm, accept, decline, copy or taken (the later changes are taken over)."""
    school, broadcast = _get_broadcast(school_id, broadcast_id)
    if not staff_schools.can_decide_for_school(request.user, school_id):
        messages.error(request, _("The school's approvers and administrators answer the office."))
        return redirect("district_inbox_item", school_id, broadcast_id)
    try:
        to = _apply_response(request, school, broadcast, step)
    except TransitionNotAllowed as error:
        messages.error(request, str(error))
        to = None
    return redirect(*(to or ("district_inbox_item", school_id, broadcast_id)))


def _apply_response(request, school: School, broadcast: Broadcast, step: str):
    user, pk = request.user, broadcast.pk
    if step == "confirm":
        responses.confirm_broadcast(school, pk, user)
        messages.success(request, _("Confirmed. The office sees it."))
    elif step == "accept":
        form = AcceptForm(request.POST, sent=responses.get_broadcast(school, pk))
        if not form.is_valid():
            raise TransitionNotAllowed(_("Choose a list, and a day as dd/mm/yyyy."))
        responses.accept_broadcast(school, pk, user, form.cleaned_data["place"], form.cleaned_data["show_on"])
        messages.success(request, _("Accepted. It stands on the school's site."))
    elif step == "decline":
        responses.decline_broadcast(school, pk, user, request.POST.get("reason", ""))
        messages.success(request, _("Declined. The office reads your reason."))
    elif step == "taken":
        responses.mark_copy_up_to_date(school, pk, user)
        messages.success(request, _("Noted: your copy is up to date."))
    elif step == "copy":
        receipt = responses.create_copy(school, pk, user)
        if receipt.state == Receipt.State.ERROR:
            raise TransitionNotAllowed(_("The copy could not be made: %(reason)s") % {"reason": receipt.reason})
        messages.success(request, _("A draft of your own is ready: change it and publish it."))
        return "wagtailadmin_pages:edit", receipt.copy_id
    else:
        raise Http404
    return None
