"""Resolves the owner of a row for each model. A new model is covered by the model that its foreign key points to.

``owner_resolver(model)`` returns a function ``(row, wall) -> OwnerType``, or ``None`` for models whose rows have no
owner: the library, people (a person may work for several schools), internal tables of Wagtail and Django.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from wagtail.admin.models import FormState
from wagtail.models import AbstractPage, Collection, ModelLogEntry, Site, UploadedFile
from wagtail_localize.models import StringTranslation, TranslatableObject, TranslationContext

from cms.core.models import FileText
from cms.tenancy import scope
from cms.tenancy.models import School, SentForm
from cms.tenancy.row_access.scope import FOREIGN, OWN, ROOT, OwnerType

#: Data that a person has typed (for the preview), sent (for idempotency) and uploaded (until its form is filled in).
OF_PERSON = {FormState: "user_id", SentForm: "user_id", UploadedFile: "uploaded_by_user_id"}
OwnerResolver = Callable[[Any, Any], OwnerType]  # row and policy

#: Registered by higher layers: models with an owner resolver of their own.
owner_resolvers: dict[type[Model], OwnerResolver] = {}


@cache
def owner_resolver(model: type[Model]) -> OwnerResolver | None:
    if model in owner_resolvers:
        return owner_resolvers[model]
    label = model._meta.label_lower
    if label in scope.OFFICE_MODELS or label in scope.SHARED or model._meta.auto_created:
        return None
    if issubclass(model, AbstractPage):
        return _page_owner
    if issubclass(model, Collection):
        return lambda row, wall: wall.reach.of_collection(column_value(row, "path"))
    if model is School:
        return lambda row, wall: wall.reach.of_owner(row.pk)
    if column := OF_PERSON.get(model):
        return lambda row, wall: OWN if column_value(row, column) == wall.user.pk else FOREIGN
    if model is FileText:  # the owners of files with this content
        return lambda row, wall: wall.of_content(column_value(row, "file_hash"))
    if model is TranslatableObject:  # the owner of the translated page, by the key that its translations share
        return lambda row, wall: wall.of_translated(column_value(row, "translation_key"))
    if model is TranslationContext:  # a position in its content
        return lambda row, wall: wall.of_translated(column_value(row, "object_id"))
    if model is StringTranslation:
        return lambda row, wall: wall.of_context(column_value(row, "context_id"))
    if model is Site:
        return lambda row, wall: wall.reach.sites.get(row.pk, FOREIGN)
    columns = {field.attname for field in model._meta.concrete_fields}
    if "school_id" in columns:
        return lambda row, wall: wall.reach.of_owner(column_value(row, "school_id"))
    if "site_id" in columns:
        return lambda row, wall: wall.reach.sites.get(column_value(row, "site_id"), FOREIGN)
    if column := _owner_through_parent(model):
        return lambda row, wall: wall.of_number(*column(row))
    if issubclass(model, tuple(scope._RULES)):
        return lambda row, wall: wall.of_number(type(row), row.pk)
    return None


def _page_owner(page, wall) -> OwnerType:
    path = column_value(page, "path")
    whose = wall.reach.of_page(path)
    if whose is FOREIGN:  # perhaps of a home page that was translated just now
        if len(path) == ROOT:
            return wall.reach.homes.get(column_value(page, "translation_key"), FOREIGN)
        return wall.of_root(path[:ROOT])
    return whose


def _owner_through_parent(model) -> Callable[[Model], tuple[type[Model], object]] | None:
    """Returns a function from a row to the model and id of its parent."""
    if issubclass(model, ModelLogEntry):
        return lambda row: (_model_of(row.content_type_id), row.object_id)
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and not field.null]
    for key in sorted(keys, key=lambda field: not isinstance(field, ParentalKey)):
        parent = key.related_model
        if isinstance(key, ParentalKey) and parent._meta.label_lower in scope.OFFICE_MODELS:
            return None  # its parent belongs to the office
        if parent is not model and owner_resolver(parent):
            return lambda row, key=key: (key.related_model, column_value(row, key.attname))
    for field in model._meta.private_fields:
        if isinstance(field, GenericForeignKey):
            return lambda row, field=field: (
                _model_of(column_value(row, f"{field.ct_field}_id")),
                column_value(row, field.fk_field),
            )
    return None


def _model_of(content_type_id) -> type[Model] | None:
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_id(content_type_id).model_class() if content_type_id else None


def column_value(row, column: str):
    """Returns the value of a column; needs one query when the row was loaded without it."""
    try:
        return row.__dict__[column]
    except KeyError:
        return type(row)._base_manager.filter(pk=row.pk).values_list(column, flat=True).first()
