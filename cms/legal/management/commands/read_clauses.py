"""manage.py read_clauses: read the library's texts for clauses about other documents."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from cms.legal.models import ClauseProposal, LegalDocument
from cms.legal.modifications.open_ends import find_plainly_over
from cms.legal.modifications.signal_handlers import bring_up_to_date
from cms.legal.modifications.store import BATCH


class Command(BaseCommand):
    help = (
        "Read the texts that were not read yet, or have changed, for clauses that end, replace, amend or suspend other "
        "documents. What was decided stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="read all texts again")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = LegalDocument.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("pk")
        ids = list(rows.values_list("pk", flat=True))
        number = 0
        with tqdm(total=len(ids), unit="", file=self.stderr, disable=not self.stderr.isatty()) as bar:
            for first in range(0, len(ids), BATCH):
                some = ids[first : first + BATCH]
                number += bring_up_to_date(some, again=options["all"])
                bar.update(len(some))
        for state in ClauseProposal.State:
            self.stdout.write(f"{ClauseProposal.objects.filter(state=state).count():>8} {state.value}")
        shown = find_plainly_over(timezone.localdate()).values("target").distinct().count()
        self.stdout.write(f"{shown:>8} documents are plainly ended and still shown as if they were not")
        self.stdout.write(f"{number} of {len(ids)} documents read")
