import time
from pathlib import Path

from django.conf import settings

from cms.core.jobs import Every, Job, register


def run() -> str:
    begun = Path(settings.VAR_DIR) / "begun"
    if not begun.exists():
        begun.touch()
        time.sleep(120)
    return "whole"


register(Job("slow", "Slow", run, Every(1440)))
