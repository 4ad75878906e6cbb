"""Tags of the templates that stand in for Wagtail's with inline scripts (``cms.core.web.inline_scripts``)."""

import json

from django import template
from django.utils.safestring import SafeString

from cms.core.web.inline_scripts import start_script

register = template.Library()


@register.simple_tag
def start_with_json(name: str, *arguments: str) -> SafeString:
    """The last argument is JSON text, the others are plain."""
    return start_script(name, *arguments[:-1], json.loads(arguments[-1]))
