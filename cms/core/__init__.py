"""The ground floor: what every other floor stands on, and nothing of schools or the law.

People, pages, media and settings come in as Django and Wagtail have them. Out go the base page, files and pictures that
may be shown, Vietnamese text that can be compared (``text``, ``collation``), version counters, jobs and lists.
"""
