"""Admin screens limited to a person's own places where access control cannot do it: lists, filters, choosers.

A person whose role reaches every school gets Wagtail's own screens.
"""
