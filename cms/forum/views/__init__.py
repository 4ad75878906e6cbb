"""Screens of the admin: ``boards`` and the search, ``topics`` with their entries, ``entry_reports`` for moderators."""
