"""The school's screens of what the office sends: the list, one item, and the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Revision

from cms.core.rows import reading_all
from cms.core.web.paging import PARAMETER, paged
from cms.district import compare, places
from cms.district.broadcasts import answers, lists
from cms.district.broadcasts import inbox as inbox_rows
from cms.district.broadcasts.send import NotPossible
from cms.district.forms import AcceptForm, DeclineForm
from cms.district.models import Broadcast, Receipt
from cms.tenancy.models import School

PER_PAGE = 20


@require_GET
def index(request):
    """Of the person's school; people of several choose one (the first is shown)."""
    schools = places.schools_of(request.user)
    if not schools:
        return render(request, "district/admin/inbox.html", {"schools": [], "school": None})
    chosen = next((row for row in schools if str(row.pk) == request.GET.get("of")), schools[0])
    found = paged(inbox_rows.Inbox(chosen), request.GET.get(PARAMETER), {"of": request.GET.get("of", "")}, PER_PAGE)
    return render(request, "district/admin/inbox.html", {"schools": schools, "school": chosen, "page_of": found})


def _item(request, school_id: int, broadcast_id: int) -> tuple[School, Broadcast]:
    school = get_object_or_404(School, pk=school_id, closed_on=None)
    if answers.item_for(school, broadcast_id) is None:
        raise Http404
    return school, get_object_or_404(Broadcast.objects.select_related("page", "document"), pk=broadcast_id)


@require_GET
def item(request, school_id, broadcast_id):
    """Opening it is what "seen" means, when somebody of the school does."""
    school, broadcast = _item(request, school_id, broadcast_id)
    if school_id in {row.pk for row in places.schools_of(request.user)}:
        answers.seen(school, broadcast_id, request.user)
    receipt = answers.receipt_of(school, broadcast_id)
    sent = answers.item_for(school, broadcast_id)
    return render(
        request,
        "district/admin/inbox_item.html",
        {
            "school": school,
            "broadcast": broadcast,
            "receipt": receipt,
            "events": receipt.events.select_related("by") if receipt else [],
            "decides": places.decides(request.user, school_id),
            "live": sent.is_live(timezone.now()),
            "accept_form": AcceptForm(sent=sent),
            "decline_form": DeclineForm(),
            "shown_at": _shown_at(school, broadcast_id),
            "source_changed": _source_changed(broadcast, receipt),
        },
    )


def _shown_at(school: School, broadcast_id: int) -> str:
    from cms.tenancy import sites

    info = sites.by_id().get(school.site_id)
    shown = lists.find(info, broadcast_id) if info else None
    return info.root_url + lists.url(shown.item, "vi") if shown else ""


def _source_changed(broadcast: Broadcast, receipt: Receipt | None) -> bool:
    return bool(
        receipt and receipt.copy_id and receipt.copied_revision_id
        and broadcast.source_revision_id not in (None, receipt.copied_revision_id)
    )  # fmt: skip


@require_GET
def changes(request, school_id, broadcast_id):
    """What the office changed since the school made its copy."""
    school, broadcast = _item(request, school_id, broadcast_id)
    receipt = answers.receipt_of(school, broadcast_id)
    if not _source_changed(broadcast, receipt):
        raise Http404
    page = broadcast.page.specific
    with reading_all("versions of the page that the office sent to this school"):
        after = Revision.objects.get(pk=broadcast.source_revision_id)
        found = compare.changes(page, receipt.copied_revision, after, request)
    context = {"school": school, "broadcast": broadcast, "receipt": receipt, "comparison": found, "after": after}
    return render(request, "district/admin/inbox_changes.html", context)


@require_POST
def answer(request, school_id, broadcast_id, step):
    """``step``: confirm, accept, decline, copy or taken (the later changes are taken over)."""
    school, broadcast = _item(request, school_id, broadcast_id)
    if not places.decides(request.user, school_id):
        messages.error(request, _("The school's approvers and administrators answer the office."))
        return redirect("district_inbox_item", school_id, broadcast_id)
    try:
        to = _answer(request, school, broadcast, step)
    except NotPossible as error:
        messages.error(request, str(error))
        to = None
    return redirect(*(to or ("district_inbox_item", school_id, broadcast_id)))


def _answer(request, school: School, broadcast: Broadcast, step: str):
    user, pk = request.user, broadcast.pk
    if step == "confirm":
        answers.confirm(school, pk, user)
        messages.success(request, _("Confirmed. The office sees it."))
    elif step == "accept":
        form = AcceptForm(request.POST, sent=answers.item_for(school, pk))
        if not form.is_valid():
            raise NotPossible(_("Choose a list, and a day as dd/mm/yyyy."))
        answers.accept(school, pk, user, form.cleaned_data["place"], form.cleaned_data["show_on"])
        messages.success(request, _("Accepted. It stands on the school's site."))
    elif step == "decline":
        answers.decline(school, pk, user, request.POST.get("reason", ""))
        messages.success(request, _("Declined. The office reads your reason."))
    elif step == "taken":
        answers.copy_is_up_to_date(school, pk, user)
        messages.success(request, _("Noted: your copy is up to date."))
    elif step == "copy":
        receipt = answers.make_copy(school, pk, user)
        if receipt.state == Receipt.State.ERROR:
            raise NotPossible(_("The copy could not be made: %(reason)s") % {"reason": receipt.reason})
        messages.success(request, _("A draft of your own is ready: change it and publish it."))
        return "wagtailadmin_pages:edit", receipt.copy_id
    else:
        raise Http404
    return None
