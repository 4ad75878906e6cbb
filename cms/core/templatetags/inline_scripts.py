"""Tags for the templates that replace Wagtail's inline scripts (``cms.core.web.inline_scripts``)."""

import json

from django import template
from django.utils.safestring import SafeString

from cms.core.web.inline_scripts import start_script

register = template.Library()


@register.simple_tag
def start_with_json(name: str, *arguments: str) -> SafeString:
    """Returns the data script. The last argument is JSON text, the others are plain strings."""
    return start_script(name, *arguments[:-1], json.loads(arguments[-1]))
