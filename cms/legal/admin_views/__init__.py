"""Screens of the library's daily work in the admin, for librarians; other roles of the office read.

What waits for a person comes in: review tasks, possible duplicates, clauses, conflicts of sources, files to import
(``imports``), documents to write (``document_form``). Decisions go out to the rooms that carry them out.
"""
