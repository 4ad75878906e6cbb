"""What sources say of documents, kept side by side.

In come rows of imports and what librarians enter; each is a ``SourceRecord`` with source, address and day. Out go the
values that a document shows (``precedence``, by the rules of ``source_registry``), its text (``texts``), what
contradicts (``conflicts``). Nothing that a source said is overwritten: a newer record stands beside the older one.
"""
