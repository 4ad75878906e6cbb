"""Signal handlers that update the index: each handler only enqueues sources; the outbox updates them after commit."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.contests.models import Contest, Round
from cms.core import versions
from cms.core.media.file_text.store import text_read
from cms.core.models import SchoolDocument
from cms.core.signals import files_of_pages_changed, pages_changed
from cms.home.signal_handlers import on_settings_changed
from cms.legal.models import LegalDocument
from cms.legal.signals import documents_changed
from cms.tenancy.models import School, SchoolAuthority
from cms.training.models import Course, CourseSession, Lesson
from search.index.attachments import find_carriers
from search.index.contract import CONTEST, COURSE
from search.index.outbox import enqueue
from search.index.sources import activities
from search.models import SearchSettings, SearchWord
from search.results_page.active_synonyms import VERSION as WORDS


def _tree(page: Page) -> list[str]:
    """Returns the page and its descendants, including drafts (their entries, if any, must be removed)."""
    ids = Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)
    return [f"page:{pk}" for pk in ids]


#: Fields that saving a draft writes; none is searchable.
_DRAFT_FIELDS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
    }
)


def page_saved(sender, instance, created, raw=False, update_fields=None, **kwargs):
    """Handles pages written without the editor: imports, scripts, ``add_child``."""
    if not isinstance(instance, Page) or raw or (created and not instance.live):
        return
    if update_fields is None or set(update_fields) - _DRAFT_FIELDS:
        enqueue([f"page:{instance.pk}"])


def page_changed(instance, **kwargs):
    enqueue([f"page:{instance.pk}"])


def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page):
        enqueue([f"page:{instance.pk}"])


def tree_changed(instance, **kwargs):
    enqueue(_tree(instance))


def privacy_changed(instance, **kwargs):
    if page := Page.objects.filter(pk=instance.page_id).first():
        enqueue(_tree(page))


def many_pages_changed(page_ids, **kwargs):
    enqueue(f"page:{pk}" for pk in page_ids)


def documents_announced(ids, **kwargs):
    enqueue(f"document:{pk}" for pk in ids)


def document_changed(instance, raw=False, **kwargs):
    if not raw:
        enqueue([f"document:{instance.pk}"])


def school_changed(instance, created=False, **kwargs):
    """Reindexes all pages, contests and courses of a school: their entries have its name, place and closing."""
    if not created:
        enqueue([*_tree(instance.home_page), *activities.school_sources(instance)])


def contest_changed(instance, raw=False, **kwargs):
    if not raw:
        enqueue([f"{CONTEST}:{instance.pk}"])


def course_changed(instance, raw=False, **kwargs):
    if not raw:
        enqueue([f"{COURSE}:{instance.pk}"])


def part_changed(instance, raw=False, **kwargs):
    """Reindexes the contest or course of a round, session or lesson: its entry has their texts and dates."""
    if not raw:
        is_round = isinstance(instance, Round)
        enqueue([f"{CONTEST}:{instance.contest_id}" if is_round else f"{COURSE}:{instance.course_id}"])


def authority_changed(instance, created=False, **kwargs):
    if not created:
        school_changed(instance.school)


def file_changed(instance, raw=False, **kwargs):
    if not raw:
        enqueue(find_carriers([instance.pk]))
        transaction.on_commit(lambda: _notify_pages([instance.pk]))


def file_read(file_hash, **kwargs):
    """Notifies the pages that carry a file whose text was extracted: what they cite depends on the text."""
    _notify_pages(SchoolDocument.objects.filter(file_hash=file_hash).values("pk"))


def _notify_pages(files) -> None:
    if pages := [int(source[5:]) for source in find_carriers(files) if source.startswith("page:")]:
        files_of_pages_changed.send(sender=SchoolDocument, page_ids=pages)


def many_files_changed(model, objects) -> None:
    if model is SchoolDocument:
        enqueue(find_carriers([file.pk for file in objects]))


def collection_changed(instance, raw=False, **kwargs):
    """Handles a collection that became private or public, or moved (Wagtail moves it after saving it)."""
    if raw:
        return
    collection = instance.collection if isinstance(instance, CollectionViewRestriction) else instance
    transaction.on_commit(lambda: files_of_collection_changed(collection.pk))


def files_of_collection_changed(collection_id: int) -> None:
    path = Collection.objects.filter(pk=collection_id).values_list("path", flat=True).first()
    if path:
        inside = SchoolDocument.objects.filter(collection__path__startswith=path).values("pk")
        enqueue(find_carriers(inside))


def synonyms_changed(**kwargs):
    versions.bump_versions(WORDS)


def connect_signals():
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid=f"search.{id(signal)}")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(tree_changed, dispatch_uid=f"search.{id(signal)}")
    post_save.connect(page_saved, dispatch_uid="search.page_saved")
    post_delete.connect(page_deleted, dispatch_uid="search.page_deleted")
    for signal in (post_save, post_delete):
        signal.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid=f"search.privacy.{id(signal)}")
    post_save.connect(school_changed, sender=School, dispatch_uid="search.school")
    post_save.connect(authority_changed, sender=SchoolAuthority, dispatch_uid="search.authority")
    for signal in (post_save, post_delete):
        signal.connect(document_changed, sender=LegalDocument, dispatch_uid=f"search.document.{id(signal)}")
        signal.connect(file_changed, sender=SchoolDocument, dispatch_uid=f"search.file.{id(signal)}")
        for model in (Collection, CollectionViewRestriction):
            signal.connect(collection_changed, sender=model, dispatch_uid=f"search.{model.__name__}.{id(signal)}")
        signal.connect(contest_changed, sender=Contest, dispatch_uid=f"search.contest.{id(signal)}")
        signal.connect(course_changed, sender=Course, dispatch_uid=f"search.course.{id(signal)}")
        for model in (Round, CourseSession, Lesson):
            signal.connect(part_changed, sender=model, dispatch_uid=f"search.{model.__name__}.{id(signal)}")
        signal.connect(synonyms_changed, sender=SearchWord, dispatch_uid=f"search.words.{id(signal)}")
        signal.connect(on_settings_changed, sender=SearchSettings, dispatch_uid=f"search.settings.{id(signal)}")
    text_read.connect(file_read, dispatch_uid="search.file_read")
    pages_changed.connect(many_pages_changed, dispatch_uid="search.pages_changed")
    documents_changed.connect(documents_announced, dispatch_uid="search.documents_changed")
