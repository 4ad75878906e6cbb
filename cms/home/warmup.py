"""What a process reads before its first request, so that no visitor waits for it."""

from __future__ import annotations

import logging

from django.db import Error, connections
from django.template.loader import get_template
from django.urls import get_resolver

from cms.core.page_cache.build_version import compute_build_version
from cms.core.site_roots import root_paths
from cms.tenancy import sites

WARMUP_TEMPLATES = ("base.html", "home/school_home_page.html", "legal/section_page.html", "legal/document_page.html")
log = logging.getLogger(__name__)


def warm_up_process() -> None:
    """Addresses, the templates of the most asked pages, hosts and roots of all sites. Without the database the first
    request says so, not the start."""
    _ = get_resolver().url_patterns
    compute_build_version()
    for name in WARMUP_TEMPLATES:
        get_template(name)
    try:
        sites.sites_by_host(), sites.sites_by_id(), root_paths()
    except Error:
        log.warning("The sites could not be read before the first request.", exc_info=True)
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
