"""Visibility: visitors may see live pages outside private sections."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageViewRestriction

#: Pages with their own text. Translating a page also creates its parents in that language, as aliases of the
#: originals: their URLs lead to the originals, and nothing links to them.
NOT_MIRRORED = Q(alias_of=None) | Q(alias_of__locale=F("locale"))


def filter_public(queryset: Any, path_prefix: str | None = None) -> Any:
    """Returns ``queryset`` (of pages) without drafts and private pages.

    Wagtail's ``.public()`` writes every restriction of the installation into the query (with a few thousand
    schools, too long for a database). Here a subquery finds the restrictions; with ``path_prefix`` (a tree
    path) only those of one tree.
    """
    seen = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(seen=seen).filter(seen__startswith=F("page__path"))
    if path_prefix:
        restrictions = restrictions.filter(page__path__startswith=path_prefix)
    return queryset.live().filter(~Exists(restrictions))
