"""The editing form of a document of the library.

A document comes in; out go its fields in panels (``panels``, ``forms``), what it does to others and others to it
(``panels_relations``), and what each source says of it, to read (``panels_sources``).
"""
