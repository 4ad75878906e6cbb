"""The admin's page for what is not there says the same to a person whatever was asked for: it can be drawn once.

That it does is what the walks that draw it each time find out (``test_walk.py``, A's administrator).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template import loader
from django.utils.translation import get_language

NOT_FOUND = "wagtailadmin/404.html"


@dataclass
class Drawer:
    """Stands for ``django.template.loader`` in ``django.views.defaults``."""

    drawn: dict[tuple[int | None, str], str] = field(default_factory=dict)

    def get_template(self, name: str):
        template = loader.get_template(name)
        return Once(template, self.drawn) if name == NOT_FOUND else template


@dataclass
class Once:
    template: Any
    drawn: dict[tuple[int | None, str], str]

    def render(self, context: dict | None, request) -> str:
        key = (request.user.pk, get_language())
        if key not in self.drawn:
            self.drawn[key] = self.template.render(context, request)
        return self.drawn[key]
