"""manage.py rebuild_citations: record anew what all live pages and documents cite."""

from django.core.management.base import BaseCommand
from tqdm import tqdm
from wagtail.models import Page

from cms.legal.citations import store
from cms.legal.models import Citation, LegalDocument


class Command(BaseCommand):
    help = "Record anew what all live pages and documents of the library cite. Changes nothing that is right already."

    def add_arguments(self, parser):
        parser.add_argument("--pages", action="store_true", help="only pages")
        parser.add_argument("--documents", action="store_true", help="only documents of the library")

    def handle(self, *args, pages=False, documents=False, **options):
        both = pages == documents
        written = 0
        if pages or both:
            ids = list(Page.objects.live().filter(depth__gt=1).order_by("pk").values_list("pk", flat=True))
            written += self._run("pages", ids, store.record_pages, store.PAGES)
            written += Citation.objects.filter(page__live=False).delete()[0]
        if documents or both:
            ids = list(LegalDocument.objects.order_by("pk").values_list("pk", flat=True))
            written += self._run("documents", ids, store.record_documents, store.DOCUMENTS)
        total = Citation.objects.count()
        self.stdout.write(f"{total} citations, {written} rows written or deleted")

    def _run(self, name, ids, record, size) -> int:
        written = 0
        quiet = not self.stderr.isatty()
        with tqdm(total=len(ids), desc=name, unit="", file=self.stderr, disable=quiet) as bar:
            for first in range(0, len(ids), size):
                some = ids[first : first + size]
                written += record(some)
                bar.update(len(some))
        return written
