"""Updates ``Citation`` rows when pages and library change. Pages are recorded in the transaction that publishes them;
large imports are left to the worker."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import Signal
from django_tasks import task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.core import versions
from cms.core.media.file_text.store import text_read
from cms.core.signals import files_of_pages_changed, pages_changed
from cms.core.site_roots import root_path_of
from cms.legal.citations import store
from cms.legal.models import Citation, LegalDocumentFile
from cms.legal.signals import documents_changed

#: Sent with ``pages`` (a set of primary keys): what they cite, or what it resolves to, has changed.
citations_changed = Signal()

#: The worker records batches of more documents than this.
AT_ONCE = 50


def on_page_published(sender, instance, **kwargs):
    store.record_page(instance)
    citing_page_changed(sender, instance)


def on_page_unpublished(sender, instance, **kwargs):
    citing_page_changed(sender, instance)
    Citation.objects.filter(page=instance.pk).delete()


def citing_page_changed(sender, instance, **kwargs):
    """Pages of documents list the pages that cite them: title, address or visibility of ``instance`` or of a page below
    it may have changed."""
    page = instance.page if isinstance(instance, PageViewRestriction) else instance
    if isinstance(page, Page) and Citation.objects.filter(page__path__startswith=page.path).exists():
        versions.bump_versions(store.CITED)


def page_moved(sender, instance, url_path_before, url_path_after, **kwargs):
    """Moves the rows along with a page that moves to another school's tree."""
    if root_path_of(url_path_before) != root_path_of(url_path_after):
        tree = Page.objects.filter(path__startswith=instance.path)
        store.record_pages(tree.values_list("pk", flat=True))


def written_in_bulk(sender, page_ids, pages=None, **kwargs):
    if pages is None:
        store.record_pages(page_ids)
    else:
        store.record_citations(store.page_sources(pages))


def files_changed(sender, page_ids, **kwargs):
    store.record_pages(page_ids)


def library_changed(sender, ids, **kwargs):
    if len(ids) <= AT_ONCE:
        record_changes(ids)
        return
    for first in range(0, len(ids), 500):
        record_later.enqueue(ids[first : first + 500])


def record_changes(ids: list[int]) -> None:
    store.record_documents(ids)
    if pages := store.resolve_unresolved(ids):
        citations_changed.send(sender=None, pages=pages)


@task(backend="jobs", queue_name="slow")
def record_later(ids: list[int]) -> None:
    record_changes(ids)


def file_read(sender, file_hash, **kwargs):
    """The text of a file is extracted now: documents that carry it cite what it cites."""
    rows = LegalDocumentFile.objects.filter(file__file_hash=file_hash)
    if ids := set(rows.values_list("document_id", flat=True)):
        store.record_documents(ids)


def connect_signals() -> None:
    page_published.connect(on_page_published, dispatch_uid="legal.citations.page_published")
    page_unpublished.connect(on_page_unpublished, dispatch_uid="legal.citations.page_unpublished")
    post_page_move.connect(page_moved, dispatch_uid="legal.citations.page_moved")
    page_slug_changed.connect(citing_page_changed, dispatch_uid="legal.citations.page_slug_changed")
    post_page_move.connect(citing_page_changed, dispatch_uid="legal.citations.citing_page_moved")
    pre_delete.connect(citing_page_changed, dispatch_uid="legal.citations.page_goes")
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(
            citing_page_changed, sender=PageViewRestriction, dispatch_uid=f"legal.citations.page_privacy.{name}"
        )
    pages_changed.connect(written_in_bulk, dispatch_uid="legal.citations.pages_changed")
    files_of_pages_changed.connect(files_changed, dispatch_uid="legal.citations.files_of_pages_changed")
    text_read.connect(file_read, dispatch_uid="legal.citations.text_read")
    documents_changed.connect(library_changed, dispatch_uid="legal.citations.documents_changed")
