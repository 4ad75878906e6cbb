"""Validates years: reports a typing error (2205 for 2025) while the form is open."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

#: The year of the country's first laws.
FIRST_YEAR = 1945
#: How many years after the next one a date may lie; the second is for ends of plans and periods.
AHEAD, LONG_AHEAD = 5, 30


def validate_years(instance: models.Model, further: Mapping[str, int] | None = None) -> None:
    """Raises ``ValidationError`` with every implausible date of ``instance``. ``further``: field → years ahead."""
    errors = {}
    for field in instance._meta.concrete_fields:
        if not isinstance(field, models.DateField) or isinstance(field, models.DateTimeField) or not field.editable:
            continue
        value = getattr(instance, field.attname)
        last = timezone.localdate().year + 1 + (further or {}).get(field.name, AHEAD)
        if isinstance(value, datetime.date) and not FIRST_YEAR <= value.year <= last:
            words = _("Check the year: it has to lie between %(first)s and %(last)s.")
            errors[field.name] = words % {"first": FIRST_YEAR, "last": last}
    if errors:
        raise ValidationError(errors)
