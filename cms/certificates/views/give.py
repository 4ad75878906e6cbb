"""The screen on which certificates are given, for contests and courses alike."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cms.certificates.forms import IssueForm
from cms.certificates.issuing import issue
from cms.certificates.issuing.issue import IssueOrder, IssueRefused, Recipient
from cms.certificates.models import Certificate


@dataclass(frozen=True)
class IssueOccasion:
    """What certificates are given for. ``people`` are read when they are given. ``by_rank``: they have ranks, and one
    may choose to which, ``best``."""

    owner: int | None
    source: str
    title: str
    words: str
    markers: Mapping[str, str | Promise]
    people: Callable[[], Sequence[Recipient]]
    for_children: bool
    keep_until: datetime.date | None
    back: str
    template: int | None = None
    by_rank: bool = False
    best: int | None = None


def give_certificates(request: HttpRequest, occasion: IssueOccasion) -> HttpResponse:
    """Answers a request of whoever may change what they are given for. Names are not shown: the organiser need not
    be the school that they belong to."""
    markers = {name: str(what) for name, what in occasion.markers.items()}
    start = {"template": occasion.template}
    form = IssueForm(request.POST or None, owner=occasion.owner, markers=markers, words=occasion.words, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        order = IssueOrder(
            template=data["template"], source=occasion.source, title=occasion.title, words=data["words"],
            issued_on=data["issued_on"], for_children=occasion.for_children, keep_until=occasion.keep_until,
        )  # fmt: skip
        try:
            batch = issue.issue_certificates(order, occasion.people(), request.user)
        except IssueRefused as error:
            messages.error(request, str(error))
            return redirect(occasion.back)
        messages.success(request, _("Issued: %s") % batch.certificates.count())
        return redirect("certificate_batch", batch.pk)
    # every school: certificates of one occasion, whose organiser this is
    held = Certificate.objects.filter(source=occasion.source, revoked_at=None).values_list("subject", flat=True)
    wanting = {one.subject for one in occasion.people()} - set(held)
    context = {
        "form": form,
        "title": _("Give certificates"),
        "subtitle": occasion.title,
        "icon": "doc-full",
        "back": occasion.back,
        "by_rank": occasion.by_rank,
        "best": occasion.best or "",
        "number": len(wanting),
        "held": len(held),
        "no_template": not form.fields["template"].queryset.exists(),  # type: ignore[attr-defined]
        "templates": reverse("certificate_templates"),
    }
    return render(request, "certificates/admin/give.html", context, status=422 if form.errors else 200)
