"""Checks that what was reported as published is live; otherwise the whole request is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from wagtail.signals import published

#: (model, key) → revision.
PublishedRevisions = dict[tuple[type[models.Model], int], int]

_watching: ContextVar[PublishedRevisions | None] = ContextVar("publications", default=None)


def _record_published(sender, instance, revision=None, **kwargs) -> None:
    seen = _watching.get()
    if seen is not None and instance.live and revision is not None:
        seen[(type(instance), instance.pk)] = revision.pk


published.connect(_record_published, dispatch_uid="tenancy.editing.publications")


@contextmanager
def watch_publications() -> Iterator[PublishedRevisions]:
    """Yields a mapping and fills it: (model, key) → revision that was reported as published in this context."""
    seen: PublishedRevisions = {}
    token = _watching.set(seen)
    try:
        yield seen
    finally:
        _watching.reset(token)


def find_not_live(seen: PublishedRevisions) -> list:
    """Returns those of ``seen`` that are not live in the database with that revision."""
    found = []
    for (model, key), revision in seen.items():
        row: Any = model._base_manager.filter(pk=key).first()
        if row is None or not row.live or row.live_revision_id != revision:
            found.append(row or model._meta.verbose_name)
    return found
