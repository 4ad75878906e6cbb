"""read → validate → load: documents from files into the library.

Files come in as tables (``tables``) or single documents (``documents``). Each row becomes a record or a reason why not
(``rows``, ``records``); ``plan`` makes one record per document, ``loading`` writes, ``report`` says what was done.
"""
