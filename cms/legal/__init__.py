"""The library of legal documents, which all schools share, and the section on the law that every school has.

Files and sources come in (``importer``, ``sources``). Out go documents with a status that says how it is known
(``documents``, ``validity``), citations, public pages, files and an API.
"""
