"""Decides row by row, for one request: may this row become an object for this subject?

In the admin the subject gets rows of the own places and what the office shares. Outside it everybody reads what is
public, so only rows that no public page consists of are denied: a school's drafts, versions, work and notes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images.models import AbstractRendition
from wagtail.models import (
    AbstractPage,
    Collection,
    CollectionMember,
    Comment,
    Page,
    Site,
)
from wagtail_localize.models import TranslatableObject, TranslationContext

from cms.core import instance_hooks
from cms.core.models import SchoolDocument
from cms.tenancy import scope
from cms.tenancy.access.subjects import Subject, subject_of
from cms.tenancy.models import School, SchoolAuthority
from cms.tenancy.row_access import scope as row_access_scope
from cms.tenancy.row_access.owners import owner_resolver
from cms.tenancy.row_access.scope import FOREIGN, OFFICE, OWN, ROOT, OwnerType

#: Models that public pages consist of; whether a page is live is checked separately.
PUBLIC_MODELS = (
    AbstractPage, School, SchoolAuthority, Site, BaseSiteSetting, Redirect, Collection, CollectionMember,
    AbstractRendition,
)  # fmt: skip

#: Registered by higher layers: a school's rows that are public when a condition on the row is true.
public_conditions: dict[type[Model], Callable[[Any], bool]] = {}


class RowAccessPolicy:
    """The instance hook (``cms.core.instance_hooks``) for one request. ``admin``: the URL lies in the admin."""

    def __init__(self, user, admin: bool):
        self.user, self.admin = user, admin
        self._visitor: Subject | None = None
        self._reach: row_access_scope.AccessScope | None = None
        self._known: dict[tuple[type[Model], str], OwnerType] = {}
        self._roots: dict[str, object] = {}  # path of a root outside all places → translation key of its home page
        self._translated: dict[object, OwnerType] = {}  # by translation key
        self._contexts: dict[int, object] = {}  # id of a position in a content → translation key of the content

    def __call__(self, row: Model) -> None:
        if self.refuses(row):
            instance_hooks.deny_row(row)

    def refuses(self, row: Model) -> bool:
        tell = owner_resolver(type(row))
        if tell is None or (not self.admin and _is_public(row)):
            return False
        if self._visitor is None:
            self._visitor = subject_of(self.user)
        if self._visitor.everywhere or self._visitor.reads_all:
            return False
        whose = tell(row, self)
        if whose is FOREIGN and self._structure_changed():
            whose = tell(row, self)
        self._known[_row_key(type(row), row.pk)] = whose
        if whose is OFFICE:
            return not _is_public(row)
        return whose is FOREIGN

    @property
    def places(self) -> frozenset[int | None]:
        return self._visitor.places

    @property
    def reach(self) -> row_access_scope.AccessScope:
        if self._reach is None:
            self._reach = row_access_scope.scope_of_places(self.places)
        return self._reach

    def _structure_changed(self) -> bool:
        """Returns whether this request changed the structure (home page translated, school created); clears caches."""
        before, self._reach = self._reach, None
        if self.reach is before:
            return False
        self._known.clear()
        self._translated.clear()
        return True

    def of_root(self, path: str) -> OwnerType:
        """Owner by the home page's translation key, which its translations share. One query per root and request."""
        if path not in self._roots:
            keys = Page.objects.filter(path=path).values_list("translation_key", flat=True)
            self._roots[path] = keys.first()
        return self.reach.homes.get(self._roots[path], FOREIGN)

    def of_translated(self, key) -> OwnerType:
        """Owner of a translated object. One query per page and request."""
        if key not in self._translated:
            self._translated[key] = self._ask_translated(key)
        return self._translated[key]

    def of_context(self, number: int | None) -> OwnerType:
        """Owner of a position in a translated content; reads all positions of the content at once."""
        contexts = TranslationContext.objects
        if number not in self._contexts:
            same = contexts.filter(object__in=contexts.filter(pk=number).values("object"))
            self._contexts.update(same.values_list("pk", "object"))
        return self.of_translated(self._contexts[number]) if number in self._contexts else FOREIGN

    def of_content(self, file_hash: str) -> OwnerType:
        """Owner of a file's content: the owners of such files, or everybody if the office shares one."""
        files = SchoolDocument.objects.filter(file_hash=file_hash)
        owners = set(files.values_list("school_id", flat=True))
        return OWN if owners & (self.places | {None}) else FOREIGN

    def _ask_translated(self, key) -> OwnerType:
        path = Page.objects.filter(translation_key=key).values_list("path", flat=True).first()
        if path is not None:
            whose = self.reach.of_page(path)
            return self.of_root(path[:ROOT]) if whose is FOREIGN else whose
        types = TranslatableObject.objects.filter(pk=key).values_list("content_type__app_label", "content_type__model")
        of_office = {".".join(one) for one in types} & scope.OFFICE_MODELS
        return self.reach.of_owner(None) if of_office else FOREIGN

    def of_number(self, model: type[Model] | None, pk) -> OwnerType:
        """Owner of the row that another row references. Cached when the row was seen before; otherwise queried once."""
        if model is None or pk is None:
            return FOREIGN
        key = _row_key(model, pk)
        if key not in self._known:
            self._known[key] = self._ask(model, pk)
        return self._known[key]

    def _ask(self, model: type[Model], pk) -> OwnerType:
        if model is TranslatableObject:
            return self.of_translated(pk)
        if model is TranslationContext:
            return self.of_context(pk)
        if issubclass(model, AbstractPage):
            path = Page.objects.filter(pk=pk).values_list("path", flat=True).first()
            return self.reach.of_page(path) if path else FOREIGN
        with instance_hooks.allow_all_rows("whose a row is that another one hangs on"):
            row = model._base_manager.filter(pk=pk).first()
            return FOREIGN if row is None else self.reach.of_owner(scope.owner_id(row))


def _is_public(row) -> bool:
    if condition := public_conditions.get(type(row)):
        return condition(row)
    return (isinstance(row, PUBLIC_MODELS) or is_part_of_page(type(row))) and _is_live(row)


def _is_live(row) -> bool:
    """Returns whether the row is live. A row that is no page is as public as the pages that show it."""
    if not isinstance(row, AbstractPage):
        return True
    if "live" in row.__dict__:
        return row.live
    return type(row)._base_manager.filter(pk=row.pk, live=True).exists()


def _row_key(model, pk) -> tuple[type[Model], str]:
    """Returns the cache key of a row. Pages are identified by their id, whatever their type."""
    return _top_model(model), str(pk)


@cache
def _top_model(model):
    parents = list(model._meta.parents)
    return _top_model(parents[0]) if parents else model


@cache
def is_part_of_page(model) -> bool:
    return not issubclass(model, Comment) and any(
        isinstance(field, ParentalKey) and issubclass(field.related_model, AbstractPage)
        for field in model._meta.concrete_fields
    )
