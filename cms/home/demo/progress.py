"""What the first run says: steps as they pass, one summary at the end; in the language of the terminal (``LANG``)."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation

from cms.settings.env import env


def terminal_language() -> str:
    """Vietnamese where the terminal speaks it, else English, as the README does."""
    return "vi" if env("LANG").lower().startswith("vi") else "en"


class StepPrinter:
    """``with steps("Pictures"):`` prints the step's name before it begins and its seconds after it."""

    def __init__(self, out, total: int):
        self.out, self.total, self.number = out, total, 0

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.number += 1
        began = time.monotonic()
        self.out.write(f"[{self.number}/{self.total}] {name} …", ending="")
        self.out.flush()
        yield
        self.out.write(f" {time.monotonic() - began:.0f} s")


class MigrationProgress(io.StringIO):
    """Takes what ``migrate`` prints and shows a dot for every twenty of them."""

    def __init__(self, out):
        super().__init__()
        self.out, self.count = out, 0

    def write(self, text: str) -> int:
        self.count += text.count(" OK")
        if text.count(" OK") and self.count % 20 == 0:
            self.out.write(".", ending="")
            self.out.flush()
        return len(text)


@contextmanager
def use_terminal_language() -> Iterator[None]:
    """Words for the person at the terminal. The content that is made stays in the office's language."""
    with translation.override(terminal_language()):
        yield
