"""Whether a document is in force on a day, and why.

In come dates, events and relations of documents (``facts``); out go a status with its reasons (``status``, pure), its
history as rows (``periods`` keeps them, ``status_periods`` asks them) and sentences for people (``status_text``).
Nothing here shows a page or writes a document.
"""
