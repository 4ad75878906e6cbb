"""The lowest layer, on which all other apps depend; it knows nothing about schools or law.

It extends the users, pages, media and settings of Django and Wagtail. It provides the base page, files and pictures
with access checks, comparable Vietnamese text (``text``, ``collation``), version counters, jobs and lists.
"""
