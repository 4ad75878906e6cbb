"""Files without a restriction: the public may fetch one only if public content shows it.

``/documents/<number>/<name>`` can be guessed. An unpublished file in an open collection is shown to the people of its
school, what the office shares to the people of every school, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from cms.core.visibility import filter_public
from cms.tenancy import scope
from cms.tenancy.access.subjects import subject_of

#: Registered by higher layers: does public content of theirs show this file? (The library's files.)
shown_elsewhere: list[Callable[[AbstractDocument], bool]] = []
_MAX_REFERENCES = 100  # private pages whose password is checked, of those that show the file


def may_download(document, request, signed_in: bool) -> bool:
    return _is_shown(document, request) or (signed_in and _is_member(request.user, document))


def _is_member(user, document) -> bool:
    visitor, owner = subject_of(user), scope.owner_id(document)
    return (
        visitor.everywhere or visitor.reads_all or owner in visitor.places or (owner is None and bool(visitor.places))
    )


def _is_shown(document, request) -> bool:
    """Returns whether a live page that this visitor may open, or other live content (the library), shows the file."""
    if any(shows(document) for shows in shown_elsewhere):
        return True
    kind = ContentType.objects.get_for_model(type(document))
    rows = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(document.pk))
    by_kind: dict[int, set[str]] = {}
    for base, pk in rows.values_list("base_content_type", "object_id").distinct():
        by_kind.setdefault(base, set()).add(pk)
    pages = by_kind.pop(ContentType.objects.get_for_model(Page).pk, set())
    return _is_on_visible_page(pages, request) or any(_is_live(base, numbers) for base, numbers in by_kind.items())


def _is_on_visible_page(numbers: set[str], request) -> bool:
    shown = Page.objects.filter(pk__in=numbers).live()
    if not numbers:
        return False
    if filter_public(shown).exists():
        return True
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
        for page in shown[:_MAX_REFERENCES]
    )


def _is_live(base: int, numbers: set[str]) -> bool:
    model = ContentType.objects.get_for_id(base).model_class()
    if model is None:
        return False
    live = {"live": True} if any(field.name == "live" for field in model._meta.concrete_fields) else {}
    return model._base_manager.filter(pk__in=numbers, **live).exists()
