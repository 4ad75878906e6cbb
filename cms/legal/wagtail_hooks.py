"""Registers what the admin shows of this app; the work is done where the names say."""

from cms.legal import section_hooks  # noqa: F401
