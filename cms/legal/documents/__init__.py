"""The life cycle of a document of the library.

Documents come in from a form, an import or a merge. ``identity`` identifies a document before it is written,
``lifecycle`` updates what depends on it afterwards (address, binding of citations, statuses), ``change_signals``
notifies other apps. Public pages query ``library``: live, not confidential, in a constant number of queries.
"""
