"""A document's status has changed: the schools whose live pages cite it are told by mail, nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.users.models import UserProfile

from cms.legal.citations.stale import STALE, stale_citations
from cms.legal.models import LegalDocument
from cms.legal.models.statuses import StatusCode
from cms.legal.signals import statuses_changed
from cms.tenancy import rights, sites
from cms.tenancy.models import School
from cms.tenancy.roles import SCHOOL_ROLES, TABLE

#: In a school those who decide what is published.
_READERS = frozenset(role for role in SCHOOL_ROLES if TABLE[role].approves)


def changed(sender, documents, old, new, **kwargs):
    if new in STALE:
        tell_schools.enqueue(sorted(documents))


def connect() -> None:
    statuses_changed.connect(changed, dispatch_uid="legal.citations.statuses_changed")


@task(backend="jobs")
def tell_schools(documents: list[int]) -> int:
    """The number of people who got a mail; one mail to a person, whatever the number of documents."""
    cited = defaultdict(lambda: defaultdict(set))
    rows = stale_citations().filter(document__in=documents, school__isnull=False)
    for school, document, page in rows.values_list("school", "document", "page__title"):
        cited[school][document].add(page)
    names = {row.pk: row for row in LegalDocument.objects.filter(pk__in=documents).select_related("doc_type")}
    sent = 0
    with get_connection() as connection:
        for school in School.objects.filter(pk__in=cited, closed_on=None).select_related("site"):
            items = [(names[pk], sorted(pages)) for pk, pages in sorted(cited[school.pk].items()) if pk in names]
            sent += _tell(school, items, connection)
    return sent


def _people(school: School) -> Iterable:
    people = get_user_model().objects.filter(rights.people(_READERS, school.pk, superusers=False), email__gt="")
    return people.filter(memberships__school=school).distinct()


def _tell(school: School, items: list, connection) -> int:
    people = list(_people(school))
    for person in people:
        with translation.override(UserProfile.get_for_user(person).get_preferred_language()):
            context = {
                "school": school,
                "items": [
                    {"document": document, "status": StatusCode(document.current_status).label, "pages": pages}
                    for document, pages in items
                    if document.current_status
                ],
                "base_url": _admin_url(),
            }
            subject = render_to_string("legal/mail/stale_citations_subject.txt", context).strip()
            send_mail(subject, render_to_string("legal/mail/stale_citations.txt", context), [person.email],
                      connection=connection)  # fmt: skip
    return len(people)


def _admin_url() -> str:
    portal = sites.portal()
    return portal.root_url if portal else ""
