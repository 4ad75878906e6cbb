"""Columns that several lists of this app have."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


def school_column(**kwargs: Any) -> Column:
    """Of rows with a ``school``."""
    return Column("school", label=_("School"), accessor=lambda row: row.school.short_name or row.school.name, **kwargs)
