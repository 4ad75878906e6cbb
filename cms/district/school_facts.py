"""All served schools with what rules ask of them, in memory: read in two queries per version of the structure."""

from __future__ import annotations

from collections import defaultdict

from cms.core import versions
from cms.district.broadcasts.audience import SchoolFacts
from cms.home import directory
from cms.tenancy.models import SchoolAuthority


def _load_school_facts() -> dict[int, SchoolFacts]:
    links = defaultdict(list)
    rows = SchoolAuthority.objects.order_by("-valid_from", "-pk")
    for school_id, authority_id, first, last in rows.values_list("school_id", "authority_id", "valid_from", "valid_to"):
        links[school_id].append((authority_id, first, last))
    return {
        row.id: SchoolFacts(row.id, row.code, row.short_name, row.level, row.commune, tuple(links[row.id]))
        for row in directory.served_schools()
    }


def get_school_facts() -> dict[int, SchoolFacts]:
    """By id; closed schools are not among them."""
    return versions.get_or_build(("district.schools",), (versions.STRUCTURE,), _load_school_facts)
