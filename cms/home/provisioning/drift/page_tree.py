"""The page tree as it has to count: an address (``url_path``) follows the slugs above it, ``numchild`` the rows below.
Code that writes pages in bulk, or a restored copy, can leave either wrong; then pages are not found or not listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page, Site

from cms.core import versions
from cms.core.signals import pages_changed
from cms.home.provisioning import tree

BATCH_SIZE = 500
URL_PATH, NUMCHILD = "url_path", "numchild"


@dataclass(frozen=True)
class TreeFault:
    """``field`` of a page holds ``found`` and has to be ``wanted``. ``root``: the path of its tree's root page."""

    pk: int
    title: str
    root: str
    field: str
    found: str | int
    wanted: str | int


@dataclass
class _Ancestor:
    """A page whose descendants are being read; ``address`` is what its own has to be."""

    pk: int
    title: str
    path: str
    address: str
    numchild: int
    children: int = 0


def find_faults() -> Iterator[TreeFault]:
    """All of the install, in one query: rows come in the order of the tree."""
    above: list[_Ancestor] = []
    rows = Page.objects.order_by("path").values_list("pk", "title", "path", "slug", "url_path", "numchild")
    for pk, title, path, slug, url_path, numchild in rows.iterator(chunk_size=5000):
        while above and not path.startswith(above[-1].path):
            yield from _check_child_count(above.pop())
        parent = above[-1] if above else None
        if parent is not None and len(parent.path) + Page.steplen == len(path):
            parent.children += 1
        wanted = f"{parent.address}{slug}/" if parent else "/"
        if url_path != wanted:
            yield TreeFault(pk, title, _root_path(path), URL_PATH, url_path, wanted)
        above.append(_Ancestor(pk, title, path, wanted, numchild))
    while above:
        yield from _check_child_count(above.pop())


def _check_child_count(page: _Ancestor) -> Iterator[TreeFault]:
    if page.numchild != page.children:
        yield TreeFault(page.pk, page.title, _root_path(page.path), NUMCHILD, page.numchild, page.children)


def _root_path(path: str) -> str:
    return path[: 2 * Page.steplen]


@transaction.atomic
def repair_tree() -> None:
    """Looks again under the lock of the tree, and writes what has to be."""
    tree.lock_root()
    wrong = list(find_faults())
    for field in (URL_PATH, NUMCHILD):
        values = {fault.pk: fault.wanted for fault in wrong if fault.field == field}
        for start in range(0, len(values), BATCH_SIZE):
            some = list(values)[start : start + BATCH_SIZE]
            pages = list(Page.objects.filter(pk__in=some).only("pk", field))
            for page in pages:
                setattr(page, field, values[page.pk])
            Page.objects.bulk_update(pages, [field])
    moved = [fault.pk for fault in wrong if fault.field == URL_PATH]
    versions.bump_versions(versions.STRUCTURE)
    transaction.on_commit(Site.clear_site_root_paths_cache)
    live = [
        row for start in range(0, len(moved), BATCH_SIZE) for row in _find_live_ids(moved[start : start + BATCH_SIZE])
    ]
    if live:
        pages_changed.send(sender=Page, page_ids=live)


def _find_live_ids(ids: list[int]) -> list[int]:
    return list(Page.objects.live().filter(pk__in=ids).values_list("pk", flat=True))
