"""Logging: one line per event on standard error."""

import logging


class NothingThere(logging.Filter):
    """Ordinary addresses of nothing are no warning: whoever walks the web asks for them all day."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) not in (404, 410)


def logging_config(level: str) -> dict:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "filters": {"nothing_there": {"()": NothingThere}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"filters": ["nothing_there"]},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Every save runs small tasks (reference index, search row); their start and end say nothing.
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            # Each face of a certificate that is cut to its letters would say so forty times.
            "fontTools": {"level": "WARNING"},
            "fpdf": {"level": "ERROR"},
        },
    }
