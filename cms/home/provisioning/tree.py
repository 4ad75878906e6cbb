"""Pages by the hundred, written set by set instead of page by page.

What one ``add_child`` plus ``save_revision().publish()`` leaves behind (26 + 40 queries a page) is here one
INSERT per table: the rows of ``wagtailcore_page``, of each page type, and in ``publishing_records`` the revisions, log,
reference index and search index. ``tests/home/provisioning/test_equality.py`` holds both ways side by side.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, Model, QuerySet
from modelcluster.models import get_all_child_relations
from wagtail.models import Collection, Locale, Page

from cms.core.models import User
from cms.home.provisioning.plan import PlannedPage


@dataclass
class PlannedTree:
    """A page with its descendants, to be put last under ``parent``. ``finish`` may set fields of the unsaved
    instances, given by key, once all primary keys are known."""

    parent: Page
    page: PlannedPage
    finish: Callable[[dict[str, Page]], None] | None = None
    pages: dict[str, Page] = field(default_factory=dict)  # by key; filled by ``insert_trees``


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """``count`` primary keys that nobody else will get. Call once per model in a transaction, before inserting."""
    if not count:
        return []
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # SQLite writes one transaction at a time (they begin IMMEDIATE), so counting on is safe.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = max((row[0] for row in cursor.fetchall()), default=0)
        last = max(last, model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0)
    return list(range(last + 1, last + 1 + count))


def insert_rows(model: type[Model], instances: list[Model]) -> None:
    """Insert the rows of ``model``'s own table for instances of it or of its subclasses, keys already set.

    Django refuses ``bulk_create`` on inherited tables because it cannot hand out the parent's keys; here
    they are known. Hence the private method, one table at a time.
    """
    QuerySet(model)._batched_insert(  # type: ignore[attr-defined]
        instances, model._meta.local_concrete_fields, batch_size=None
    )


def lock_root() -> Page:
    """The root of the page tree, locked until the transaction ends: paths are counted under this lock."""
    return Page.objects.select_for_update().get(depth=1)


def _find_last_steps(parents: Iterable[Page]) -> dict[str, int]:
    """Number of the last child of each parent, by the parent's path; one query for each parent.

    A range of paths, because SQLite answers no prefix (LIKE) from an index.
    """
    steps = {}
    for parent in parents:
        last = (
            Page.objects.filter(depth=parent.depth + 1, path__range=Page._get_children_path_interval(parent.path))
            .order_by("-path").values_list("path", flat=True).first()
        )  # fmt: skip
        steps[parent.path] = Page._str2int(last[-Page.steplen :]) if last else 0
    return steps


def _count_pages(plan: PlannedPage) -> int:
    return 1 + sum(_count_pages(child) for child in plan.children)


class _TreeBuilder:
    """Makes unsaved instances with keys, paths and addresses."""

    def __init__(self, ids: list[int], locale: Locale, user: User | None) -> None:
        self.ids = iter(ids)
        self.locale = locale
        self.user = user
        self.types: dict[str, tuple[type[Page], ContentType]] = {}

    def _type(self, label: str) -> Any:
        if label not in self.types:
            model = apps.get_model(label)
            self.types[label] = (model, ContentType.objects.get_for_model(model))
        return self.types[label]

    def build(self, plan: PlannedPage, parent: Page, step: int, into: dict[str, Page]) -> None:
        model, content_type = self._type(plan.model)
        pk = next(self.ids)
        page = model(
            id=pk, page_ptr_id=pk, path=model._get_path(parent.path, parent.depth + 1, step), depth=parent.depth + 1,
            numchild=len(plan.children), title=plan.title, draft_title=plan.title, slug=plan.slug,
            url_path=f"{parent.url_path}{plan.slug}/", content_type=content_type, locale=self.locale, owner=self.user,
            show_in_menus=plan.in_menu, translation_key=uuid.uuid4(), **plan.values,
        )  # fmt: skip
        # New pages have no comments; without this, a revision and the reference index ask for each page's own.
        page._cluster_related_objects = {relation.get_accessor_name(): [] for relation in get_all_child_relations(page)}
        into[plan.key] = page
        for number, child in enumerate(plan.children, start=1):
            self.build(child, page, number, into)


def build_trees(trees: list[PlannedTree], locale: Locale, user: User | None = None) -> list[Page]:
    """Unsaved instances of all pages with keys and paths, filled into ``tree.pages`` too.

    The parents must be locked (``lock_root``) and unique slugs be seen to by the caller.
    """
    builder = _TreeBuilder(reserve_ids(Page, sum(_count_pages(tree.page) for tree in trees)), locale, user)
    steps = _find_last_steps({tree.parent.path: tree.parent for tree in trees}.values())
    for tree in trees:
        steps[tree.parent.path] += 1
        builder.build(tree.page, tree.parent, steps[tree.parent.path], tree.pages)
        if tree.finish:
            tree.finish(tree.pages)
    return [page for tree in trees for page in tree.pages.values()]


def insert_pages(trees: list[PlannedTree], pages: list[Page]) -> None:
    """Insert what ``build_trees`` made and count the children of the parents up."""
    insert_rows(Page, pages)
    for model, group in groupby(sorted(pages, key=lambda p: p._meta.label), key=type):
        insert_rows(model, list(group))
    grown: dict[int, int] = {}
    for tree in trees:
        grown[tree.parent.pk] = grown.get(tree.parent.pk, 0) + 1
    by_growth: dict[int, list[int]] = {}
    for pk, more in grown.items():
        by_growth.setdefault(more, []).append(pk)
    for more, pks in by_growth.items():
        Page.objects.filter(pk__in=pks).update(numchild=F("numchild") + more)
    for page in pages:
        page._state.adding = False
        page._state.db = connection.alias


def build_collection_name(number: int, name: str) -> str:
    """Numbered, because treebeard sorts collections by name (``add_collections``).

    >>> build_collection_name(7, "Trường Tiểu học Ngũ Hiệp")
    '000007 Trường Tiểu học Ngũ Hiệp'
    """
    return f"{number:06d} {name}"[: Collection._meta.get_field("name").max_length]


def add_collections(names: list[str]) -> list[Collection]:
    """Collections under the root, in the order given.

    Treebeard keeps collections in the order of their names and trips over rows that are not. Names that
    sort behind all others (they begin with a growing number of fixed width) are simply appended; where
    somebody made a collection that sorts behind them, treebeard finds the place, one by one.
    """
    root = Collection.objects.select_for_update().get(depth=1)
    children = Collection.objects.filter(depth=2, path__range=Collection._get_children_path_interval(root.path))
    if children.filter(name__gte=names[0]).exists():
        return [_add_sorted_collection(name) for name in names]
    last = children.order_by("-path").values_list("path", flat=True).first()
    step = Collection._str2int(last[-Collection.steplen :]) if last else 0
    rows = [
        Collection(name=name, depth=2, path=Collection._get_path(root.path, 2, step + number))
        for number, name in enumerate(names, start=1)
    ]
    Collection.objects.bulk_create(rows)
    Collection.objects.filter(pk=root.pk).update(numchild=F("numchild") + len(rows))
    return rows


def _add_sorted_collection(name: str) -> Collection:
    return Collection.objects.get(depth=1).add_child(name=name)
