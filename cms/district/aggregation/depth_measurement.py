"""Marks in-depth items: length, cited documents and author by the office's rule, its own word first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from django.apps import apps
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Page

from cms.core.visibility import filter_public
from cms.district.models import Depth, GatherRules
from cms.legal.models import Citation
from cms.tenancy import sites

MEASURED_TYPES = ("home.NewsPage", "legal.LegalNewsPage", "legal.LegalMaterialPage")
BATCH_SIZE = 300
_TAG, _WORD = re.compile(r"<[^>]+>"), re.compile(r"\w+")


def count_words(raw) -> int:
    """Words (syllables, as Vietnamese is written) in the values of a body's blocks.

    >>> count_words([{"type": "text", "id": "a1b2", "value": "<p>Luật Trẻ em</p>"}])
    3
    """
    if isinstance(raw, dict):
        return sum(count_words(value) for key, value in raw.items() if key not in ("type", "id"))
    if isinstance(raw, list | tuple):
        return sum(count_words(value) for value in raw)
    return len(_WORD.findall(unescape(_TAG.sub(" ", raw)))) if isinstance(raw, str) else 0


def refresh_depth(page_ids: Iterable[int] | None = None) -> int:
    """Measure these pages, all of the schools by default; the number of rows that changed."""
    rules, changed = GatherRules.current(), 0
    for label in MEASURED_TYPES:
        rows = filter_public(apps.get_model(label).objects.filter(depth__gt=2)).order_by("pk")
        ids = list((rows if page_ids is None else rows.filter(pk__in=list(page_ids))).values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH_SIZE):
            changed += _refresh_batch(label, ids[start : start + BATCH_SIZE], rules)
    return changed


@transaction.atomic
def _refresh_batch(label: str, ids: list[int], rules: GatherRules) -> int:
    cited = Counter(
        dict(
            Citation.objects.filter(page__in=ids, file=None)
            .order_by()
            .values_list("page")
            .annotate(n=Count("key", distinct=True))
        )
    )
    known = {row.page_id: row for row in Depth.objects.filter(page__in=ids)}
    new: list[Depth] = []
    changed: list[Depth] = []
    pages = list(apps.get_model(label).objects.filter(pk__in=ids).only("url_path", "author", "body", "title"))
    infos = sites.sites_of_paths(page.url_path for page in pages)
    for page in pages:
        info = infos.get(page.url_path)
        if info is None or info.school_id is None:
            continue
        row = known.get(page.pk) or Depth(page_id=page.pk)
        before = _state(row)
        row.school_id, row.words = info.school_id, count_words(json.loads(json.dumps(list(page.body.raw_data))))
        row.citations, row.has_author = min(cited[page.pk], 32_000), bool(page.author.strip())
        row.by_rule = rules.fit(row.words, row.citations, row.has_author)
        row.in_depth = row.by_rule if row.by_office is None else row.by_office
        if row.pk is None:
            new.append(row)
        elif _state(row) != before:
            changed.append(row)
    Depth.objects.bulk_create(new, ignore_conflicts=True)
    Depth.objects.bulk_update(changed, ["school", "words", "citations", "has_author", "by_rule", "in_depth"])
    return len(new) + len(changed)


def _state(row: Depth):
    return row.school_id, row.words, row.citations, row.has_author, row.by_rule, row.in_depth


def override_depth(page: Page, by_office: bool | None, user) -> Depth:
    """The office's word about one page; ``None`` gives it back to the rule."""
    refresh_depth([page.pk])
    with transaction.atomic():
        row = Depth.objects.select_for_update().get(page=page)
        row.by_office, row.decided_by, row.decided_at = by_office, user, timezone.now()
        row.in_depth = row.by_rule if by_office is None else by_office
        row.save()
    return row


def list_in_depth_items():
    """The in-depth items that readers see: a page that became private keeps its row and counts no more."""
    return Depth.objects.filter(in_depth=True, page__in=filter_public(Page.objects.all()).values("pk"))


def count_in_depth_items(school_ids: Iterable[int] | None = None, since=None, until=None) -> Counter:
    """School id → number of public in-depth items first published from ``since`` to ``until``; one query."""
    rows = list_in_depth_items()
    if school_ids is not None:
        rows = rows.filter(school__in=list(school_ids))
    if since:
        rows = rows.filter(page__first_published_at__date__gte=since)
    if until:
        rows = rows.filter(page__first_published_at__date__lte=until)
    return Counter(rows.values_list("school_id", flat=True))
