"""What a spec refers to, looked up for a whole chunk at once: authorities by name, free host labels."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import formats
from wagtail.models import Page, Site

from cms.core.text import collapse_whitespace, fold_diacritics
from cms.home.provisioning.names import RESERVED_LABELS, find_free_label
from cms.home.provisioning.spec import SchoolSpec, SpecProblem
from cms.tenancy.models import GoverningAuthority


def build_hostname(label: str) -> str:
    return f"{label}.{settings.SITE_BASE_DOMAIN}".lower()


@dataclass
class AuthorityIndex:
    """Governing authorities by number, name or short name (marks and case make no difference)."""

    day: datetime.date
    by_id: dict[int, GoverningAuthority] = field(init=False)
    by_name: dict[str, list[GoverningAuthority]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_id, self.by_name = {}, defaultdict(list)
        for row in GoverningAuthority.objects.all():
            self.add(row)

    def add(self, row: GoverningAuthority) -> None:
        self.by_id[row.pk] = row
        for text in {
            fold_diacritics(collapse_whitespace(row.name)),
            fold_diacritics(collapse_whitespace(row.short_name)),
        } - {""}:
            self.by_name[text].append(row)

    def find(self, wanted: int | str) -> GoverningAuthority | SpecProblem:
        if isinstance(wanted, int) or wanted.isdecimal():
            found = [self.by_id[int(wanted)]] if int(wanted) in self.by_id else []
        else:
            found = self.by_name.get(fold_diacritics(collapse_whitespace(wanted)), [])
        if not found:
            return SpecProblem("authority_unknown", "authority", {"value": wanted})
        valid = [row for row in found if row.is_valid_on(self.day)]
        if len(valid) > 1:
            return SpecProblem("authority_ambiguous", "authority", {"value": wanted})
        if not valid:
            ended = formats.date_format(found[0].valid_to, "SHORT_DATE_FORMAT") if found[0].valid_to else "–"
            return SpecProblem("authority_ended", "authority", {"value": found[0].name, "date": ended})
        return valid[0]


class TakenLabels:
    """Host labels in use, asked of the database for the labels at hand only: the cost does not grow with the schools.

    A label is also the slug of the site's root page, so both must be free.
    """

    def __init__(self) -> None:
        self._known: dict[str, bool] = {settings.OFFICE_HOST_LABEL.lower(): True}

    def look_up(self, labels: Iterable[str]) -> None:
        wanted = {label for label in labels if label not in self._known}
        if not wanted:
            return
        hosts = set(
            Site.objects.filter(hostname__in=[build_hostname(x) for x in wanted]).values_list("hostname", flat=True)
        )
        slugs = set(Page.objects.filter(depth=2, slug__in=wanted).values_list("slug", flat=True))
        self._known.update({label: label in slugs or build_hostname(label) in hosts for label in wanted})

    def take(self, label: str) -> None:
        self._known[label] = True

    def __contains__(self, label: object) -> bool:
        if not isinstance(label, str):
            return False
        if label not in self._known:
            self.look_up([label])
        return self._known[label]


def choose_label(spec: SchoolSpec, taken: TakenLabels) -> str | SpecProblem:
    """Host label of a new school, marked as taken. A label that was asked for is used as it is or refused."""
    if spec.host_label:
        if spec.host_label in RESERVED_LABELS:
            return SpecProblem("host_reserved", "host_label", {"value": spec.host_label})
        if spec.host_label in taken:
            return SpecProblem("host_taken", "host_label", {"value": spec.host_label})
        label = spec.host_label
    else:
        label = find_free_label(spec.wanted_label(), taken, spec.localities)
    taken.take(label)
    return label
