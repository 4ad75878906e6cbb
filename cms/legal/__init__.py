"""The library of legal documents, which all schools share, and the legal education section of every school.

Files and source data come in (``importer``, ``sources``). Out go documents with a status and its provenance
(``documents``, ``validity``), citations, public pages, files and an API.
"""
