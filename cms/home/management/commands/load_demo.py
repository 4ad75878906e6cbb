"""``manage.py load_demo [--data DIR]``: a portal and five schools full of content, for a look around."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core import versions
from cms.home.demo import content, english, library_file
from cms.home.demo.load import PASSWORD, Loader
from cms.home.demo.structure import build_structure
from cms.tenancy.models import Membership, OfficePortal, School

REAL_LIBRARY = "legal/phapdien_education_library.jsonl"
REAL_SCHOOLS = "schools/thpt_north_central_1055.csv"  # names its governing departments itself
REAL_SCHOOL_COUNT = 50


class Command(BaseCommand):
    help = _("Load demo content: the portal, five schools, their people and articles. Does nothing when it is there.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, help=_("Folder of real data: the real library and 50 real schools too.")
        )
        parser.add_argument("--force", action="store_true", help=_("Also outside the development settings."))

    def handle(self, *args, data=None, force=False, **options):
        if not settings.DEBUG and not force:
            raise CommandError(
                _("The demo has published passwords; it is loaded in development only (or with --force).")
            )
        if data is not None and not (data / REAL_LIBRARY).is_file():
            raise CommandError(_("No real data at %(path)s.") % {"path": data / REAL_LIBRARY})
        codes = [school.code for school in content.SCHOOLS]
        if School.objects.filter(code__in=codes).exists():
            self._follow_port()
            self.stdout.write(_("The demo content is there already."))
        elif OfficePortal.objects.exists():
            raise CommandError(_("This database holds an office portal of its own; the demo is for an empty one."))
        else:
            self._load()
        if data is not None:
            self._load_real(data)
        self._print_addresses()

    def _load(self):
        with transaction.atomic():
            portal, schools = build_structure()
            call_command("import_legal_documents", str(library_file()), stdout=self.stdout)
            loader = Loader(self.stdout)
            loader.office(portal)
            for school, facts in zip(schools, content.SCHOOLS, strict=True):
                loader.school(school, facts)
                self.stdout.write(f"  {school.name}")
            chosen = next(school for school in schools if school.code == english.SCHOOL)
            english.translate(chosen.home_page, portal.home_page)
            loader.people(schools)
            for command in ("load_demo_flows", "load_demo_board"):  # of higher floors
                call_command(command)

    def _follow_port(self):
        """The demo may be served at another port than last time."""
        if Site.objects.exclude(port=settings.SITE_PORT).update(port=settings.SITE_PORT):
            versions.bump(versions.STRUCTURE)

    def _load_real(self, data: Path):
        call_command("import_legal_documents", str(data / REAL_LIBRARY), stdout=self.stdout)
        rows = (data / REAL_SCHOOLS).read_text(encoding="utf-8").splitlines(keepends=True)
        with tempfile.TemporaryDirectory() as folder:
            first = Path(folder) / "schools.csv"
            first.write_text("".join(rows[: 1 + REAL_SCHOOL_COUNT]), encoding="utf-8")
            call_command("import_schools", str(first), create_authorities=True, stdout=self.stdout)

    def _print_addresses(self):
        portal = OfficePortal.objects.select_related("site").get()
        self.stdout.write("\n" + _("Addresses") + ":")
        self.stdout.write(f"  {portal.site.root_url}/  {portal.name}")
        for school in School.objects.filter(code__startswith="DEMO-").select_related("site"):
            self.stdout.write(f"  {school.site.root_url}/  {school.name}")
        self.stdout.write(
            "\n"
            + _("Sign in at %(url)s (password %(password)s):")
            % {
                "url": f"{portal.site.root_url}/admin/",
                "password": PASSWORD,
            }
        )
        for row in Membership.objects.filter(user__email__endswith="@demo.localhost").select_related("user", "school"):
            self.stdout.write(
                f"  {row.user.email:<28} {row.get_role_display()}{f' – {row.school.name}' if row.school else ''}"
            )
        self.stdout.write(f"  {'quan-tri-he-thong@demo.localhost':<28} " + _("system administrator"))
