"""The text of one document taken apart and laid beside another. Pure: no Django, no database.

Lines of a text come in. Out go its divisions with anchors (``structure``), clauses and points (``fulltext``), doubts
about the order of its articles (``article_order``), names of files that the source left in it (``attached_names``), and
what differs from another version (``compare``).
"""
