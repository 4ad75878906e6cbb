"""Registers what the admin shows of this app; the work is done where the names say."""

from wagtail.snippets.models import register_snippet

from cms.legal.admin_views.viewsets import LibraryGroup
from cms.legal.section import hooks  # noqa: F401

register_snippet(LibraryGroup)
