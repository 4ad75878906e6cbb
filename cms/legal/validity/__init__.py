"""Decides whether a document is in force on a day, and explains why.

``facts`` gathers dates, events and relations of documents. ``status`` (pure) computes a status with its reasons,
``periods`` stores the status history as rows, ``status_periods`` queries them, ``status_text`` writes the sentences.
Nothing here renders a page or writes a document.
"""
