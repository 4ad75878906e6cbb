"""The life of a document of the library.

In come documents from a form, an import or a merge; ``identity`` says which document it is before it is written,
``lifecycle`` does what follows afterwards (address, binding of citations, statuses) and ``change_signals`` tells the
others. ``library`` is what public pages ask: live, not confidential, in a constant number of queries.
"""
