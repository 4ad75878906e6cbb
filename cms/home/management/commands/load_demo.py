"""``manage.py load_demo [--data DIR]``: a portal and five schools full of content, for a look around."""

import io
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from cms.core import versions
from cms.home.demo import content, english, find_library_file
from cms.home.demo.load import DEMO_PASSWORD, DemoLoader
from cms.home.demo.progress import MigrationProgress, StepPrinter, use_terminal_language
from cms.home.demo.structure import build_structure
from cms.legal.models import LegalDocument
from cms.tenancy.models import Membership, OfficePortal, School

REAL_LIBRARY = "legal/phapdien_education_library.jsonl"
#: What was amended and abolished, and what the national database says of 700 more documents and their force.
REAL_AMENDMENTS, REAL_STATUSES = "legal/phapdien_amendments.csv", "legal/vbpl_documents_fulltext.jsonl.xz"
REAL_SCHOOLS = "schools/thpt_north_central_1055.csv"  # names its governing departments itself
REAL_SCHOOL_COUNT = 50
SHOWN_OF_OTHERS = 5


class Command(BaseCommand):
    help = "Load demo content: the portal, five schools, their people and articles. Does nothing when it is there."

    def add_arguments(self, parser):
        parser.add_argument("--data", type=Path, help="folder of real data: the real library and 50 real schools too")
        parser.add_argument("--migrate", action="store_true", help="make or bring up the database's tables before")
        parser.add_argument("--force", action="store_true", help="also outside the development settings")

    def handle(self, *args, data=None, migrate=False, force=False, **options):
        self._refuse(data, force)
        self.steps = StepPrinter(self.stdout, total=migrate + 4 + (2 if data else 0))
        if migrate:
            with self._step(_("Tables of the database (about half a minute the first time)")):
                call_command("migrate", interactive=False, stdout=MigrationProgress(self.stdout))
        if School.objects.filter(code__in=[school.code for school in content.SCHOOLS]).exists():
            self._follow_port()
            self._say(_("The demo content is there already."))
            self.steps.total = self.steps.number + (2 if data else 0)
        elif OfficePortal.objects.exists():
            raise CommandError(_("This database holds an office portal of its own; the demo is for an empty one."))
        else:
            self._load()
        if data is not None:
            self._load_real(data)
        with use_terminal_language():
            self._print_summary()

    @staticmethod
    def _refuse(data: Path | None, force: bool) -> None:
        if not settings.DEBUG and not force:
            raise CommandError(
                _("The demo has published passwords; it is loaded in development only (or with --force).")
            )
        if data is not None and not (data / REAL_LIBRARY).is_file():
            raise CommandError(_("No real data at %(path)s.") % {"path": data / REAL_LIBRARY})

    def _say(self, words) -> None:
        with use_terminal_language():
            self.stdout.write(str(words))

    def _step(self, words):
        """Words are lazy: they are spoken in the terminal's language, while what is made inside is Vietnamese."""
        with use_terminal_language():
            return self.steps(str(words))

    def _load(self):
        quiet = io.StringIO()
        with transaction.atomic():
            with self._step(_("Portal and five schools")):
                portal, schools = build_structure()
            with self._step(_("Library of documents")):
                call_command("import_legal_documents", str(find_library_file()), stdout=quiet, verbosity=0)
            with self._step(_("Articles, pictures and people")):
                loader = DemoLoader()
                loader.office(portal)
                for school, facts in zip(schools, content.SCHOOLS, strict=True):
                    loader.school(school, facts)
                chosen = next(school for school in schools if school.code == english.SCHOOL_CODE)
                english.translate_demo(chosen.home_page, portal.home_page)
                loader.people(schools)
            with self._step(_("What travels between the office and the schools, and the board")):
                for part in ("questions", "talk", "training", "flows", "board"):  # of higher floors
                    call_command(f"load_demo_{part}", stdout=quiet)

    def _follow_port(self):
        """The demo may be served at another port than last time."""
        if Site.objects.exclude(port=settings.SITE_PORT).update(port=settings.SITE_PORT):
            versions.bump_versions(versions.STRUCTURE)

    def _load_real(self, data: Path):
        quiet = io.StringIO()
        with self._step(_("The real library (some minutes)")):
            for name in (REAL_LIBRARY, REAL_STATUSES):
                call_command("import_legal_documents", str(data / name), stdout=quiet)
            call_command("import_amendments", str(data / REAL_AMENDMENTS), stdout=quiet, stderr=quiet)
            call_command("read_clauses", stdout=quiet)
        rows = (data / REAL_SCHOOLS).read_text(encoding="utf-8").splitlines(keepends=True)
        with self._step(_("Fifty real schools")), tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / "schools.csv"
            first.write_text("".join(rows[: 1 + REAL_SCHOOL_COUNT]), encoding="utf-8")
            call_command("import_schools", str(first), create_authorities=True, stdout=quiet, verbosity=0)

    def _print_summary(self):
        portal = OfficePortal.objects.select_related("site").get()
        schools = School.objects.filter(closed_on=None).exclude(site=None).select_related("site")
        shown = [school for school in schools if school.code.startswith("DEMO-")]
        others = [school for school in schools if school not in shown]
        words = {
            "schools": len(schools),
            "documents": LegalDocument.objects.count(),
            "pages": Page.objects.live().count(),
        }
        lines = ["", _("Ready: %(schools)d schools, %(documents)d legal documents, %(pages)d pages.") % words, ""]
        lines += [f"  {portal.site.root_url}/  {portal.name}"]
        lines += [f"  {school.site.root_url}/  {school.name}" for school in [*shown, *others[:SHOWN_OF_OTHERS]]]
        if rest := others[SHOWN_OF_OTHERS:]:
            words = {"count": len(rest), "url": f"{portal.site.root_url}/truong/"}
            lines += ["  " + _("… and %(count)d more schools: %(url)s") % words]
        url = f"{portal.site.root_url}/admin/"
        lines += ["", _("Sign in at %(url)s (password %(password)s):") % {"url": url, "password": DEMO_PASSWORD}]
        people = Membership.objects.filter(user__email__endswith="@demo.localhost").select_related("user", "school")
        for row in people:
            place = f" – {row.school.name}" if row.school else ""
            lines += [f"  {row.user.email:<28} {row.get_role_display()}{place}"]
        lines += [f"  {'quan-tri-he-thong@demo.localhost':<28} " + _("system administrator"), ""]
        self.stdout.write("\n".join(map(str, lines)))
