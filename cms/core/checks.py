"""System checks for conventions of the product (ids ``core.*``)."""

from typing import Any

from django.core import checks
from django.core.checks import Tags
from django.db import DatabaseError, connections


@checks.register(Tags.database)
def check_site_roots(app_configs: Any = None, databases: Any = None, **kwargs: Any) -> list[checks.Error]:
    """Checks that site roots have depth 2: ``cms.core.site_roots`` finds a page's site by its first path segment."""
    from wagtail.models import Site

    found = []
    for alias in databases or []:
        if "wagtailcore_site" not in _table_names(alias):
            continue
        deep = Site.objects.using(alias).exclude(root_page__depth=2).values_list("hostname", flat=True)[:5]
        found += [
            checks.Error(
                f"The root page of the site {host} does not lie directly under the tree's root.",
                hint="Move it there, or choose another root page for the site.",
                id="core.E001",
            )
            for host in deep
        ]
    return found


def _table_names(alias: str) -> set[str]:
    try:
        return set(connections[alias].introspection.table_names())
    except DatabaseError:
        return set()
