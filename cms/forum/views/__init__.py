"""Screens of the admin: ``boards`` and the search, ``topics`` with their entries, ``reports`` for moderators."""
