"""Stores what each source states about a document, side by side.

Import rows and librarians' entries come in; each becomes a ``SourceRecord`` with source, address and day. From them
follow the values that a document shows (``precedence``, by the rules of ``source_registry``), its text (``texts``) and
the contradictions (``conflicts``). No statement is overwritten: a newer record stands beside the older one.
"""
