"""Replaces the inline scripts by which Wagtail starts some widgets; the admin's Content-Security-Policy forbids them.

They become data: ``<script type="application/json" data-start="NAME" data-with="[arguments]">``, which
``js/admin_start.js`` finds, also in forms that arrive later, and starts if it knows the name. The date pickers' and
inline panels' templates are overridden (``cms/core/templates``, ``cms/templates/wagtailadmin/panels``); choosers have
no template, so their ``render`` is replaced. Delete this when Wagtail emits no inline scripts (wagtail#1288).
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start_script(name: str, *arguments: object) -> SafeString:
    return format_html(
        '<script type="application/json" data-start="{}" data-with="{}"></script>', name, json.dumps(arguments)
    )


def _render_chooser(widget: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """Replaces ``BaseChooser.render``: emits data instead of its inline script."""
    value_data = widget.get_value_data(value)
    html = widget.render_html(name, value_data, attrs)
    if isinstance(widget, AdminTaskChooser):
        return html + start_script("createTaskChooser", attrs["id"])
    options = widget.get_js_init_options(attrs["id"], name, value_data)
    return html + start_script(widget.js_constructor, attrs["id"], options)


def replace_inline_scripts() -> None:
    BaseChooser.render = _render_chooser
