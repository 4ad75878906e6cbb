"""A row of any model that hangs on a school, made from the fields of the model: new models are covered by themselves.

``make(model, side)`` takes what the school already has, or makes one; ``CannotMake`` names the field that needs a hand.
"""

from __future__ import annotations

import datetime
import decimal
import itertools
import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.fields import StreamField
from wagtail.models import AbstractPage, Page

_numbers = itertools.count(1)


class CannotMake(Exception):
    """The factory does not know what to put into a field."""


def make(model: type[models.Model], side, anew: bool = False) -> models.Model:
    """``anew``: even where the school has one."""
    found = next((row for row in side.rows if type(row) is model), None)
    if found is not None and not anew:
        return found
    if issubclass(model, AbstractPage):
        return _page(model, side)
    row = model(**_values(model, side))
    if hasattr(model, "add_root"):
        row = side.school.collection.add_child(instance=row)
    elif (twin := _twin(row)) is not None:
        row = twin
    else:
        row.save_base(raw=True, force_insert=True)  # the row alone: no signal of the product has a say here
    return row


def _page(model, side):
    if model is Page:
        return Page.objects.get(pk=side.ids["page"])
    if (there := model.objects.descendant_of(side.school.home_page).first()) is not None:
        return there  # the mandated section's pages cannot be made a second time
    page = model(title=f"{side.marker} trang", slug=f"trang-{next(_numbers)}", **_values(model, side, Page))
    page.path, page.depth = side.school.home_page._inc_path(), 2
    parent = Page.objects.get(pk=side.ids["home"])
    return Page.add_child(parent, instance=page)


def _twin(row):
    """Where a school may have one such row only (settings, one-to-one): the one that it has."""
    meta = row._meta
    named = [rule.fields for rule in meta.constraints if isinstance(rule, models.UniqueConstraint) and rule.fields]
    for unique in (*meta.unique_together, *named, *[[field.name] for field in meta.concrete_fields if field.unique]):
        columns = [meta.get_field(name).attname for name in unique]
        same = {column: getattr(row, column) for column in columns}
        found = type(row)._base_manager.filter(**same).first() if None not in same.values() else None
        if found is not None:
            return found
    return type(row)._base_manager.filter(site=row.site).first() if isinstance(row, BaseSiteSetting) else None


def _values(model, side, without: type[models.Model] | None = None) -> dict:
    known = {field.attname for field in without._meta.concrete_fields} if without else set()
    values = {}
    for field in model._meta.concrete_fields:
        if field.attname in known or field.name.endswith("_ptr"):
            continue
        if field.null and not _belongs(field):
            continue
        if (field.has_default() or isinstance(field, models.AutoField)) and not isinstance(field, models.UUIDField):
            continue
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            values[field.attname] = timezone.now()
        elif field.name in ("content_type", "base_content_type", "specific_content_type"):
            values[field.attname] = ContentType.objects.get_for_model(Page).pk
        elif field.name == "object_id":
            values[field.attname] = str(side.ids["page"])
        elif isinstance(field, models.ForeignKey):
            values[field.attname] = _target(field, side)
        elif field.name not in ("path", "depth", "numchild"):
            values[field.attname] = _word(field, side)
    return values


def _belongs(field) -> bool:
    return field.name in ("school", "site", "page", "content_type", "object_id", "context")


def _target(field, side):
    model = field.related_model
    if field.name == "user" or model._meta.label == "core.User":
        return side.people["editor"].pk
    kept = next((row.pk for row in side.rows if isinstance(row, model)), None)
    if kept is not None:
        return getattr(next(row for row in side.rows if isinstance(row, model)), field.target_field.attname)
    there = model._base_manager.first()  # of the library or the install: any
    from cms.tenancy.row_access.owners import owner_resolver

    if owner_resolver(model) is None and there is not None:
        return getattr(there, field.target_field.attname)
    return getattr(make(model, side), field.target_field.attname)


def _word(field, side):
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, StreamField):
        return []
    if isinstance(field, models.FileField):
        return f"{side.marker}.txt"
    if isinstance(field, models.EmailField):
        return f"{side.marker}@example.vn"
    if isinstance(field, models.URLField):
        return f"https://{side.marker}.example/{next(_numbers)}"
    if isinstance(field, models.CharField | models.TextField):
        return f"{side.marker}-{next(_numbers)}"[: field.max_length or 200]
    for kind, value in (
        (models.UUIDField, uuid.uuid4()), (models.BooleanField, True), (models.DateTimeField, timezone.now()),
        (models.DateField, datetime.date(2026, 3, 2)), (models.DecimalField, decimal.Decimal(1)),
        (models.IntegerField, 1), (models.FloatField, 1.0), (models.JSONField, {side.marker: 1}),
        (models.BinaryField, side.marker.encode()), (models.DurationField, datetime.timedelta(1)),
    ):  # fmt: skip
        if isinstance(field, kind):
            return value
    raise CannotMake(f"{field}: {type(field).__name__}")
