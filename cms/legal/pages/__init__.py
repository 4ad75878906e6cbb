"""The public pages of the library: its list, a document with text, history, relations and files, its feeds.

In comes a request on any site (the library belongs to all schools); out goes a page whose number of queries does not
depend on the document. Context is gathered by ``document_context`` and ``library_list``.
"""
