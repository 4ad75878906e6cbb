"""Notifies, when a document's status changes, only the schools with live pages that cite it."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django_tasks import task

from cms.legal.citations.stale import STALE, stale_citations
from cms.legal.models import LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.legal.signals import statuses_changed
from cms.tenancy.models import School
from cms.tenancy.notifications import sending
from cms.tenancy.notifications.notification_types import NotificationType, register_type

CITATIONS = register_type(NotificationType("citations", gettext_lazy("Pages that cite law that no longer holds")))


def notify_on_change(sender, documents, old, new, **kwargs):
    if new in STALE:
        notify_schools_of_stale_citations.enqueue(sorted(documents))


def connect_signals() -> None:
    statuses_changed.connect(notify_on_change, dispatch_uid="legal.citations.statuses_changed")


@task(backend="jobs")
def notify_schools_of_stale_citations(documents: list[int]) -> int:
    """Returns the number of schools notified; one notice per person, whatever the number of documents."""
    cited: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = stale_citations().filter(document__in=documents, school__isnull=False, school__closed_on=None)
    for school_id, document, page in rows.values_list("school", "document", "page__title"):
        cited[school_id][document].add(page)
    names = {row.pk: row for row in LegalDocument.objects.filter(pk__in=documents).select_related("doc_type")}
    for school in School.objects.filter(pk__in=cited):
        items = [(names[pk], sorted(pages)) for pk, pages in sorted(cited[school.pk].items()) if pk in names]
        _notify_school(school, items)
    return len(cited)


def _notify_school(school: School, items: list) -> None:
    context = {
        "school": school,
        "items": [
            {"document": document, "status": StatusCode(document.current_status).label, "pages": pages}
            for document, pages in items
            if document.current_status
        ],
    }
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("legal/mail/stale_citations.txt", context)
    sending.notify_school(
        CITATIONS, school, gettext_lazy("%(school)s: pages cite law that no longer holds"), "%(text)s",
        reverse("citations:stale"), {"school": school.name, "text": text},
    )  # fmt: skip
