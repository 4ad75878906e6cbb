"""Admin screens narrowed to a person's own places, where the guard cannot help: lists, filters, choosers.

Whoever reaches every school sees Wagtail's own screens.
"""
