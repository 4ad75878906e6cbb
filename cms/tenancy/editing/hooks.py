"""Registered by ``cms.tenancy.wagtail_hooks``."""

from django.templatetags.static import static
from django.utils.html import format_html_join

_SCRIPTS = ("dates", "store", "server", "form", "page")


def record_created(request, made, *args):
    """``after_create_page``, ``after_create_snippet``: records the object that an "add" form has created."""
    request.editing_made = made


def editor_scripts():
    return format_html_join("", '<script src="{}"></script>', ((static(f"js/editing/{name}.js"),) for name in _SCRIPTS))
