"""Registers the admin hooks of this app; the imported modules contain them."""

from wagtail.snippets.models import register_snippet

from cms.legal.admin_views.viewsets import LibraryGroup
from cms.legal.section import hooks  # noqa: F401

register_snippet(LibraryGroup)
