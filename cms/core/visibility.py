"""What visitors may see: live pages outside private sections."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import PageViewRestriction

#: Pages with a text of their own. Translating a page makes its parents in that language too, as mirrors of the
#: originals: their addresses lead to the originals, and nothing points to them.
NOT_MIRRORED = Q(alias_of=None) | Q(alias_of__locale=F("locale"))


def filter_public(queryset: Any, path_prefix: str | None = None) -> Any:
    """``queryset`` (of pages) without drafts and private pages.

    Unlike Wagtail's ``.public()``, which writes every restriction of the install into the query (at a few
    thousand schools too long for a database), the restrictions are looked up by the database; with
    ``path_prefix`` (a tree path) only those of one tree.
    """
    seen = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(seen=seen).filter(seen__startswith=F("page__path"))
    if path_prefix:
        restrictions = restrictions.filter(page__path__startswith=path_prefix)
    return queryset.live().filter(~Exists(restrictions))
